import json

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client


@pytest.fixture
def url(serving):
    return serving(mcp=True).url


async def test_an_mcp_client_finds_the_tools_and_gets_an_answer_with_its_proof(url):
    async with (
        streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        result = await session.call_tool(
            "ask_articles",
            {"question": "How much was China-Russia trade worth last year?"},
        )

    answer = json.loads(result.content[0].text)
    assert "190 billion" in answer["citations"][0]["quote"]
    assert set(tools) == {"ask_articles", "search_articles", "list_articles", "read_article"}

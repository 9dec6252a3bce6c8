import asyncio
import json

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client


@pytest.fixture
def url(serving):
    return serving(mcp=True).url


def test_an_mcp_client_finds_the_tools_and_gets_an_answer_with_its_proof(url):
    tools, result = asyncio.run(tools_and_answer(url, "How much was China-Russia trade last year?"))

    answer = json.loads(result.content[0].text)
    assert "190 billion" in answer["citations"][0]["quote"]
    assert tools == {"ask_articles", "search_articles", "list_articles", "read_article"}


async def tools_and_answer(url, question):
    async with (
        streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        return tools, await session.call_tool("ask_articles", {"question": question})

import asyncio
import logging
import socket
import time

import gradio as gr
import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from rag import BadSetting, Settings
from ui.api import Endpoints
from ui.guard import is_loopback
from ui.serve import free_port, password_check, serve
from ui.testing import Unreadable

EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  # what is tested here
QUESTION = "How much was China-Russia trade worth last year?"


@pytest.fixture(scope="module")
def client(served):
    found = Client(served.url, verbose=False)
    yield found
    found.close()


def test_a_program_gets_the_same_answer_with_citations_as_data(served, client):
    answer = client.predict(QUESTION, api_name="/answer")

    [citation, *_] = answer["citations"]
    body = served.assistant.article(citation["document"]).body
    assert answer["status"] == "answered"
    assert "190 billion" in citation["quote"]
    assert citation["quote"] == body[citation["start"] : citation["end"]]


def test_a_program_can_follow_the_answer_as_it_grows(client):
    job = client.submit(QUESTION, api_name="/answer")

    steps = list(job)

    assert steps
    assert all(step["citations"] for step in steps)
    assert steps[-1] == job.result()


def test_a_program_can_give_history_and_limits(client):
    answer = client.predict(
        "What did he promise?",
        [{"role": "user", "content": "Who is the Russian defense minister?"}],
        ["003_12d26b527cfc9148.txt"],
        api_name="/answer",
    )

    assert answer["question"] == "What did the Russian defense minister promise?"
    assert {citation["document"] for citation in answer["citations"]} == {
        "003_12d26b527cfc9148.txt"
    }


def test_a_program_may_name_a_document_twice(assistant):
    document = "000_2122c5f3cc0325d7.txt"

    *_, answer = Endpoints(assistant).answer(QUESTION, None, [document, document])

    assert {citation["document"] for citation in answer["citations"]} == {document}


def test_a_program_can_list_read_and_search_the_articles(served, client):
    articles = client.predict(api_name="/articles")
    article = client.predict(articles[0]["document"], api_name="/article")
    passages = client.predict("trade", 3, api_name="/search")

    assert len(articles) == 5
    assert article["body"] == served.assistant.article(articles[0]["document"]).body
    assert len(passages) == 3


@pytest.mark.parametrize(
    ("call", "arguments", "told"),
    [
        ("/article", ["../../etc/passwd"], "passwd"),
        ("/answer", [QUESTION, None, ["gone.txt"]], "gone.txt"),
        ("/answer", [QUESTION, None, None, "yesterday"], "YYYY-MM-DD"),
        ("/answer", [QUESTION, [{"role": "king", "content": "x"}]], "role"),
        ("/answer", [" "], "question is empty"),
        ("/search", ["trade", 0], "1 to 50"),
    ],
)
def test_a_wrong_call_is_told_what_was_wrong(client, call, arguments, told):
    with pytest.raises(AppError, match=told):
        client.predict(*arguments, api_name=call)


def test_a_program_is_told_that_the_index_cannot_be_read():
    endpoints = Endpoints(Unreadable())

    with pytest.raises(gr.Error, match="--rebuild"):
        endpoints.articles()
    with pytest.raises(gr.Error, match="--rebuild"):
        next(endpoints.answer(QUESTION))


def test_only_these_endpoints_are_open_to_programs(served):
    named = httpx.get(f"{served.url}gradio_api/info").json()["named_endpoints"]

    assert set(named) == {"/answer", "/search", "/articles", "/article"}


@pytest.mark.parametrize(
    "path",
    [
        "{documents}/000_2122c5f3cc0325d7.txt",
        "{data}/feedback.jsonl",
        "/etc/passwd",
        "../../../../etc/passwd",
        "pyproject.toml",
    ],
)
def test_no_file_is_served(served, path):
    path = path.format(documents=served.settings.documents, data=served.settings.data)

    reply = httpx.get(f"{served.url}gradio_api/file={path}")

    assert reply.status_code in (403, 404)


def test_pages_of_other_hosts_are_refused(served):
    call = f"{served.url}gradio_api/call/answer"
    data = {"data": [QUESTION]}

    assert httpx.post(call, json=data, headers={"origin": "http://evil.example"}).status_code == 403
    assert httpx.get(served.url, headers={"host": "evil.example"}).status_code == 403
    assert httpx.post(call, json=data, headers={"origin": served.url[:-1]}).status_code == 200


def test_the_browser_is_told_to_load_nothing_from_elsewhere(served):
    headers = httpx.get(served.url).headers

    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_an_upload_that_is_too_large_is_refused_on_the_way(served):
    files = {"files": ("large.txt", b"x" * 21_000_000)}

    reply = httpx.post(f"{served.url}gradio_api/upload", files=files)

    assert reply.status_code == 413


def test_a_password_closes_the_page_and_its_endpoints(serving):
    url = serving(password="swordfish").url

    def enter(password):
        form = {"username": "anyone", "password": password}
        return httpx.post(f"{url}login", data=form, timeout=20).status_code

    for path in ("config", "gradio_api/info", "gradio_api/upload_progress"):
        assert httpx.get(f"{url}{path}").status_code == 401
    assert (enter("wrong"), enter("swordfish")) == (400, 200)
    client = Client(url, auth=("anyone", "swordfish"), verbose=False)
    assert client.predict(QUESTION, api_name="/answer")["status"] == "answered"
    client.close()


def test_wrong_guesses_wait_for_each_other_and_nobody_else_does(monkeypatch):
    monkeypatch.setattr("ui.serve.WAIT_AFTER_WRONG_S", 0.05)
    check = password_check(Settings(password="swordfish"))
    done = []

    async def enter(given):
        began = time.monotonic()
        entered = await check("anyone", given)
        done.append((entered, time.monotonic() - began))

    async def at_once():
        await asyncio.gather(*(enter(f"guess {n}") for n in range(6)), enter("swordfish"))

    asyncio.run(at_once())

    assert [entered for entered, _ in done] == [True, *[False] * 6]
    assert done[-1][1] >= 6 * 0.05


def test_tools_that_would_pass_by_the_password_are_not_served():
    with pytest.raises(BadSetting, match="behind RAG_PASSWORD"):
        serve(gr.Blocks(analytics_enabled=False), Settings(port=0, password="swordfish", mcp=True))


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(BadSetting, match="--port"):
            free_port("127.0.0.1", taken.getsockname()[1])


def test_an_address_that_is_not_ours_is_told():
    with pytest.raises(BadSetting, match="no-such-host"):
        free_port("no-such-host.invalid", 0)


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        (EVERY_ADDRESS, False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_what_is_loopback(host, alone):
    assert is_loopback(host) is alone


def test_an_open_address_without_a_password_is_warned_of(monkeypatch, caplog):
    from gradio import Blocks

    monkeypatch.setattr(Blocks, "launch", lambda *_, **__: None)
    page = Blocks(analytics_enabled=False)

    serve(page, Settings(host=EVERY_ADDRESS, port=0))
    assert "RAG_PASSWORD" in caplog.text
    caplog.clear()
    serve(page, Settings(host=EVERY_ADDRESS, port=0, password="swordfish"))
    serve(page, Settings(port=0))
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]

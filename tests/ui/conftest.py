"""A page served for real over the seeds, for tests over HTTP and in a browser."""

import asyncio
import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from rag import Assistant, Settings

if TYPE_CHECKING:
    from gradio import Blocks
    from playwright.sync_api import Browser, Page

# Gradio's server and client leave sockets and event loops to the garbage collector.
LEFT_BY_GRADIO = "ignore:unclosed:ResourceWarning"
HERE = Path(__file__).parent
SEEDS = Path(__file__).parents[2] / "seeds"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what Gradio leaves open pass, in the tests of this folder alone."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.filterwarnings(LEFT_BY_GRADIO))


class Served(NamedTuple):
    """A running page: its address, its assistant, its folders."""

    url: str
    assistant: Assistant
    settings: Settings


def serve_copy(tmp_path: Path, **options: object) -> tuple[Served, object]:
    """Serve a copy of the seeds with the real assistant; returns it and what to close."""
    from ui.page import chat_page
    from ui.serve import serve

    documents = tmp_path / "articles"
    shutil.copytree(SEEDS, documents)
    for file in documents.iterdir():
        file.chmod(0o644)
    settings = Settings(documents=documents, data=tmp_path / "data", port=0, **options)
    assistant = Assistant(settings)
    assistant.index()
    page = chat_page(assistant)
    return Served(serve(page, settings), assistant, settings), page


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    """Have what Gradio leaves open collected while its warnings may pass."""
    yield
    asyncio.set_event_loop(None)  # the one that Gradio made and would leave to a later test
    gc.collect()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serve a copy of the seeds with settings of the test's own."""
    started = []

    def serve(**options: object) -> Served:
        started.append(serve_copy(tmp_path, **options))
        return started[-1][0]

    yield serve
    for running, page in started:
        stop(running, page)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One page for a module; tests that change the folder put it back."""
    running, page = serve_copy(tmp_path_factory.mktemp("served"))
    yield running
    stop(running, page)


def stop(running: Served, page: "Blocks") -> None:
    """Stop serving."""
    from ui.serve import close

    close(page)
    running.assistant.close()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A real Chromium, closed with its module: while it runs, no test can be async."""
    from ui.screens import chromium

    with chromium() as running:
        yield running


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Open an address in a browser of its own; nothing may go wrong or go elsewhere there."""
    contexts, wrong = [], []

    def note(problem: str) -> None:
        # a reload breaks off what Gradio's client is still listening to
        if "AbortError" not in problem and "errored out" not in problem:
            wrong.append(problem)

    def ours(url: str) -> tuple[str, ...]:
        return (url, "blob:", "data:")

    def look(url: str, **options: object) -> "Page":
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # the machine may be busy
        page.on("pageerror", lambda error: note(str(error)))
        page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        page.on("request", lambda sent: None if sent.url.startswith(ours(url)) else note(sent.url))
        page.goto(url)
        page.wait_for_selector(".welcome, .turn", state="attached")
        return page

    yield look
    for context in contexts:
        context.close()
    assert wrong == []

"""A page served for real over the seeds, for tests over HTTP and in a browser."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio is imported

from rag import Assistant, Settings

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


def stop(running: Served, page: object) -> None:
    """Stop serving, and have what Gradio leaves open collected here and now."""
    page.close(verbose=False)
    running.assistant.close()
    gc.collect()

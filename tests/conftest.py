"""What many tests share: an assistant on the real seeds, with no setting of the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from rag import Assistant, Settings
from rag.testing_chroma import ChromaServer

SEEDS = Path(__file__).parent.parent / "seeds"

# `make test` tries the same inputs each time, and other work on the machine is no failure; new
# ones are looked for by hand: pytest --hypothesis-profile long tests/test_fuzz_*.py
_slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
hypothesis_settings.register_profile("everyday", derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile(
    "long", max_examples=20_000, deadline=None, suppress_health_check=_slow, print_blob=True
)
hypothesis_settings.load_profile("everyday")

for variable in [name for name in os.environ if name.startswith(("RAG_", "OPENAI_", "CHROMA_"))]:
    del os.environ[variable]  # a developer's own key must never be used by a test
Settings.model_config["env_file"] = None  # nor one of the file .env


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A real Chroma server; each folder of documents has an index of its own there."""
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture(scope="session", params=["folder", "server"])
def chroma_url(request: pytest.FixtureRequest) -> str:
    """What a test runs on, one after the other: a folder of its own, and a server."""
    return "" if request.param == "folder" else request.getfixturevalue("chroma").url


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant on the seeds, read only by the tests that share it."""
    settings = Settings(documents=SEEDS, data=tmp_path_factory.mktemp("data"))
    with Assistant(settings) as made:
        made.index()
        yield made


@pytest.fixture(scope="module")
def own_assistant(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """The embedded reader on the `ARTICLES` of the test file: texts by file name."""
    folder = tmp_path_factory.mktemp("own")
    documents = folder / "articles"
    documents.mkdir()
    for name, text in request.module.ARTICLES.items():
        (documents / name).write_text(text, "utf-8")
    settings = Settings(documents=documents, data=folder / "data", answerer="reader")
    with Assistant(settings) as made:
        made.index()
        yield made

"""Several assistants of one process on one index: they share it, and the last one lets go of it."""

from __future__ import annotations

import fcntl
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import rag
from rag import Assistant, IndexBusy, IndexClosed, RagError, Settings
from rag.assistant import _made

BEES = "The beekeepers of Lund harvested 300 jars of honey.\n"
RAIL = "A railway to Kiruna carries iron ore to Narvik.\n"


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "bees.txt").write_text(BEES, "utf-8")
    return Settings(documents=tmp_path / "docs", data=tmp_path / "data", answerer="reader")


@pytest.fixture
def indexed(settings):
    with Assistant(settings) as assistant:
        assistant.index()
    return settings


def in_use(settings: Settings) -> bool:
    """Whether another process could not write the index now."""
    for thread in threading.enumerate():
        if thread.name == "leave":
            thread.join()
    with (settings.index_folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def documents(assistant: Assistant) -> list[str]:
    return [info.document for info in assistant.articles()]


def test_an_assistant_indexes_beside_another_which_answers_from_what_is_new(indexed):
    with Assistant(indexed) as one, Assistant(indexed) as other:
        assert documents(one) == ["bees.txt"]
        (indexed.documents / "rail.txt").write_text(RAIL, "utf-8")

        assert other.index().added == ("rail.txt",)

        assert documents(one) == ["bees.txt", "rail.txt"]
        assert "Narvik" in one.answer("Where does the railway to Kiruna carry ore?").text
        (indexed.documents / "bees.txt").unlink()
        assert one.index().removed == ("bees.txt",)
        assert other.index(rebuild=True).added == ("rail.txt",)
        assert documents(one) == documents(other) == ["rail.txt"]


def test_the_same_folder_by_another_name_is_shared_too(indexed, tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    linked = indexed.model_copy(update={"data": Path("link")})

    with Assistant(linked) as one, Assistant(indexed) as other:
        monkeypatch.chdir("/")
        assert other.index().unchanged == 1
        assert documents(one) == ["bees.txt"]


def test_assistants_that_index_at_once_leave_what_is_in_the_folder(settings):
    for number in range(12):
        text = f"Village number {number} counted {number + 30} hives of bees.\n"
        (settings.documents / f"{number}.txt").write_text(text, "utf-8")
    at_once = threading.Barrier(3)

    def index(assistant: Assistant) -> int:
        at_once.wait()
        return len(assistant.index().added)

    with Assistant(settings) as one, Assistant(settings) as two, Assistant(settings) as three:
        with ThreadPoolExecutor(3) as pool:
            assert sorted(pool.map(index, (one, two, three))) == [0, 0, 13]
        assert documents(one) == sorted(path.name for path in settings.documents.iterdir())
        assert three.status().keyword_engine == "tantivy"
        assert two.search("hives of village number 7", k=1)[0].document == "7.txt"


def test_who_indexes_in_the_middle_of_indexing_is_told_and_does_not_wait_for_itself(settings):
    with Assistant(settings) as one, Assistant(settings) as other:
        with pytest.raises(IndexBusy, match="when the first run has finished"):
            one.index(progress=lambda _: other.index())

        assert other.index().skipped == ()
        assert documents(one) == ["bees.txt"]


def test_the_last_assistant_that_is_closed_lets_go_of_the_index(indexed):
    one, other = Assistant(indexed), Assistant(indexed)
    [card] = (indexed.index_folder / "users").iterdir()

    one.close()
    assert in_use(indexed)
    assert card.exists()
    assert documents(other) == ["bees.txt"]

    other.close()
    assert not in_use(indexed)


def test_an_assistant_that_is_thrown_away_lets_go_of_the_index(indexed):
    assistant = Assistant(indexed)
    assert documents(assistant) == ["bees.txt"]
    assistant = Assistant(indexed)  # as in a notebook, where a cell is run again
    assert assistant.index().unchanged == 1

    del assistant

    assert not in_use(indexed)


CALLS = {
    "answer": lambda assistant: assistant.answer("Who harvested honey?"),
    "stream": lambda assistant: next(assistant.stream("Who harvested honey?")),
    "search": lambda assistant: assistant.search("honey"),
    "articles": lambda assistant: assistant.articles(),
    "article": lambda assistant: assistant.article("bees.txt"),
    "index": lambda assistant: assistant.index(),
    "add": lambda assistant: assistant.add([assistant.settings.documents / "bees.txt"]),
    "remove": lambda assistant: assistant.remove("bees.txt"),
    "is_indexed": lambda assistant: assistant.is_indexed,
    "outdated": lambda assistant: assistant.outdated,
    "status": lambda assistant: assistant.status(),
}


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("call", CALLS)
def test_a_closed_assistant_says_so_and_opens_nothing(indexed, call, beside):
    other = Assistant(indexed) if beside else None
    assistant = Assistant(indexed)
    assistant.close()
    assistant.close()

    with pytest.raises(IndexClosed, match=r"assistant is closed; make a new one") as told:
        CALLS[call](assistant)

    assert isinstance(told.value, RagError)
    assert [path.name for path in indexed.documents.iterdir()] == ["bees.txt"]
    if other:
        other.close()
    assert not in_use(indexed)


@pytest.mark.parametrize("rebuild", [False, True])
def test_an_assistant_that_is_closed_while_it_indexes_keeps_no_lock(indexed, rebuild):
    (indexed.documents / "rail.txt").write_text(RAIL, "utf-8")
    assistant = Assistant(indexed)

    with pytest.raises(RagError):
        assistant.index(progress=lambda _: assistant.close(), rebuild=rebuild)

    assert not in_use(indexed)
    with Assistant(indexed) as again:
        again.index()
        assert documents(again) == ["bees.txt", "rail.txt"]


def test_the_assistant_of_the_module_can_be_closed_and_made_anew(indexed, tmp_path, monkeypatch):
    monkeypatch.setenv("RAG_DOCUMENTS", str(indexed.documents))
    monkeypatch.setenv("RAG_DATA", str(indexed.data))
    _made.cache_clear()
    rag.close()  # there is none yet
    assert "Lund" in rag.answer("Who harvested 300 jars of honey?").text
    assert in_use(indexed)

    rag.close()
    rag.close()

    assert not in_use(indexed)
    monkeypatch.setenv("RAG_DATA", str(tmp_path / "elsewhere"))
    assert "Lund" in rag.answer("Who harvested 300 jars of honey?").text
    assert (tmp_path / "elsewhere").exists()
    rag.close()

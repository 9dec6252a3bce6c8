"""An index answers for the folder that it was made from, and for no other."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Assistant, IndexProblem, NoDocuments, Settings
from rag.storage import known
from rag.storage.records import State


def folder(path: Path, names: str, text: str) -> Path:
    """A folder of articles, one for each letter of `names`."""
    path.mkdir()
    for name in names:
        (path / f"{name}.txt").write_text(f"{text} Keeper {name.upper()} told it.", "utf-8")
    return path


@pytest.fixture
def bees(tmp_path):
    return folder(tmp_path / "bees", "ab", "The beekeepers of Lund harvested 400 kilos of honey.")


@pytest.fixture
def rails(tmp_path):
    return folder(tmp_path / "rails", "xy", "A railway to Kiruna carries iron ore to the port.")


@pytest.fixture
def opened(tmp_path, bees):
    """What opens an assistant on a folder; the index holds the articles of `bees`."""

    def on(documents: Path, **values) -> Assistant:
        return Assistant(Settings(documents=documents, data=tmp_path / "data", **values))

    with on(bees) as assistant:
        assistant.index()
    return on


ASKED = {
    "a question": lambda assistant: assistant.answer("How much honey was harvested in Lund?"),
    "a search": lambda assistant: assistant.search("honey"),
    "the list": lambda assistant: assistant.articles(),
    "an article": lambda assistant: assistant.article("a.txt"),
    "removing one": lambda assistant: assistant.remove("a.txt"),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_what_is_asked_of_another_folder_is_told_with_both_names(opened, bees, rails, ask):
    with opened(rails) as assistant, pytest.raises(IndexProblem) as told:
        ask(assistant)

    assert repr(str(bees)) in str(told.value)
    assert f"`pullquote index --documents {rails}`" in str(told.value)
    assert "RAG_DATA" in str(told.value)
    with opened(bees) as assistant:
        assert len(assistant.articles()) == 2


@pytest.mark.parametrize(("name", "fault"), [("nowhere", "does not exist"), ("void", "is empty")])
def test_a_folder_without_articles_is_not_answered_for_and_what_it_lacks_is_told(
    opened, tmp_path, bees, name, fault
):
    (tmp_path / "void").mkdir()
    with opened(tmp_path / name) as assistant, pytest.raises(IndexProblem) as told:
        assistant.answer("How much honey was harvested?")

    assert f"{str(tmp_path / name)!r} {fault}" in str(told.value)
    assert repr(str(bees)) in str(told.value)
    assert "index --documents" not in str(told.value)  # it would fail


def test_index_and_status_go_on_and_what_was_replaced_answers(opened, bees, rails):
    with opened(rails) as assistant:
        status = assistant.status()
        assert (status.new, status.gone) == (("x.txt", "y.txt"), ("a.txt", "b.txt"))
        assert status.indexed_from == str(bees)
        assert assistant.index().removed == ("a.txt", "b.txt")
        assert assistant.search("iron ore")
        assert assistant.status().indexed_from == str(rails)
    with opened(bees) as assistant, pytest.raises(IndexProblem, match="rails"):
        assistant.search("honey")


def test_a_folder_that_moved_with_its_articles_answers(opened, bees, tmp_path):
    bees.rename(tmp_path / "moved")
    (tmp_path / "moved" / "a.txt").unlink()
    with opened(tmp_path / "moved") as assistant:
        assert assistant.search("honey")
        assert len(assistant.articles()) == 2


def test_a_folder_that_is_away_for_the_moment_answers(opened, bees, monkeypatch):
    shutil.rmtree(bees)
    monkeypatch.chdir(bees.parent)
    for same in (bees, Path("bees"), Path("data/../bees")):
        with opened(same) as assistant:
            assert assistant.search("honey")


def test_an_index_that_notes_no_folder_answers_as_before(opened, rails):
    with opened(rails) as assistant:
        state = assistant._index._opened.view.edition.state
        old = {k: v for k, v in json.loads(state.written()).items() if k != "folder"}
        assert State.of(json.dumps(old)) == replace(state, folder="")
        assistant._index._opened.view.edition.state = State.of(json.dumps(old))
        assert assistant.search("honey")


def test_the_folder_is_compared_once_and_not_at_each_question(opened, bees, tmp_path, monkeypatch):
    looked = []
    inner = known.none_is_in
    monkeypatch.setattr(known, "none_is_in", lambda *a: looked.append(1) or inner(*a))
    bees.rename(tmp_path / "moved")
    with opened(tmp_path / "moved") as assistant:
        for _ in range(3):
            assistant.search("honey")
            assistant.articles()
        assert looked == [1]
        assistant.index()
    with opened(tmp_path / "moved") as assistant:
        assistant.search("honey")
    assert looked == [1]


def test_machines_that_share_an_index_by_its_name_need_not_have_the_folder(
    tmp_path, bees, rails, chroma
):
    shared = {"chroma_url": chroma.url, "collection": f"bees-{os.getpid()}"}
    with Assistant(Settings(documents=bees, data=tmp_path / "one", **shared)) as assistant:
        assistant.index()
    with Assistant(Settings(documents=rails, data=tmp_path / "two", **shared)) as assistant:
        assert assistant.search("honey")


def test_a_folder_without_an_index_is_told_as_missing(tmp_path):
    settings = Settings(documents=tmp_path / "nowhere", data=tmp_path / "data")
    with Assistant(settings) as assistant, pytest.raises(NoDocuments, match="nowhere"):
        assistant.answer("Who?")

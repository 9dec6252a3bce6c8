"""Keyword search: harmless whatever is typed, exact about what it filters, rebuilt from Chroma."""

from __future__ import annotations

import json
from datetime import date

import pytest

from rag.storage.keywords import Keywords, KeywordsError, index_terms, query_terms
from rag.storage.records import Stored, passage_key
from rag.text import edits
from rag.types import EVERYWHERE, Passage, Scope


def stored(document: str, text: str, *, title: str = "", published: date | None = None) -> Stored:
    passage = Passage(document, text, 0, len(text), (), title=title, published=published)
    return Stored(passage_key(document, "r1", 0), "r1", passage)


BEES = stored("bees.txt", "Beekeepers in Lund harvested honey.", published=date(2023, 5, 24))
RAIL = stored(
    "rail.txt",
    "Trains to Kiruna are carrying iron ore, and no honey at all, to the port of Narvik.",
    published=date(2024, 1, 1),
)
TITLED = stored("titled.txt", "Nothing in it names the thing.", title="Honey prices fall")


@pytest.fixture
def keywords(tmp_path):
    made = Keywords.create(tmp_path / "keywords")
    with made.writer() as writer:
        writer.add([BEES, RAIL, TITLED])
        writer.commit("revision 1")
    return made


def found(keywords: Keywords, question: str, scope: Scope = EVERYWHERE) -> list[str]:
    hits = keywords.search(query_terms(question), 10, scope=scope)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    return [key for key, _ in hits]


def test_inflections_of_a_word_are_the_same_word(keywords):
    assert found(keywords, "harvesting") == [BEES.key]
    assert found(keywords, "a train carried") == [RAIL.key]


def test_words_of_the_title_count(keywords):
    assert found(keywords, "price") == [TITLED.key]
    assert set(found(keywords, "honey")) == {BEES.key, RAIL.key, TITLED.key}


@pytest.mark.parametrize(
    "typed",
    [
        '"honey',
        "honey AND NOT (",
        "title:honey^5",
        "honey~2 [a TO b} *",
        "+honey -document:x",
        "text:/.*/ honey",
        "honey\x00\\",
        "honey " * 2000,
    ],
)
def test_query_syntax_in_a_question_is_only_words(keywords, typed):
    assert BEES.key in found(keywords, typed)


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "\x00", "(((", "zzzz"])
def test_a_question_without_known_words_finds_nothing(keywords, typed):
    assert found(keywords, typed) == []


def test_stop_words_are_looked_for_only_if_there_is_nothing_else():
    assert query_terms("What is the honey of it?") == ["honey"]
    assert query_terms("to be or not to be") == list(dict.fromkeys(index_terms("to be or not")))


def test_a_word_said_twice_in_a_question_counts_once():
    assert query_terms("honey, honeys and Honey") == ["honey"]


def test_filters_by_document_and_date_leave_nothing_else_through(keywords):
    honey = "honey"
    assert found(keywords, honey, Scope(documents=("rail.txt",))) == [RAIL.key]
    assert found(keywords, honey, Scope(documents=("rail", "txt"))) == []
    assert found(keywords, honey, Scope(published_from=date(2023, 12, 31))) == [RAIL.key]
    assert found(keywords, honey, Scope(published_to=date(2023, 5, 24))) == [BEES.key]
    on_the_day = Scope(published_from=date(2023, 5, 24), published_to=date(2023, 5, 24))
    assert found(keywords, honey, on_the_day) == [BEES.key]
    assert found(keywords, honey, Scope(published_from=date(2025, 1, 1))) == []


def test_a_filter_does_not_change_scores(keywords):
    free = dict(keywords.search(["honey"], 10, scope=EVERYWHERE))
    kept = keywords.search(["honey"], 10, scope=Scope(documents=("bees.txt",)))
    assert len({round(score - free[key], 3) for key, score in kept}) == 1


def test_frequency_counts_what_is_there_now(keywords):
    assert [keywords.frequency(term) for term in ("honey", "port", "qwertz")] == [2, 1, 0]
    with keywords.writer() as writer:
        writer.forget(["bees.txt"])
        writer.commit("revision 2")
    assert (keywords.frequency("honey"), keywords.count()) == (1, 2)


def test_what_was_committed_is_found_after_opening_again(keywords):
    with keywords.writer() as writer:
        writer.forget(["rail.txt"])
        writer.add([stored("rail.txt", "The railway was closed.")])
        writer.commit("revision 2")
    again = Keywords.open(keywords.folder)
    assert again.stamp == "revision 2"
    assert found(again, "kiruna") == []
    assert found(again, "railways") == [passage_key("rail.txt", "r1", 0)]


def test_what_was_not_committed_is_not_there(keywords):
    with keywords.writer() as writer:
        writer.forget(["bees.txt"])
    assert BEES.key in found(Keywords.open(keywords.folder), "harvest")


def test_what_fails_while_it_is_written_is_no_fault_of_the_keywords(keywords):
    with pytest.raises(ValueError, match="of the embedder"), keywords.writer():
        raise ValueError("of the embedder")


@pytest.mark.parametrize("damage", ["missing", "torn stamp", "torn meta", "older layout"])
def test_a_folder_that_cannot_be_used_says_so(keywords, damage):
    folder = keywords.folder
    if damage == "missing":
        folder = folder.with_name("elsewhere")
    elif damage == "torn stamp":
        (folder / "stamp").write_text('["')
    elif damage == "torn meta":
        (folder / "tantivy" / "meta.json").write_text("{}")
    else:
        (folder / "stamp").write_text(json.dumps([0, "revision 1"]))
    with pytest.raises(KeywordsError):
        Keywords.open(folder)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("honey", "honey", 0),
        ("honey", "hony", 1),
        ("honey", "hnoey", 1),
        ("honey", "money", 1),
        ("kitten", "sitting", 3),
        ("", "ab", 2),
    ],
)
def test_edits_are_counted_as_a_typist_makes_them(one, other, apart):
    assert edits(one, other) == edits(other, one) == apart


def test_what_a_reader_leaves_behind_is_in_nobodys_way(keywords, tmp_path, monkeypatch):
    folder = tmp_path / "keywords"
    with monkeypatch.context() as meanwhile:  # a lock is made anew while the folder is removed
        meanwhile.setattr("shutil.rmtree", lambda *_, **__: None)
        again = Keywords.create(folder)

    assert found(again, "honey") == []
    assert len(list(tmp_path.iterdir())) == 2
    Keywords.create(folder)
    assert list(tmp_path.iterdir()) == [folder]

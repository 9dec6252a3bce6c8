"""Retrieval: what is asked for comes first, and never from outside its scope."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rag.errors import BadQuestion, UnknownDocument
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.types import Passage, Scope

SEEDS = Path(__file__).parent.parent / "seeds"
TRADE = "How much was China-Russia trade worth last year?"


@pytest.fixture(scope="module")
def index(tmp_path_factory, chroma_url):
    data = tmp_path_factory.mktemp("retrieve") / "data"
    settings = Settings(documents=SEEDS, data=data, chroma_url=chroma_url, _env_file=None)
    with Index.open(settings) as index:
        index.sync()
        yield index


@pytest.fixture(scope="module")
def dated(index):
    found = {info.document: info.published for info in index.articles() if info.published}
    assert found
    return found


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (TRADE, "$190 billion"),
        ("Who met Vladimir Putin in Moscow in April?", "Li"),
        ("Which region did the militants attack?", "Belgorod"),
    ],
)
def test_the_passage_that_answers_is_among_the_first(index, question, words):
    assert any(words in hit.text for hit in retrieve(index, question, k=3))


def test_scores_lie_between_0_and_1_best_first_and_tell_where_they_come_from(index):
    hits = retrieve(index, TRADE, k=10)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= min(scores) < max(scores) <= 1
    assert all(hit.dense is None or -1 <= hit.dense <= 1 for hit in hits)
    assert hits[0].dense is not None
    assert hits[0].keyword is not None


def test_dense_is_the_cosine_of_question_and_passage(index):
    from rag.split import embedding_text

    hit = retrieve(index, TRADE, k=1)[0]
    question, passage = index.embedder.embed([TRADE, embedding_text(hit)])
    assert hit.dense == pytest.approx(float(question @ passage), abs=1e-4)


def test_the_same_question_gets_the_same_hits(index):
    first = retrieve(index, TRADE, k=10)
    assert all(retrieve(index, TRADE, k=10) == first for _ in range(3))


def test_no_article_takes_all_the_places(index):
    hits = retrieve(index, "China Russia", k=8, per_article=2)
    assert len(hits) == 8
    for document in {hit.document for hit in hits}:
        assert sum(hit.document == document for hit in hits) <= 2


def test_places_are_filled_up_when_there_are_not_enough_other_articles(index):
    everything = retrieve(index, "China Russia", k=50, per_article=1)
    assert len(everything) == index.status().passages
    assert len({hit.key for hit in everything}) == len(everything)


def test_a_scope_of_one_document_gives_all_of_it(index):
    document = index.articles()[0].document
    hits = retrieve(index, "China", k=50, scope=Scope(documents=(document,)), per_article=1)
    assert {hit.key for hit in hits} == {passage.key for passage in index.passages_of(document)}


def test_a_scope_of_documents_lets_no_other_through(index):
    documents = tuple(info.document for info in index.articles()[1:3])
    hits = retrieve(index, TRADE, k=20, scope=Scope(documents=documents))
    assert {hit.document for hit in hits} == set(documents)


def test_a_range_of_dates_leaves_out_other_days_and_articles_without_one(index, dated):
    document, day = next(iter(dated.items()))
    on_the_day = retrieve(index, TRADE, k=50, scope=Scope(published_from=day, published_to=day))
    assert document in {hit.document for hit in on_the_day}
    assert {hit.published for hit in on_the_day} == {day}


def test_a_wide_range_of_dates_is_searched_without_a_filter_and_a_narrow_one_with_it(
    index, dated, monkeypatch
):
    from chromadb.api.models.Collection import Collection

    filters = []
    inner = Collection.query

    def looking(self, **options):
        filters.append(options["where"])
        return inner(self, **options)

    monkeypatch.setattr(Collection, "query", looking)

    def near(n: int, scope: Scope) -> list[Passage]:
        found = [f for f in index.find(TRADE, n, scope=scope) if f.dense is not None]
        return [f.passage for f in sorted(found, key=lambda f: -f.dense)]

    wide = Scope(published_from=min(dated.values()))
    inside = [passage for passage in near(8, Scope()) if passage.document in dated]
    assert len(inside) >= 2
    filters.clear()
    assert near(2, wide) == inside[:2]
    assert filters == [None]
    far = max(dated.values(), key=lambda day: list(dated.values()).count(day))
    near(50, Scope(published_from=far, published_to=far))
    assert filters[-1] is not None


def test_a_scope_that_matches_nothing_gives_nothing(index):
    assert retrieve(index, TRADE, k=5, scope=Scope(published_from=date(2090, 1, 1))) == []
    assert retrieve(index, TRADE, k=5, scope=Scope(published_to=date(1990, 1, 1))) == []


def test_an_unknown_document_in_the_scope_is_an_error(index):
    known = index.articles()[0].document
    with pytest.raises(UnknownDocument, match=r"nowhere\.txt"):
        retrieve(index, TRADE, k=5, scope=Scope(documents=(known, "nowhere.txt")))


@pytest.mark.parametrize("question", ['"Xi" AND (', "title:[x TO", "trade: *", "\x00 trade?!"])
def test_signs_in_a_question_are_harmless(index, question):
    assert retrieve(index, question, k=3)


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_finds_nothing(index, question):
    assert retrieve(index, question, k=3) == []


def test_k_below_1_is_refused(index):
    with pytest.raises(BadQuestion, match="0"):
        retrieve(index, TRADE, k=0)

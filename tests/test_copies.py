"""Near-copies: the same text in two files is one voice; shared paragraphs are not enough."""

from __future__ import annotations

import pytest

from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.storage.copies import containment, shingles

# Two wire stories in paragraphs, of which other files print more or less.
PORT = [
    "The harbour of Narvik shipped 21 million tonnes of iron ore last year, its operator said.",
    "Most of it arrived by rail from the mines at Kiruna, a journey of three hours.",
    "A derailment in December closed the line for two months and cost a fifth of the sales.",
    "“We could not have kept the furnaces going another week,” said plant manager Eva Lind.",
    "The railway agency promised to lay new track before the next winter, at a cost of 90 million.",
    "Unions asked for a second line along the coast, which the ministry called far too expensive.",
]
BEES = [
    "Beekeepers around Lund harvested 400 kilos of honey, the best summer since records began.",
    "Warm weeks in May let the lime trees flower early, and the swarms followed them.",
    "“I have never seen frames this heavy,” said Karin Holm, who keeps thirty hives.",
    "Prices fell by a third at the market, and some growers gave their honey to the schools.",
]


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "docs").mkdir()
    return Settings(documents=tmp_path / "docs", data=tmp_path / "data", _env_file=None)


@pytest.fixture
def put(settings):
    def put(name: str, *paragraphs: str) -> None:
        (settings.documents / name).write_text(text(*paragraphs), encoding="utf-8")

    return put


def voices(index: Index) -> dict[str, set[str]]:
    """Each document with its copies, from the list, the article and the hits, which must agree."""
    listed = {info.document: {info.document, *info.copies} for info in index.articles()}
    for document, group in listed.items():
        assert {document, *index.article(document).copies} == group
        assert {passage.voice for passage in index.passages_of(document)} == {min(group)}
    for hit in retrieve(index, "iron ore by rail, and honey", k=50):
        assert hit.voice == min(listed[hit.document])
    return listed


@pytest.mark.parametrize(
    ("other", "copy"),
    [
        pytest.param(PORT, True, id="the same"),
        pytest.param(["Narvik ships more ore", *PORT], True, id="another headline"),
        pytest.param(PORT[:4], True, id="the tail cut off"),
        pytest.param([*PORT, *BEES[:2]], True, id="a longer tail"),
        pytest.param([*PORT[:5], BEES[0]], True, id="another last paragraph"),
        pytest.param([*BEES, *PORT[:2]], False, id="two paragraphs shared"),
        pytest.param([*BEES[:2], PORT[3], *BEES[2:]], False, id="one quotation shared"),
        pytest.param(BEES, False, id="nothing shared"),
    ],
)
def test_copies_are_told_from_articles_that_share_a_little(other, copy):
    share = containment(shingles(text(*PORT)), shingles(text(*other)))
    assert (share >= 0.6) is copy


def test_signs_and_case_do_not_hide_a_copy():
    altered = text(*PORT).replace("“", '"').replace("”", '"').upper()
    assert containment(shingles(text(*PORT)), shingles(altered)) == 1.0


def test_an_empty_text_is_no_copy():
    assert containment(shingles(""), shingles(text(*PORT))) == 0.0


def test_copies_are_one_voice_and_both_can_be_cited(settings, put):
    put("a.txt", *PORT)
    put("b.txt", "Narvik ships more ore than ever", *PORT)
    put("c.txt", *BEES)
    with Index.open(settings) as index:
        index.sync()
        assert voices(index) == {
            "a.txt": {"a.txt", "b.txt"},
            "b.txt": {"a.txt", "b.txt"},
            "c.txt": {"c.txt"},
        }
        assert {"a.txt", "b.txt"} <= {hit.document for hit in retrieve(index, "Narvik", k=9)}


def test_an_article_that_shares_two_paragraphs_keeps_its_own_voice(settings, put):
    put("a.txt", *PORT)
    put("b.txt", *BEES, *PORT[:2])
    with Index.open(settings) as index:
        index.sync()
        assert voices(index) == {"a.txt": {"a.txt"}, "b.txt": {"b.txt"}}


def test_a_copy_is_found_among_many_articles_on_the_same_matter(settings, put):
    for number in range(40):
        a, b, c = (f"{word}{number}" for word in ("Ana", "Bo", "Cy"))
        put(
            f"other-{number:02}.txt",
            f"The harbour of {a} shipped iron ore, {b} said: {number} million tonnes for {c}.",
            f"Most arrived by {a} rail from the {b} mines, a journey of {number} hours.",
            f"The furnaces of {a} kept going, plant manager {b} said, another {number} weeks.",
        )
    put("a.txt", *PORT)
    with Index.open(settings) as index:
        index.sync()
        put("b.txt", "Ore by rail", *PORT[:5])
        index.sync()
        assert index.article("b.txt").copies == ("a.txt",)
        assert not any(info.copies for info in index.articles() if "other" in info.document)


def test_a_copy_that_comes_later_joins(settings, put):
    put("b.txt", *PORT)
    put("c.txt", *BEES)
    with Index.open(settings) as index:
        index.sync()
        put("a.txt", *PORT)
        index.sync()
        assert voices(index)["b.txt"] == {"a.txt", "b.txt"}
        put("d.txt", *PORT)
        index.sync()
        assert voices(index)["d.txt"] == {"a.txt", "b.txt", "d.txt"}


def test_a_copy_that_leaves_or_changes_takes_its_voice_with_it(settings, put):
    for name in ("a.txt", "b.txt", "c.txt"):
        put(name, *PORT)
    with Index.open(settings) as index:
        index.sync()
        assert voices(index)["c.txt"] == {"a.txt", "b.txt", "c.txt"}
        (settings.documents / "a.txt").unlink()
        index.sync()
        assert voices(index) == {"b.txt": {"b.txt", "c.txt"}, "c.txt": {"b.txt", "c.txt"}}
        put("c.txt", *BEES)
        index.sync()
        assert voices(index) == {"b.txt": {"b.txt"}, "c.txt": {"c.txt"}}
        put("a.txt", *BEES)
        index.sync()
        assert voices(index)["a.txt"] == {"a.txt", "c.txt"}


def test_a_group_falls_apart_when_the_one_that_held_it_together_leaves(settings, put):
    put("a.txt", *PORT)
    put("b.txt", *PORT, *BEES)  # holds both of the others
    put("c.txt", *BEES)
    with Index.open(settings) as index:
        index.sync()
        grouped = voices(index)
        assert grouped["b.txt"] > {"b.txt"}
        (settings.documents / "b.txt").unlink()
        index.sync()
        assert voices(index) == {"a.txt": {"a.txt"}, "c.txt": {"c.txt"}}

"""Other words for the same, from a dictionary in WordNet's format."""

from pathlib import Path

import pytest

from rag.reader.training.draws import dice
from rag.reader.training.synonyms import Synonyms

FILES = {
    "index.noun": "  1 a licence\nfilm n 2 1 @ 2 1 00000001 00000002\nmovie n 1 1 @ 1 1 00000001\n"
    "flick n 1 1 @ 1 1 00000001\n",
    "data.noun": "00000001 10 n 03 film 0 movie 0 flick 0 000 | shown in a cinema\n"
    "00000002 10 n 01 film 0 000 | a thin layer\n",
    "index.verb": "use v 1 1 @ 1 1 00000003\nemploy v 1 1 @ 1 1 00000003\n"
    "carry_out v 1 1 @ 1 1 00000004\nexecute v 1 1 @ 1 1 00000004\n"
    "buy v 1 1 @ 1 1 00000005\npurchase v 1 1 @ 1 1 00000005\n",
    "data.verb": "00000003 30 v 02 use 0 employ 0 000 | put to work\n"
    "00000004 30 v 02 carry_out 0 execute 0 000 | do\n"
    "00000005 30 v 02 buy 0 purchase 0 000 | get by paying\n",
    "index.adj": "big a 1 1 @ 1 1 00000006\nlarge a 1 1 @ 1 1 00000006\n",
    "data.adj": "00000006 00 a 02 big(a) 0 large 0 000 | of size\n",
    "noun.exc": "",
    "verb.exc": "bought buy\n",
    "cntlist.rev": "film%1:10:00:: 1 9\nfilm%1:10:01:: 2 1\nmovie%1:10:00:: 1 5\n"
    "flick%1:10:00:: 1 0\nuse%2:30:00:: 1 20\nemploy%2:30:00:: 1 8\ncarry_out%2:30:00:: 1 4\n"
    "execute%2:30:00:: 1 4\nbuy%2:30:00:: 1 9\npurchase%2:30:00:: 1 9\nbig%3:00:00:: 1 9\n"
    "large%5:00:00:: 1 9\n",
}


@pytest.fixture
def synonyms(tmp_path: Path) -> Synonyms:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "ascii")
    return Synonyms(tmp_path)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("film", ["movie"]),  # "flick" was never seen in use
        ("films", ["movies"]),
        ("used", ["employed"]),
        ("using", ["employing"]),
        ("executed", ["carried out"]),
        ("purchased", []),  # not "buyed"
        ("table", []),
    ],
)
def test_words_that_mean_the_same(synonyms: Synonyms, word: str, others: list[str]) -> None:
    assert synonyms.of(word) == others


def test_one_word_is_put_in_another(synonyms: Synonyms) -> None:
    assert synonyms.put("Which film won?", dice(1)) == "Which movie won?"


def test_names_and_unknown_words_stay(synonyms: Synonyms) -> None:
    assert synonyms.put("Who is Film?", dice(1)) is None


def test_a_folder_without_wordnet_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="noun"):
        Synonyms(tmp_path)

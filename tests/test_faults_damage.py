"""Wrong bytes in the index's files: seen when they are read, told with the next step, never quoted.

Elsewhere: files that are wholly something else (tests/test_index_faults.py); many more places, at
random (benchmarks/damage.py).
"""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

import rag.storage.store
import rag.storage.vectorfiles
from rag.errors import IndexDamaged
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.storage.keywords import Keywords, KeywordsError

SAID = "The well of village {number} holds forty barrels of water, said its keeper."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder and its index, with vector files as a large one has them."""
    root = tmp_path_factory.mktemp("made")
    (root / "docs").mkdir()
    for number in range(8):
        text = f"Of village {number}\n\n{SAID.format(number=number)} It was dug in 19{number}1."
        (root / "docs" / f"{number}.txt").write_text(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rag.storage.vectorfiles, "SYNC", 4)
        patched.setattr(rag.storage.store, "SYNC", 4)
        patched.setattr("rag.storage.batches.BATCH_DOCUMENTS", 2)
        with Index.open(settings(root)) as index:
            index.sync()
    assert len(list((root / "data" / "index" / "chroma").glob("*/header.bin"))) == 2
    return root


@pytest.fixture
def place(made, tmp_path):
    """A copy of it to spoil."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def settings(root: Path) -> Settings:
    return Settings(documents=root / "docs", data=root / "data", _env_file=None)


def said_wrongly(root: Path) -> tuple[list[str], list[str]]:
    """Everything that the index shows and no file says, and what it tells instead."""
    wrong, told = [], []
    with Index.open(settings(root)) as index:
        for path in sorted((root / "docs").iterdir()):
            try:
                article = index.article(path.name)
                shown = [article.body, article.title]
                shown += [each.text for each in index.passages_of(path.name)]
                shown += [
                    each.text for each in retrieve(index, f"well of village {path.stem}", k=9)
                ]
            except IndexDamaged as error:
                told.append(str(error))
                continue
            texts = [file.read_text() for file in (root / "docs").iterdir()]
            wrong += [text for text in shown if not any(text in each for each in texts)]
    return wrong, told


def test_a_wrong_letter_anywhere_in_the_database_is_never_shown(place):
    database = place / "data" / "index" / "chroma" / "chroma.sqlite3"
    sound = database.read_bytes()
    words = b"village 5 holds forty barrels"
    places = [at for at in range(len(sound)) if sound.startswith(words, at)]
    assert len(places) >= 2  # in the article and in its passage
    reports = []
    for at in places:
        spoilt = bytearray(sound)
        spoilt[at + len(b"village 5 holds ")] ^= 1  # "gorty"
        database.write_bytes(spoilt)
        wrong, told = said_wrongly(place)
        assert wrong == []
        reports += told
    assert len(reports) >= 2
    assert all("5.txt" in each and "pullquote index --rebuild" in each for each in reports)


def test_what_a_wrong_letter_was_told_of_is_mended_by_the_next_step(place):
    database = place / "data" / "index" / "chroma" / "chroma.sqlite3"
    database.write_bytes(database.read_bytes().replace(b"5 holds forty", b"5 holds fifty"))
    assert said_wrongly(place)[1]
    with Index.open(settings(place)) as index:
        index.sync(rebuild=True)
    assert said_wrongly(place) == ([], [])


def test_bytes_flipped_at_random_are_told_or_harmless(place):
    database = place / "data" / "index" / "chroma" / "chroma.sqlite3"
    sound = database.read_bytes()
    chance = random.Random(11)
    for _ in range(12):
        spoilt = bytearray(sound)
        at = chance.randrange(100, len(spoilt))
        for near in range(at, min(at + 200, len(spoilt))):
            spoilt[near] = chance.randrange(256)
        database.write_bytes(spoilt)
        with suppress(IndexDamaged):
            assert said_wrongly(place)[0] == []


@pytest.mark.parametrize(
    "name", ["header.bin", "data_level0.bin", "length.bin", "index_metadata.pickle"]
)
@pytest.mark.parametrize("fate", ["a byte", "cut", "empty"])
def test_a_wrong_vector_file_is_told_before_chroma_reads_it(place, name, fate):
    for path in (place / "data" / "index" / "chroma").glob(f"*/{name}"):
        raw = bytearray(path.read_bytes())
        if fate == "a byte":
            raw[len(raw) // 2] ^= 0x10
        path.write_bytes({"a byte": raw, "cut": raw[: len(raw) // 2], "empty": b""}[fate])
    with Index.open(settings(place)) as index:
        with pytest.raises(IndexDamaged, match=r"not as they were written; run .*--rebuild"):
            retrieve(index, "well", k=1)
        with pytest.raises(IndexDamaged, match=r"--rebuild"):
            index.sync()


def test_a_wrong_vector_file_is_mended_by_the_next_step(place):
    for path in (place / "data" / "index" / "chroma").glob("*/header.bin"):
        path.write_bytes(b"\x00" * path.stat().st_size)
    with Index.open(settings(place)) as index:
        index.sync(rebuild=True)
    assert said_wrongly(place) == ([], [])


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b'{"a": 3}', b'{"a": [1, 2]}'])
def test_without_a_readable_note_of_the_vector_files_they_are_taken_as_they_are(place, content):
    (place / "data" / "index" / "vectors.json").write_bytes(content)
    assert said_wrongly(place) == ([], [])


def test_a_database_that_cannot_even_be_written_beside_is_moved_aside(place):
    database = place / "data" / "index" / "chroma" / "chroma.sqlite3"
    raw = bytearray(database.read_bytes())
    for page in range(8 * 4096, len(raw), 4096):  # the first pages say which collections there are
        raw[page : page + 8] = b"\xff" * 8
    database.write_bytes(raw)
    with Index.open(settings(place)) as index:
        index.sync(rebuild=True)
        assert not list(index.folder.glob("damaged-*"))
    assert said_wrongly(place) == ([], [])


@pytest.mark.parametrize("fate", ["a byte", "cut"])
def test_a_wrong_byte_in_any_keyword_file_has_them_made_again(place, fate):
    folder = next((place / "data" / "index").glob("keywords-*")) / "tantivy"
    files = [path.name for path in folder.iterdir() if path.stat().st_size and path.suffix]
    assert {Path(name).suffix for name in files} >= {".idx", ".pos", ".term", ".store", ".fast"}
    for suffix in sorted({Path(name).suffix for name in files}):
        path = next(folder.glob(f"*{suffix}"))
        raw = bytearray(path.read_bytes())
        if fate == "a byte":
            raw[len(raw) // 3] ^= 0x20
        path.write_bytes(raw if fate == "a byte" else raw[: len(raw) // 2])
        with Index.open(settings(place)) as index:
            hits = retrieve(index, "the well of village 5", k=8)
            assert len(hits) == 8
            assert all(hit.keyword for hit in hits)
            assert index.passage_count == 8
            assert index.document_frequency(["barrel"]) == {"barrel": 8}


def test_keywords_that_go_wrong_under_an_open_index_are_done_without(place, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise KeywordsError("wrong bytes")

    with Index.open(settings(place)) as index:
        monkeypatch.setattr(Keywords, "_found", refuse)
        hits = retrieve(index, "the well of village 5", k=8)
        assert [hit.keyword for hit in hits] == [None] * 8
        assert index.mentions("village 5")
        assert index.status().keyword_engine == "none"


@pytest.mark.parametrize("made_anew", [False, True])
def test_one_failed_search_for_words_does_not_do_away_with_them(place, monkeypatch, made_anew):
    with Index.open(settings(place)) as index:

        def fail(*_: object) -> None:
            monkeypatch.undo()
            if made_anew:  # another thread's run of indexing ends in the meantime
                index.sync(rebuild=True)
            raise KeywordsError("too many open files")

        monkeypatch.setattr(Keywords, "_found", fail)
        for _ in range(2):
            hits = retrieve(index, "the well of village 5", k=8)
            assert len(hits) == 8
            assert all(hit.keyword and hit.dense for hit in hits)


def test_our_own_files_may_hold_anything(place):
    """The table of files is made again or its own words are not believed."""
    table = next((place / "data" / "index").glob("files-*"))
    sound = table.read_bytes()
    chance = random.Random(5)
    for turn in range(12):
        spoilt = bytearray(sound)
        for _ in range(20):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        no_text = sound.replace(b"publisher", b"\xddublisher")  # the name of a column
        table.write_bytes({0: b"", 1: no_text}.get(turn, spoilt))
        with Index.open(settings(place)) as index:
            status = index.status()
            assert status.articles == len(index.articles()) == 8
            assert {info.document for info in index.articles()} == {f"{n}.txt" for n in range(8)}
            assert (status.new, status.gone) == ((), ())
            index.sync()
        assert said_wrongly(place) == ([], [])


def test_the_writers_name_may_hold_anything(place):
    (place / "data" / "index" / "holder").write_bytes(b"\xb8\xff\x00")
    with Index.open(settings(place)) as index:
        assert index.sync().unchanged == 8

"""The table of files: what it saves, and that it can be lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromadb.api.models.Collection import Collection

import rag.storage.batches
import rag.storage.incoming
from rag.embed import Embedder
from rag.index import Index
from rag.settings import Settings
from rag.storage.edition import Edition

HONEY = (
    "The beekeepers of Lund harvested 400 kilos of honey this summer, a third more than last year. "
    "They thank a mild spring and the lime trees of the old avenue, which flowered for three weeks."
)


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "docs").mkdir()
    return Settings(documents=tmp_path / "docs", data=tmp_path / "data", _env_file=None)


def write(settings: Settings, name: str, text: str) -> Path:
    path = settings.documents / name
    path.write_text(text, encoding="utf-8")
    return path


def towns(settings: Settings, count: int) -> None:
    for number in range(count):
        write(settings, f"town-{number}.txt", f"The mayor of Town {number} opened bridge {number}.")


def table(index: Index) -> Path:
    (found,) = index.folder.glob("files-*")
    return found


def listed(index: Index) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {info.document: (info.name, info.copies) for info in index.articles()}


def test_the_list_of_articles_is_the_same_with_the_table_and_without(settings):
    title = "Honey harvest breaks the record\n\nMay 24, 2023\n\n"
    write(settings, "dated.txt", f"{title}Bees made much honey in Lund.")
    write(settings, "bees.txt", HONEY)
    write(settings, "empty.txt", "")
    with Index.open(settings) as index:
        index.sync()
        with_table, status = index.articles(), index.status()
        assert [info.document for info in with_table] == ["bees.txt", "dated.txt"]
        assert str(with_table[1].published) == "2023-05-24"
        table(index).unlink()
    with Index.open(settings) as index:
        assert index.articles() == with_table
        assert index.status() == status


def test_after_a_change_no_row_but_its_own_is_read(settings, monkeypatch):
    towns(settings, 12)
    with Index.open(settings) as index:
        index.sync()
        write(settings, "town-3.txt", "A storm took the bridge of Town 3.")
        (settings.documents / "town-4.txt").unlink()
        monkeypatch.setattr(Edition, "all_rows", lambda _: pytest.fail("read every row"))
        report = index.sync()
        assert (report.changed, report.removed) == (("town-3.txt",), ("town-4.txt",))
        found = listed(index)
        assert len(found) == index.status().articles == 11
        assert found["town-3.txt"][0].startswith("A storm took")


def test_what_chroma_is_asked_for_one_change_does_not_grow_with_the_articles(settings, monkeypatch):
    """Near-copies are looked for among the twelve nearest, so there are more than that from the
    beginning."""
    monkeypatch.setattr(
        rag.storage.incoming, "FRESH_NS", 0
    )  # or the next run looks into them again
    asked: list[int] = []
    for name in ("get", "query"):
        inner = getattr(Collection, name)

        def counting(self, *args, inner=inner, **options):
            found = inner(self, *args, **options)
            ids = found["ids"]
            asked.append(len(ids[0]) if ids and isinstance(ids[0], list) else len(ids))
            return found

        monkeypatch.setattr(Collection, name, counting)

    def rows_read(text: str) -> tuple[int, int]:
        write(settings, "town-0.txt", text)
        asked.clear()
        index.sync()
        return len(asked), sum(asked)

    with Index.open(settings) as index:
        towns(settings, 20)
        index.sync()
        few = rows_read("A flood took the bridge of Town 0.")
        towns(settings, 80)
        index.sync()
        assert rows_read("A storm took the bridge of Town 0.") == few


def test_a_copy_that_arrives_later_is_told_of_the_older_article_too(settings):
    write(settings, "bees.txt", HONEY)
    towns(settings, 3)
    with Index.open(settings) as index:
        index.sync()
        write(settings, "a-copy.txt", f"{HONEY} The honey is sold on Saturdays.")
        index.sync()
        assert listed(index)["bees.txt"][1] == ("a-copy.txt",)
        (settings.documents / "a-copy.txt").unlink()
        index.sync()
        assert listed(index)["bees.txt"][1] == ()


def test_a_table_that_is_spoilt_is_made_anew(settings):
    towns(settings, 3)
    with Index.open(settings) as index:
        index.sync()
        before = index.articles()
        table(index).write_bytes(b"no table" * 1000)
    with Index.open(settings) as index:
        assert index.articles() == before
        write(settings, "bees.txt", HONEY)
        assert index.sync().added == ("bees.txt",)
        assert table(index).read_bytes().startswith(b"SQLite")
        assert set(listed(index)) == {info.document for info in before} | {"bees.txt"}


def test_a_table_that_cannot_be_written_costs_time_alone(settings, caplog):
    towns(settings, 3)
    with Index.open(settings) as index:
        index.sync()
        table(index).unlink()
        (index.folder / "files-000001.db").mkdir()
        write(settings, "bees.txt", HONEY)
        index.sync()
        assert "slow" in caplog.text
        assert len(index.articles()) == 4


def test_articles_are_listed_while_a_batch_is_written(settings, monkeypatch):
    seen: list[set[str]] = []

    class Looking(Embedder):
        def embed(self, texts):
            seen.append(set(listed(index)))
            return super().embed(texts)

    towns(settings, 3)
    with Index.open(settings, embedder=Looking()) as index:
        index.sync()
        monkeypatch.setattr(rag.storage.batches, "BATCH_PASSAGES", 1)
        write(settings, "bees.txt", HONEY)
        write(settings, "town-9.txt", "The mayor of Town 9 resigned.")
        seen.clear()
        index.sync()
        assert [len(documents) for documents in seen] == [3, 4]
        assert len(index.articles()) == 5

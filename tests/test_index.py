"""The index mirrors the folder, touches only what changed, and answers while it works."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import chromadb
import pytest
from llama_index.core.vector_stores import VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

import rag.storage.batches
import rag.storage.incoming
import rag.storage.store
import rag.storage.sync
import rag.storage.vectorfiles
from rag.embed import Embedder
from rag.errors import NoDocuments, UnknownDocument
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.types import Scope

SEEDS = Path(__file__).parent.parent / "seeds"


class CountingEmbedder(Embedder):
    """The real embedder, which remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.texts: list[str] = []

    def embed(self, texts):
        self.texts += texts
        return super().embed(texts)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path, chroma_url):
    (tmp_path / "docs").mkdir()
    return Settings(
        documents=tmp_path / "docs",
        data=tmp_path / "data",
        chroma_url=chroma_url,
        busy_wait_s=0.2,
        _env_file=None,
    )


in_a_folder = pytest.mark.parametrize("chroma_url", ["folder"], indirect=True)


@pytest.fixture
def docs(settings, monkeypatch):
    monkeypatch.setattr(rag.storage.incoming, "FRESH_NS", 0)  # files of this moment count as old
    write(settings.documents, "bees.txt", "The beekeepers of Lund harvested 400 kilos of honey.")
    write(settings.documents, "iron/rail.txt", "A railway to Kiruna carries iron ore to the port.")
    return settings.documents


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, chroma_url):
    data = tmp_path_factory.mktemp("seeds") / "data"
    settings = Settings(documents=SEEDS, data=data, chroma_url=chroma_url, _env_file=None)
    with Index.open(settings) as index:
        index.sync()
        yield index


def test_the_seeds_come_back_as_they_were_read(seeds):
    infos = seeds.articles()
    assert [info.document for info in infos] == sorted(path.name for path in SEEDS.iterdir())
    for info in infos:
        article = seeds.article(info.document)
        assert (article.name, article.published) == (info.name, info.published)
        passages = seeds.passages_of(info.document)
        assert passages
        for passage in passages:
            assert article.body[passage.start : passage.end] == passage.text
            for sentence in passage.sentences:
                assert article.body[sentence.start : sentence.end] == sentence.text
            assert (passage.title, passage.published) == (article.title, article.published)


def test_omissions_of_an_article_survive_indexing(seeds):
    assert any(seeds.article(info.document).omissions for info in seeds.articles())


def test_status_tells_what_is_indexed_and_changes_nothing(seeds):
    folder = seeds.folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    status = seeds.status()
    assert (status.articles, status.keyword_engine) == (5, "tantivy")
    assert status.passages == sum(len(seeds.passages_of(i.document)) for i in seeds.articles())
    assert (status.new, status.changed, status.gone, status.skipped) == ((), (), (), ())
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_an_unchanged_file_is_neither_read_nor_embedded_again(settings, docs, monkeypatch):
    embedder = CountingEmbedder()
    with Index.open(settings, embedder=embedder) as index:
        first = index.sync()
        assert first.added == ("bees.txt", "iron/rail.txt")
        assert len(embedder.texts) == first.passages == 2
        monkeypatch.setattr(
            rag.storage.incoming, "read", lambda *_, **__: pytest.fail("opened a file")
        )
        second = index.sync()
    assert (second.unchanged, second.added, second.changed) == (2, (), ())
    assert len(embedder.texts) == 2


def test_a_touched_file_is_hashed_once_and_not_embedded(settings, docs, monkeypatch):
    embedder = CountingEmbedder()
    with Index.open(settings, embedder=embedder) as index:
        index.sync()
        os.utime(docs / "bees.txt", ns=(1, 1))
        assert index.sync().unchanged == 2
        assert len(embedder.texts) == 2
        monkeypatch.setattr(
            rag.storage.incoming.Source, "digest", lambda _: pytest.fail("hashed again")
        )
        assert index.sync().unchanged == 2


def test_a_changed_file_is_replaced_and_only_it_is_embedded(settings, docs):
    embedder = CountingEmbedder()
    with Index.open(settings, embedder=embedder) as index:
        index.sync()
        write(docs, "bees.txt", "The beekeepers of Lund lost every swarm to frost.")
        report = index.sync()
        assert (report.changed, report.added, report.unchanged) == (("bees.txt",), (), 1)
        assert len(embedder.texts) == 3
        assert "frost" in index.article("bees.txt").body
        assert not any("honey" in hit.text for hit in retrieve(index, "honey in Lund", k=10))
        assert index.document_frequency(["honey", "frost"]) == {"honey": 0, "frost": 1}


def test_an_older_title_and_date_do_not_cling_to_a_changed_article(settings, docs):
    text = "Honey harvest breaks the record\n\nMay 24, 2023\n\nBees made much honey in Lund."
    write(docs, "bees.txt", text)
    with Index.open(settings) as index:
        index.sync()
        assert index.article("bees.txt").published == date(2023, 5, 24)
        write(docs, "bees.txt", "bees made much honey in Lund, and then they slept.")
        index.sync()
        article = index.article("bees.txt")
        assert (article.title, article.published) == ("", None)


def test_a_removed_file_leaves(settings, docs):
    with Index.open(settings) as index:
        index.sync()
        (docs / "bees.txt").unlink()
        assert index.sync().removed == ("bees.txt",)
        assert [info.document for info in index.articles()] == ["iron/rail.txt"]
        assert not any(hit.document == "bees.txt" for hit in retrieve(index, "honey", k=10))
        with pytest.raises(UnknownDocument, match=r"bees\.txt"):
            index.article("bees.txt")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("rail.txt", "'iron/rail.txt' or 'wood/rail.txt' may be meant."),
        ("elsewhere/rail.txt", "'iron/rail.txt' or 'wood/rail.txt' may be meant."),
        ("bee.txt", "'bees.txt' may be meant."),
        ("IRON", "'iron/rail.txt' may be meant."),
        ("zeppelin.md", "`pullquote show` lists what is."),
    ],
)
@in_a_folder
def test_where_no_document_has_the_name_those_that_may_be_meant_are_told(
    settings, docs, asked, told
):
    write(docs, "wood/rail.txt", "Rails were of wood.")
    with Index.open(settings) as index:
        index.sync()
        for ask in (index.article, lambda name: retrieve(index, "?", k=1, scope=Scope((name,)))):
            with pytest.raises(UnknownDocument) as error:
                ask(asked)
            assert str(error.value) == f"{asked!r} is not indexed; {told}"


def test_bad_files_are_skipped_with_their_reasons_and_not_opened_again(settings, docs, monkeypatch):
    (docs / "empty.txt").touch()
    (docs / "noise.txt").write_bytes(os.urandom(4096))
    write(docs, "photo.jpeg", "not an article")
    with Index.open(settings) as index:
        report = index.sync()
        assert report.added == ("bees.txt", "iron/rail.txt")
        assert [s.document for s in report.skipped] == ["empty.txt", "noise.txt", "photo.jpeg"]
        assert all(skipped.reason.endswith(".") for skipped in report.skipped)
        monkeypatch.setattr(
            rag.storage.incoming.Source, "digest", lambda _: pytest.fail("opened again")
        )
        assert index.sync().skipped == report.skipped
        assert {s.document for s in index.status().skipped} >= {"empty.txt", "noise.txt"}
        assert len(index.articles()) == 2
        (docs / "noise.txt").unlink()
        assert index.sync().removed == ()


def test_a_file_over_the_limit_is_not_opened_until_the_limit_is_raised(settings, docs, monkeypatch):
    write(docs, "long.txt", "Honey is sweet and keeps for years. " * 100)
    tight = settings.model_copy(update={"file_limit_mb": 0.002})
    opened = []
    digest = rag.storage.incoming.Source.digest
    monkeypatch.setattr(
        rag.storage.incoming.Source, "digest", lambda s: opened.append(s.document) or digest(s)
    )
    with Index.open(tight) as index:
        (skipped,) = index.sync().skipped
        assert "raise RAG_FILE_LIMIT_MB" in skipped.reason
        assert index.sync().skipped == (skipped,)
        assert (index.status().changed, opened) == ((), ["bees.txt", "iron/rail.txt"])
    with Index.open(settings) as index:
        assert index.status().changed == ("long.txt",)
        assert (report := index.sync()).changed == ("long.txt",)
        assert report.skipped == ()
    with Index.open(tight) as index:
        assert index.status().changed == ("long.txt",)
        assert index.sync().skipped == (skipped,)
        assert len(index.articles()) == 2


def test_an_article_that_cannot_be_read_any_more_leaves_and_comes_back(settings, docs):
    with Index.open(settings) as index:
        index.sync()
        good = (docs / "bees.txt").read_bytes()
        (docs / "bees.txt").write_bytes(b"\x00\x01" * 500)
        report = index.sync()
        assert [skipped.document for skipped in report.skipped] == ["bees.txt"]
        assert [info.document for info in index.articles()] == ["iron/rail.txt"]
        (docs / "bees.txt").write_bytes(good)
        assert index.sync().changed == ("bees.txt",)
        assert "honey" in index.article("bees.txt").body


@pytest.mark.parametrize("fate", ["vanished", "emptied", "all bad"])
def test_a_folder_without_articles_does_not_empty_the_index(settings, docs, fate):
    with Index.open(settings) as index:
        index.sync()
        shutil.rmtree(docs)
        if fate != "vanished":
            docs.mkdir()
        if fate == "all bad":
            (docs / "bees.txt").write_bytes(b"\x00\x01" * 500)
        with pytest.raises(NoDocuments, match="docs") as told:
            index.sync()
        assert "The index stays as it was" in str(told.value)
        assert (f"delete {str(index.folder)!r}" in str(told.value)) != bool(settings.chroma_url)
        assert len(index.articles()) == 2
        assert retrieve(index, "iron ore", k=1)[0].document == "iron/rail.txt"


@in_a_folder
def test_an_index_is_emptied_as_it_is_told(settings, docs):
    with Index.open(settings) as index:
        index.sync()
        for path in [*docs.glob("*.txt"), *docs.glob("*/*.txt")]:
            path.unlink()
        with pytest.raises(NoDocuments, match=r"is empty.*to empty it, delete") as told:
            index.sync()
    shutil.rmtree(str(told.value).rpartition("delete '")[2].removesuffix("'."))
    with Index.open(settings) as index:
        assert index.empty
        with pytest.raises(NoDocuments, match="is empty") as told:
            index.sync()
        assert "stays as it was" not in str(told.value)


def test_progress_ends_at_the_total(settings, docs):
    steps = []
    with Index.open(settings) as index:
        index.sync(progress=steps.append)
    assert (steps[-1].done, steps[-1].total, steps[-1].left_s) == (2, 2, 0.0)
    assert steps[-1].rate > 0


@in_a_folder
def test_a_long_run_leaves_little_for_the_next_process_to_replay(settings, docs, monkeypatch):
    monkeypatch.setattr(rag.storage.vectorfiles, "SYNC", 40)
    monkeypatch.setattr(rag.storage.store, "SYNC", 40)

    def waiting() -> list[int]:
        files = rag.storage.vectorfiles.VectorFiles(settings.index_folder / "chroma")
        files.look()
        return sorted(files._waiting.values())

    with Index.open(settings) as index:
        index.sync()
        assert all(0 < n <= 10 for n in waiting())  # too few to be worth it
        for first in (0, 12):  # a second time too, in a process that stays open
            for number in range(first, first + 12):
                write(docs, f"{number}.txt", f"The keeper of well {number} sold {number} barrels.")
            index.sync()
            assert max(waiting()) <= 10
        stored = [each.passage.document for each in next(index._opened.view.edition.all_passages())]
    assert len(stored) == len(set(stored)) == 26
    with Index.open(settings) as index:
        best = retrieve(index, "barrels that the keeper of well 17 sold", k=26)
    assert {hit.document for hit in best} == set(stored)
    assert "17.txt" in [hit.document for hit in best[:3]]


@in_a_folder
def test_a_large_run_has_chroma_write_its_files_seldom(settings, docs, monkeypatch):
    monkeypatch.setattr(rag.storage.vectorfiles, "SYNC", 4)
    monkeypatch.setattr(rag.storage.store, "SYNC", 4)
    monkeypatch.setattr(rag.storage.batches, "BATCH_DOCUMENTS", 2)
    written = []
    note = rag.storage.vectorfiles.VectorFiles._note

    def noted(files, segment, seq):
        written.append(segment)
        note(files, segment, seq)

    monkeypatch.setattr(rag.storage.vectorfiles.VectorFiles, "_note", noted)
    for number in range(30):
        write(docs, f"{number}.txt", f"The keeper of well {number} sold {number} barrels.")
    with monkeypatch.context() as patched:
        patched.setattr(rag.storage.sync, "PASSAGE_BYTES", 1)  # as if that were much
        patched.setattr(rag.storage.vectorfiles, "WRITES", 1)
        with Index.open(settings) as index:
            index.sync()
    assert len(written) == 2  # once each collection, where every 4 records made it 16
    written.clear()
    for number in range(30, 40):
        write(docs, f"{number}.txt", f"The keeper of well {number} sold {number} barrels.")
    with Index.open(settings) as index:
        index.sync()  # a smaller one, by another process, has them written as ever
        assert len(written) >= 4
        assert index.status().passages == 42


def test_pace_is_a_multiple_of_the_least_and_bounded():
    least = rag.storage.vectorfiles.SYNC
    assert rag.storage.vectorfiles.pace(least, 10**9) == least  # a small run
    assert rag.storage.vectorfiles.pace(least + 1, least + 1) == least
    assert rag.storage.vectorfiles.pace(10**5, 400_000) == 4 * least
    assert rag.storage.vectorfiles.pace(10**6, 10**9) == 10 * least


def test_another_fingerprint_is_built_beside_and_the_old_index_answers_meanwhile(
    settings, docs, monkeypatch
):
    with Index.open(settings) as index:
        index.sync()
        before = index.status().fingerprint
        monkeypatch.setattr("rag.split.SPLITTER", "sentences-other")
        seen = []
        index.sync(progress=lambda _: seen.append((index.status().fingerprint, index.empty)))
        assert seen == [(before, False)] * len(seen)
        assert seen
        assert index.status().fingerprint == index.fingerprint != before
        assert retrieve(index, "honey", k=1)[0].document == "bees.txt"
        assert len(list(index.folder.glob("keywords-*"))) == 1
    if not settings.chroma_url:
        folders = [each for each in (settings.data / "index" / "chroma").iterdir() if each.is_dir()]
        assert len(folders) == 2  # vector files of two collections; none of the old edition's


def test_a_folder_of_other_kinds_says_which_are_read(tmp_path):
    docs = tmp_path / "other"
    docs.mkdir()
    names = ["a.docx", "b.csv", "c.csv"]
    for count, others in enumerate(["", " Nor can another file.", " Nor can 2 other files."]):
        (docs / names[count]).write_text("a,b", "utf-8")
        settings = Settings(documents=docs, data=tmp_path / "data")
        with Index.open(settings) as index, pytest.raises(NoDocuments) as told:
            index.sync()

        assert str(told.value).endswith(
            "can be read as an article: 'a.docx' is of a kind that is not read; convert it to one "
            f"of .txt, .md, .html, .htm, .pdf.{others}"
        )


def test_vectors_of_another_embedder_are_never_compared(settings, docs, caplog):
    with Index.open(settings) as index:
        index.sync()
    other = CountingEmbedder()
    other.fingerprint = "another model of the same dimension"
    with Index.open(settings, embedder=other) as index:
        hits = retrieve(index, "honey", k=5)
        assert [hit.document for hit in hits] == ["bees.txt"]
        assert hits[0].dense is None
        assert "another embedder" in caplog.text
        index.sync()
        assert retrieve(index, "honey", k=1)[0].dense is not None


def test_readers_go_on_while_one_thread_indexes_and_swaps(settings, docs, monkeypatch):
    monkeypatch.setattr(rag.storage.batches, "BATCH_DOCUMENTS", 2)
    for i in range(12):
        write(docs, f"{i:02}.txt", f"Village number {i} has honey and a railway of its own.")
    failures: list[BaseException] = []
    done = threading.Event()

    def ask(index: Index) -> None:
        while not done.is_set():
            try:
                hits = retrieve(index, "honey in the village", k=3)
                assert len(hits) == 3
                assert index.article(hits[0].document)
            except BaseException as error:
                failures.append(error)
                return

    with Index.open(settings) as index:
        index.sync()
        readers = [threading.Thread(target=ask, args=(index,)) for _ in range(3)]
        for reader in readers:
            reader.start()
        for round_ in range(3):
            write(docs, "05.txt", f"Village number 5 has honey and, in year {round_}, a railway.")
            index.sync(rebuild=round_ == 1)
        done.set()
        for reader in readers:
            reader.join()
    assert failures == []


def test_a_first_index_answers_while_it_grows(settings, docs, monkeypatch):
    monkeypatch.setattr(rag.storage.batches, "BATCH_DOCUMENTS", 1)
    held = []
    with Index.open(settings) as index:
        index.sync(progress=lambda _: held.append(len(index.articles())))
    assert held[0] == 1


def test_names_that_fight_with_formats_are_kept(settings, docs):
    names = ['a "b" [c].txt', "emoji 🐝.txt", "übung/ærø.txt", "AND OR NOT.txt"]
    for name in names:
        write(docs, name, f"The file called {name} tells of windmills.")
    with Index.open(settings) as index:
        index.sync()
        assert {info.document for info in index.articles()} >= set(names)
        for name in names:
            assert index.article(name).document == name


def test_a_misspelt_word_is_found_and_a_known_one_left_alone(seeds):
    assert seeds.nearest_word("Mishustn") == "Mishustin"
    assert seeds.nearest_word("bejing") == "Beijing"
    assert seeds.nearest_word("Russia") is None
    assert seeds.nearest_word("xylophones") is None


def test_rarity_prefers_rare_words_and_mentions_finds_names(seeds):
    rarity = seeds.rarity(["china", "190", "qwertz"])
    assert rarity["china"] < rarity["190"] < rarity["qwertz"]
    assert seeds.mentions("Li Qiang")
    assert not seeds.mentions("Angela Merkel")


@in_a_folder
def test_nothing_is_sent_anywhere(settings, docs, monkeypatch):
    def refuse(*_: object) -> None:
        pytest.fail("a network connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with Index.open(settings) as index:
        index.sync()
        assert retrieve(index, "honey", k=1)


@in_a_folder
def test_a_question_does_not_load_llama_index(settings, docs):
    with Index.open(settings) as index:
        index.sync()
    script = (
        "import sys\n"
        "from rag.index import Index\nfrom rag.retrieve import retrieve\n"
        "from rag.settings import Settings\n"
        f"s = Settings(documents={str(docs)!r}, data={str(settings.data)!r}, _env_file=None)\n"
        "assert retrieve(Index.open(s), 'honey', k=1)\n"
        "assert not [m for m in sys.modules if m.startswith('llama_index')]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@in_a_folder
def test_others_can_read_the_passages_with_llama_index(settings, docs):
    with Index.open(settings) as index:
        index.sync()
    quiet = chromadb.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(settings.data / "index" / "chroma"), quiet)
    try:
        (name,) = [c.name for c in client.list_collections() if "passages" in c.name]
        store = ChromaVectorStore(client.get_collection(name, embedding_function=None))
        nodes = store.query(VectorStoreQuery([0.05] * 384, similarity_top_k=2)).nodes
    finally:
        client.close()

    assert sorted((n.ref_doc_id, n.start_char_idx, n.end_char_idx, n.text) for n in nodes) == [
        ("bees.txt", 0, 52, "The beekeepers of Lund harvested 400 kilos of honey."),
        ("iron/rail.txt", 0, 49, "A railway to Kiruna carries iron ore to the port."),
    ]

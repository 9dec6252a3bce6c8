"""Kills, damage, other processes, full disks: the index holds a state that existed, and says so."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from chromadb.errors import DuplicateIDError

import rag.storage.store
import rag.storage.vectorfiles
import rag.storage.view
from rag.errors import IndexBusy, IndexDamaged, IndexProblem, IndexUnwritable, NoDocuments
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.storage.keywords import Keywords
from rag.types import Scope


def article(number: int, version: int) -> str:
    return (
        f"Village number {number} counted its bees. There were {version + 3} hives.\n\n"
        f"A railway passes village number {number}, said mayor V{version}."
    )


def write(folder: Path, number: int, version: int) -> None:
    (folder / f"{number:02}.txt").write_text(article(number, version))


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "docs").mkdir()
    for number in range(6):
        write(tmp_path / "docs", number, 0)
    return Settings(
        documents=tmp_path / "docs", data=tmp_path / "data", busy_wait_s=0.2, _env_file=None
    )


@pytest.fixture
def indexed(settings):
    with Index.open(settings) as index:
        index.sync()
    return settings


def check(settings: Settings, versions: dict[int, set[int]]) -> None:
    """Hold the index against every state that it may be in: `versions` of each article."""
    with Index.open(settings) as index:
        documents = {info.document for info in index.articles()}
        status = index.status()
        assert status.articles == len(documents)
        assert status.passages == sum(len(index.passages_of(d)) for d in documents)
        for document in documents:
            body = index.article(document).body
            number = int(document[:2])
            assert body in {article(number, version) for version in versions[number]}
            for passage in index.passages_of(document):
                assert body[passage.start : passage.end] == passage.text
        for hit in retrieve(index, "bees and a railway in the village", k=20) if documents else []:
            assert index.article(hit.document).body[hit.start : hit.end] == hit.text


def complete(settings: Settings, versions: dict[int, int]) -> None:
    """The next run finishes: all is there, nothing twice, nothing left behind."""
    with Index.open(settings) as index:
        index.sync()
        assert {d.document for d in index.articles()} == {f"{n:02}.txt" for n in versions}
        for number, version in versions.items():
            document = f"{number:02}.txt"
            assert index.article(document).body == article(number, version)
            scope = Scope(documents=(document,))
            hits = retrieve(index, "bees and a railway", k=5, scope=scope)
            assert hits
            assert all(hit.dense is not None and hit.keyword is not None for hit in hits)
        view = index._opened.view
        assert view
        assert view.keywords is not None
        stored = [each.key for page in view.edition.all_passages() for each in page]
        assert len(stored) == len(set(stored)) == view.keywords.count() == index.status().passages
        assert not (index.folder / "spare").exists()


# A process that imports everything once and then dies in a fork at the n-th moment: before or
# after a write to Chroma, a copy of its files, or a commit of keywords.
KILLED = """
import contextlib, json, os, signal, sys
import rag.index, rag.storage.copies, rag.storage.keywords, rag.storage.nodes
import rag.storage.batches, rag.storage.store, rag.storage.sync, rag.storage.vectorfiles
import chromadb.api.rust
from rag.settings import Settings

rag.storage.batches.BATCH_DOCUMENTS = 2
# So that Chroma writes its vector files all the time:
rag.storage.vectorfiles.SYNC = rag.storage.store.SYNC = 7
moment = 0

def pass_moment(fatal):
    global moment
    moment += 1
    if moment == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(cls, name, fatal):
    inner = getattr(cls, name)
    @contextlib.contextmanager
    def guard(self, *a, **k):
        pass_moment(fatal)
        with inner(self, *a, **k):
            yield
        pass_moment(fatal)
    def call(self, *a, **k):
        pass_moment(fatal)
        result = inner(self, *a, **k)
        pass_moment(fatal)
        return result
    setattr(cls, name, guard if name in ("writing", "protected") else call)

def run(documents, data, fatal, rebuild):
    watched(rag.storage.store.Store, "writing", fatal)
    watched(rag.storage.store.Store, "drop", fatal)
    watched(rag.storage.store.Edition, "mark", fatal)
    watched(rag.storage.vectorfiles.VectorFiles, "protected", fatal)
    watched(rag.storage.vectorfiles.VectorFiles, "_save", fatal)
    watched(rag.storage.keywords.KeywordWriter, "commit", fatal)
    with rag.index.Index.open(Settings(documents=documents, data=data, _env_file=None)) as index:
        index.sync(rebuild=rebuild)
    print("moments", moment, flush=True)

for line in sys.stdin:
    child = os.fork()
    if not child:
        run(**json.loads(line))
        os._exit(0)
    print("status", os.waitpid(child, 0)[1], flush=True)
"""


class Killed:
    """Runs of indexing in a process that may be killed at a moment."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", KILLED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, settings: Settings, *, fatal: int = 0, rebuild: bool = False) -> int | None:
        """Index; the number of moments passed, or None if it was killed."""
        order = {
            "documents": str(settings.documents),
            "data": str(settings.data),
            "fatal": fatal,
            "rebuild": rebuild,
        }
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        moments = None
        while (line := self.process.stdout.readline().split())[0] != "status":
            moments = int(line[1])
        assert int(line[1]) == (9 if moments is None else 0)
        return moments

    def close(self) -> None:
        self.process.communicate(timeout=20)


@pytest.fixture(scope="module")
def killed():
    process = Killed()
    yield process
    process.close()


@pytest.fixture
def small_sync(monkeypatch):
    monkeypatch.setattr(rag.storage.vectorfiles, "SYNC", 7)
    monkeypatch.setattr(rag.storage.store, "SYNC", 7)


def change(settings: Settings) -> tuple[dict[int, set[int]], dict[int, int]]:
    """Change two articles, remove one, add one; what may be seen, and what must be in the end."""
    for number in (1, 4):
        write(settings.documents, number, 1)
    (settings.documents / "02.txt").unlink()
    write(settings.documents, 7, 0)
    seen = {0: {0}, 1: {0, 1}, 2: {0}, 3: {0}, 4: {0, 1}, 5: {0}, 7: {0}}
    return seen, {0: 0, 1: 1, 3: 0, 4: 1, 5: 0, 7: 0}


@pytest.mark.usefixtures("small_sync")
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_kill_at_any_moment_leaves_a_state_that_existed(tmp_path, settings, killed, rebuild):
    assert killed.run(settings)
    shutil.copytree(settings.data, tmp_path / "before")
    shutil.copytree(settings.documents, tmp_path / "before-docs")
    seen, wanted = change(settings)
    moments = killed.run(settings, rebuild=rebuild)
    assert moments > 40
    complete(settings, wanted)
    for fatal in random.Random(7).sample(range(1, moments), 5):
        shutil.rmtree(settings.data)
        shutil.copytree(tmp_path / "before", settings.data)
        assert killed.run(settings, fatal=fatal, rebuild=rebuild) is None
        check(settings, seen)
        complete(settings, wanted)


@pytest.mark.usefixtures("small_sync")
def test_a_first_run_that_is_killed_goes_on_where_it_was(settings, killed):
    moments = killed.run(settings)
    for fatal in random.Random(3).sample(range(1, moments), 3):
        shutil.rmtree(settings.data)
        assert killed.run(settings, fatal=fatal) is None
        check(settings, {number: {0} for number in range(6)})
        complete(settings, dict.fromkeys(range(6), 0))


def test_a_kill_while_chroma_writes_its_vector_files_costs_nothing(indexed, monkeypatch):
    """What a kill in the middle of that leaves: new bytes in some files, and a spare of the old."""
    files = rag.storage.vectorfiles.VectorFiles(indexed.data / "index" / "chroma")
    files.look()
    for segment in files._segments.values():
        files._save(segment, files._spares / f"{segment}.{files._reached().get(segment, 0)}")
        (files._chroma / segment / "header.bin").write_bytes(b"\xff" * 100)
        (files._chroma / segment / "index_metadata.pickle").write_bytes(b"")
    complete(indexed, dict.fromkeys(range(6), 0))


@pytest.mark.parametrize("part", ["sqlite", "vectors"])
def test_a_damaged_index_says_so_and_is_made_again(indexed, monkeypatch, part):
    chroma = indexed.data / "index" / "chroma"
    if part == "sqlite":
        database = chroma / "chroma.sqlite3"
        raw = bytearray(database.read_bytes())
        raw[4096:] = os.urandom(len(raw) - 4096)
        database.write_bytes(raw)
    else:
        for path in chroma.glob("*/header.bin"):
            path.with_name("index_metadata.pickle").write_bytes(b"\x80\x04not a pickle")
            path.write_bytes(b"\xff" * 100)
    with Index.open(indexed) as index:
        with pytest.raises(IndexDamaged, match=r"pullquote index --rebuild"):
            retrieve(index, "bees", k=1)
        with pytest.raises(IndexDamaged, match=r"pullquote index --rebuild"):
            index.sync()
        index.sync(rebuild=True)
        assert retrieve(index, "bees", k=1)
        assert not list(index.folder.glob("damaged-*"))
    complete(indexed, dict.fromkeys(range(6), 0))


@pytest.mark.parametrize("fate", ["deleted", "torn", "stale", "not stamped"])
def test_a_keyword_index_that_does_not_match_is_made_again(indexed, fate):
    folder = next((indexed.data / "index").glob("keywords-*"))
    if fate == "deleted":
        shutil.rmtree(folder)
    elif fate == "torn":
        for path in (folder / "tantivy").glob("*.idx"):
            path.write_bytes(path.read_bytes()[:10])
        (folder / "tantivy" / "meta.json").write_text("{")
    elif fate == "stale":
        (folder / "stamp").write_text(json.dumps([1, "another revision"]))
    else:
        (folder / "stamp").unlink()
    with Index.open(indexed) as index:
        assert retrieve(index, "railway", k=1)[0].keyword
        assert index.status().keyword_engine == "tantivy"
    complete(indexed, dict.fromkeys(range(6), 0))


def test_without_the_right_to_write_keywords_search_goes_on_by_meaning(
    indexed, monkeypatch, caplog
):
    shutil.rmtree(next((indexed.data / "index").glob("keywords-*")))

    def refuse(*_: object) -> Keywords:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Keywords, "create", refuse)
    with Index.open(indexed) as index:
        hits = retrieve(index, "bees", k=3)
        assert hits
        assert all(hit.keyword is None and hit.dense is not None for hit in hits)
        assert index.status().keyword_engine == "none"
    assert "by meaning alone" in caplog.text


def test_keywords_deleted_under_an_open_index_come_back_with_the_next_run(indexed):
    with Index.open(indexed) as index:
        shutil.rmtree(next(index.folder.glob("keywords-*")))
        assert retrieve(index, "bees", k=1)
        write(indexed.documents, 0, 1)
        index.sync()
    complete(indexed, {0: 1, **dict.fromkeys(range(1, 6), 0)})


HOLDER = """
import sys
from rag.index import Index
from rag.settings import Settings
with Index.open(Settings(documents=sys.argv[1], data=sys.argv[2], _env_file=None)) as index:
    with index._opened.writing() if sys.argv[3] == "write" else index:
        print("ready", flush=True)
        sys.stdin.readline()
"""


class Other:
    """Another process that holds the index, to read or to write."""

    def __init__(self, settings: Settings, how: str) -> None:
        command = [sys.executable, "-c", HOLDER, str(settings.documents), str(settings.data), how]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Other:
        assert self.process.stdout
        assert self.process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def test_two_processes_read_but_one_cannot_write_and_is_told_who_holds_the_index(indexed):
    with Other(indexed, "read") as other, Index.open(indexed) as index:
        assert retrieve(index, "bees", k=1)
        with pytest.raises(IndexBusy, match=rf"process {other.process.pid} .*RAG_CHROMA_URL"):
            index.sync()
        assert retrieve(index, "bees", k=1)
        other.process.kill()
        other.process.wait()
        assert index.sync().unchanged == 6


def test_nobody_opens_an_index_while_another_process_writes(indexed):
    with (
        Other(indexed, "write") as other,
        pytest.raises(IndexBusy, match=f"{other.process.pid}"),
    ):
        Index.open(indexed)
    with Index.open(indexed) as index:
        assert retrieve(index, "bees", k=1)


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        ("pullquote chat --port 0", "stop it or use its page"),
        ("pullquote index --documents chat", "wait until it has finished"),
        ("pullquote evals run", "wait until it has finished"),
        ("pullquote index --watch", "stop it"),
        ("notebook.py", "stop it"),
    ],
)
def test_what_to_do_about_another_process_depends_on_what_it_is(indexed, command, advice):
    with Other(indexed, "read") as other, Index.open(indexed) as index:
        card = index.folder / "users" / str(other.process.pid)
        assert card.read_text()
        card.write_text(command)
        with pytest.raises(IndexBusy) as told:
            index.sync()

    assert f"process {other.process.pid} ({command}): {advice}, or share a" in str(told.value)


@pytest.mark.parametrize("at", ["passages", "rows", "state"])
def test_a_full_disk_is_told_and_the_index_is_as_it_was(indexed, monkeypatch, at):
    seen, wanted = change(indexed)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    where = {"passages": "add", "rows": "upsert", "state": "modify"}[at]
    with Index.open(indexed) as index:
        with monkeypatch.context() as patched:
            patched.setattr(f"chromadb.api.models.Collection.Collection.{where}", full)
            with pytest.raises(IndexUnwritable, match=r"No space left.*RAG_DATA"):
                index.sync()
        assert retrieve(index, "bees", k=1)
    check(indexed, seen)
    complete(indexed, wanted)


def test_a_folder_that_refuses_to_be_written_is_told(settings, monkeypatch):
    (settings.data).write_text("a file where the folder should be")
    with Index.open(settings) as index, pytest.raises(IndexUnwritable, match="RAG_DATA"):
        index.sync()


def test_a_file_that_changes_while_it_is_read_is_read_as_it_is_in_the_end(settings, monkeypatch):
    inner = rag.storage.incoming.read
    changed = []

    def slow(source, **options):
        if source.document == "03.txt" and not changed:
            changed.append(1)
            write(settings.documents, 3, 9)
            os.utime(settings.documents / "03.txt", ns=(5, 5))
        return inner(source, **options)

    monkeypatch.setattr(rag.storage.incoming, "read", slow)
    with Index.open(settings) as index:
        assert index.sync().skipped == ()
        assert index.article("03.txt").body == article(3, 9)
        assert index.sync().unchanged == 6


def test_a_server_that_does_not_answer_is_told(settings):
    away = settings.model_copy(update={"chroma_url": "http://127.0.0.1:1"})
    with pytest.raises(IndexProblem, match=r"127\.0\.0\.1:1.*RAG_CHROMA_URL"):
        Index.open(away)


def test_an_empty_folder_makes_no_index(settings):
    shutil.rmtree(settings.documents)
    settings.documents.mkdir()
    with Index.open(settings) as index:
        with pytest.raises(NoDocuments):
            index.sync()
        assert index.empty
        assert retrieve(index, "bees", k=3) == []


def test_a_swap_in_the_middle_of_a_question_is_not_called_damage(indexed, monkeypatch):
    """Chroma says "Missing metadata segment" of a collection that is being deleted."""
    inner = rag.storage.view.View.article
    begun = []

    def article_during_a_swap(view, document):
        if not begun:
            begun.append(1)
            index.sync(rebuild=True)
            raise IndexDamaged("Missing field: [Missing metadata segment]")
        return inner(view, document)

    with Index.open(indexed) as index:
        monkeypatch.setattr(rag.storage.view.View, "article", article_during_a_swap)
        assert index.article("01.txt").body == article(1, 0)


def test_damage_that_no_swap_explains_is_told(indexed, monkeypatch):
    def damaged(*_):
        raise IndexDamaged("wrong bytes")

    with Index.open(indexed) as index:
        monkeypatch.setattr(rag.storage.view.View, "article", damaged)
        with pytest.raises(IndexDamaged, match="wrong bytes"):
            index.article("01.txt")


def test_a_call_that_chroma_refuses_is_no_damage(indexed):
    with Index.open(indexed) as index, pytest.raises(DuplicateIDError):
        index._opened.read(lambda view: view.edition.passages(["one", "one"]), otherwise=None)

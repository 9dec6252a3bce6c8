"""Faults around the index: files in motion, clocks, full and read-only disks, files left to open.

Elsewhere: kills, other processes (tests/test_index_faults.py), flipped bytes
(tests/test_faults_damage.py), the files of the chat and of evals (tests/test_faults_files.py).
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

import rag.read
import rag.storage.batches
import rag.storage.incoming
import rag.storage.sync
from rag import Assistant
from rag.errors import (
    IndexBusy,
    IndexDamaged,
    IndexProblem,
    IndexUnwritable,
    NoDocuments,
)
from rag.index import Index
from rag.retrieve import retrieve
from rag.settings import Settings
from rag.storage.locks import FolderLock
from rag.types import IndexProgress


def article(number: int, version: int) -> str:
    return (
        f"Village number {number} counted its bees. There were {version + 3} hives.\n\n"
        f"A railway passes village number {number}, said mayor V{version}."
    )


def write(folder: Path, number: int, version: int) -> Path:
    path = folder / f"{number:02}.txt"
    path.write_text(article(number, version))
    return path


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "docs").mkdir()
    for number in range(4):
        write(tmp_path / "docs", number, 0)
    return Settings(
        documents=tmp_path / "docs", data=tmp_path / "data", busy_wait_s=0.2, _env_file=None
    )


@pytest.fixture
def indexed(settings):
    with Index.open(settings) as index:
        index.sync()
    return settings


def bodies(index: Index) -> dict[str, str]:
    return {info.document: index.article(info.document).body for info in index.articles()}


def folder(settings: Settings) -> dict[str, str]:
    return {path.name: path.read_text() for path in settings.documents.glob("[!.]*")}


# Clocks and times


def test_new_words_of_the_same_length_at_the_same_time_are_noticed(indexed, monkeypatch):
    monkeypatch.setattr(rag.storage.incoming, "FRESH_NS", 0)
    path = indexed.documents / "01.txt"
    with Index.open(indexed) as index:
        index.sync()  # the files are as old as can be, and noted so
        was = path.stat()
        write(indexed.documents, 1, 5)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert path.stat().st_size == was.st_size
        assert index.status().changed == ("01.txt",)
        assert index.sync().changed == ("01.txt",)
        assert index.article("01.txt").body == article(1, 5)


def test_a_file_system_that_tells_both_versions_the_same_time_hides_no_change(
    settings, monkeypatch
):
    inner, moment = rag.storage.sync.sources, time.time_ns()

    def coarse(folder: Path, *, data: Path) -> list[rag.read.Source]:
        found = inner(folder, data=data)
        return [replace(s, modified_ns=moment, changed_ns=moment) for s in found]

    monkeypatch.setattr(rag.storage.sync, "sources", coarse)
    monkeypatch.setattr(rag.read.Source, "_check", lambda *_: None)
    with Index.open(settings) as index:
        index.sync()
        write(settings.documents, 1, 5)
        assert index.sync().changed == ("01.txt",)


@pytest.mark.parametrize("years", [-40, 40])
def test_times_of_a_clock_that_was_wrong_neither_hide_a_change_nor_make_one(indexed, years):
    moment = time.time_ns() + years * 365 * 86_400 * 10**9
    for path in indexed.documents.iterdir():
        os.utime(path, ns=(moment, moment))
    with Index.open(indexed) as index:
        assert index.sync().unchanged == 4
        write(indexed.documents, 2, 6)
        os.utime(indexed.documents / "02.txt", ns=(moment, moment))
        assert index.sync().changed == ("02.txt",)
        assert index.sync().unchanged == 4


# Files in motion


def during_reading(monkeypatch, document: str, deed: Callable[[int], object]) -> list[int]:
    """Have `deed` done (with how often before) whenever `document` has been opened to be read."""
    inner, times = rag.read.Source._check, []

    def check(self: rag.read.Source, now: os.stat_result) -> None:
        inner(self, now)
        if self.document == document:
            times.append(1)
            deed(len(times) - 1)

    monkeypatch.setattr(rag.read.Source, "_check", check)
    return times


def test_a_file_that_never_stands_still_stays_as_it_was_and_is_told(indexed, monkeypatch):
    path = write(indexed.documents, 1, 2)

    def grow(_: int) -> None:
        with path.open("a") as file:
            file.write(" And another word.")

    times = during_reading(monkeypatch, "01.txt", grow)
    with Index.open(indexed) as index:
        report = index.sync()
        assert [skip.document for skip in report.skipped] == ["01.txt"]
        assert "changed while it was read; index again" in report.skipped[0].reason
        assert len(times) < 10
        assert index.article("01.txt").body == article(1, 0)
        assert index.status().changed == ("01.txt",)
        monkeypatch.undo()
        assert index.sync().changed == ("01.txt",)
        assert bodies(index) == folder(indexed)


@pytest.mark.parametrize("fate", ["truncated", "replaced", "deleted and put back"])
def test_a_file_that_is_changed_under_the_reader_is_read_as_it_is_in_the_end(
    indexed, monkeypatch, fate
):
    path = write(indexed.documents, 1, 1)

    def change(times_before: int) -> None:
        if times_before:
            return
        if fate == "truncated":
            os.truncate(path, len(article(1, 1).splitlines()[0]))
        elif fate == "replaced":
            aside = path.with_name(".aside")
            aside.write_text(article(1, 7))
            aside.replace(path)
        else:
            path.unlink()
            write(indexed.documents, 1, 8)

    during_reading(monkeypatch, "01.txt", change)
    with Index.open(indexed) as index:
        assert index.sync().changed == ("01.txt",)
        assert bodies(index) == folder(indexed)


def test_a_file_deleted_under_the_reader_leaves_with_the_next_run(indexed, monkeypatch):
    path = write(indexed.documents, 1, 1)
    during_reading(monkeypatch, "01.txt", lambda _: path.unlink(missing_ok=True))
    with Index.open(indexed) as index:
        assert [skip.document for skip in index.sync().skipped] == ["01.txt"]
        assert index.article("01.txt").body == article(1, 0)
        assert index.sync().removed == ("01.txt",)


def test_a_file_whose_rights_were_mended_is_read(settings, monkeypatch):
    refused = PermissionError(13, "Permission denied")

    def refuse(path: str, flags: int) -> int:
        if path.endswith("01.txt"):
            raise refused
        return os.open(path, flags)

    path = settings.documents / "01.txt"
    monkeypatch.setattr(rag.storage.incoming, "FRESH_NS", 0)
    with Index.open(settings) as index:
        with monkeypatch.context() as patched:
            patched.setattr(rag.read, "_at_once", refuse)
            assert [skip.document for skip in index.sync().skipped] == ["01.txt"]
        path.chmod(0o640)
        assert index.sync().skipped == ()
        assert bodies(index) == folder(settings)


# Folders that go away


def test_without_its_documents_the_index_answers_and_nothing_is_called_removed(indexed):
    with Assistant(indexed) as assistant:
        shutil.rmtree(indexed.documents)
        with pytest.raises(NoDocuments, match=r"does not exist; set RAG_DOCUMENTS"):
            assistant.index()
        with pytest.raises(NoDocuments, match=r"does not exist; set RAG_DOCUMENTS"):
            assistant.remove("01.txt")
        assert len(assistant.articles()) == 4
        assert assistant.status().gone == tuple(f"{n:02}.txt" for n in range(4))
        assert assistant.search("hives of village number 2", k=1)[0].document == "02.txt"


def test_a_data_folder_deleted_under_an_open_index_is_made_again(indexed):
    with Index.open(indexed) as index:
        shutil.rmtree(indexed.data)
        assert index.empty  # and not an answer from what is deleted
        assert index.sync().added == tuple(f"{n:02}.txt" for n in range(4))
        assert retrieve(index, "hives", k=1)
        other = FolderLock(index.folder, wait_s=0)
        with pytest.raises(IndexBusy), other.writing():
            pass
    with Index.open(indexed) as index:
        assert bodies(index) == folder(indexed)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_damaged_index_that_is_deleted_is_made_again(indexed, rebuild):
    (indexed.data / "index" / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with Index.open(indexed) as index:
        for _ in range(2):  # each an error of its own, or its traceback would grow
            with pytest.raises(IndexDamaged) as told:
                index.articles()
            assert len(told.traceback) < 6
        shutil.rmtree(indexed.data)
        if not rebuild:
            assert index.articles() == ()
        assert len(index.sync(rebuild=rebuild).added) == 4
        assert bodies(index) == folder(indexed)


def test_a_data_folder_deleted_while_it_is_indexed_is_told_and_made_again(indexed, monkeypatch):
    monkeypatch.setattr(rag.storage.batches, "BATCH_DOCUMENTS", 1)
    with Index.open(indexed) as index:
        with pytest.raises(IndexProblem):
            index.sync(
                progress=lambda _: shutil.rmtree(indexed.data, ignore_errors=True), rebuild=True
            )
        index.sync()
        assert bodies(index) == folder(indexed)


def test_a_data_folder_put_back_from_elsewhere_is_read_as_it_is_now(indexed, tmp_path):
    shutil.copytree(indexed.data, tmp_path / "copy")
    with Index.open(indexed) as index:
        write(indexed.documents, 1, 4)
        index.sync()
        shutil.rmtree(indexed.data)
        (tmp_path / "copy").rename(indexed.data)
        assert index.article("01.txt").body == article(1, 0)
        assert index.sync().changed == ("01.txt",)
        assert bodies(index) == folder(indexed)


# Half done


@contextmanager
def busy(settings: Settings) -> Iterator[None]:
    """Inside, another one reads the index, so that it cannot be written."""
    other = FolderLock(settings.index_folder, wait_s=0)
    other.acquire()
    try:
        yield
    finally:
        other.release()


def test_an_article_that_the_index_cannot_let_go_of_stays_in_the_folder(indexed):
    before = folder(indexed)
    with Assistant(indexed) as assistant:
        with busy(indexed), pytest.raises(IndexBusy):
            assistant.remove("01.txt")
        assert folder(indexed) == before
        assert not list((indexed.data / "removed").glob("*"))
        assistant.remove("01.txt")
        assert len(folder(indexed)) == len(assistant.articles()) == 3


def test_files_that_the_index_cannot_take_in_do_not_stay_in_the_folder(indexed, tmp_path):
    here = write(indexed.documents, 1, 0)
    new = write(tmp_path, 8, 0)
    before = folder(indexed)
    with Assistant(indexed) as assistant:
        with busy(indexed), pytest.raises(IndexBusy):
            assistant.add([new, here])
        assert folder(indexed) == before
        assert assistant.add([new, here]).added == ("08.txt",)


def test_of_files_that_come_before_one_that_cannot_be_copied_none_stays(
    indexed, tmp_path, monkeypatch
):
    inner = shutil.copyfile

    def full(source: Path, target: Path) -> None:
        inner(source, target)
        if source.name == "09.txt":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    before = folder(indexed)
    with Assistant(indexed) as assistant, pytest.raises(IndexUnwritable, match="No space left"):
        assistant.add([write(tmp_path, 8, 0), write(tmp_path, 9, 0)])
    assert folder(indexed) == before


def test_of_files_added_what_was_indexed_before_the_fault_stays(indexed, tmp_path, monkeypatch):
    monkeypatch.setattr(rag.storage.batches, "BATCH_DOCUMENTS", 1)

    def fail_after_one(step: IndexProgress) -> None:
        raise IndexUnwritable("the disk is full")

    with Assistant(indexed) as assistant:
        with pytest.raises(IndexUnwritable):
            assistant.add([write(tmp_path, 8, 0), write(tmp_path, 9, 0)], progress=fail_after_one)
        assert {info.document for info in assistant.articles()} == folder(indexed).keys()
        assert len(folder(indexed)) == 5


# What the system gives


@contextmanager
def no_more_files() -> Iterator[None]:
    """Inside, this process can open no file."""
    held: list[int] = []
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, soft), hard))
    try:
        with suppress(OSError):
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        with pytest.raises(OSError, match="Too many open files"):
            os.open(os.devnull, os.O_RDONLY)
        yield
    finally:
        for handle in held:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_out_of_files_to_open_is_not_called_damage_and_costs_nothing(indexed):
    with Index.open(indexed) as index:
        index.sync()  # whatever is imported late is imported
        retrieve(index, "hives", k=1)
        write(indexed.documents, 1, 1)
        with no_more_files():
            with pytest.raises((IndexProblem, NoDocuments)) as told:
                index.sync()
            assert not isinstance(told.value, IndexDamaged)
        assert index.sync().changed == ("01.txt",)
        assert bodies(index) == folder(indexed)


@contextmanager
def mounted(
    place: Path, options: str, *, source: str = "none", kind: str = "tmpfs"
) -> Iterator[None]:
    """A real file system at `place`; the test is skipped where none may be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", *(["-t", kind] if kind else []), "-o", options, source, str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a file system of its own cannot be mounted here: {error}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Inside, nobody can write in `place`, root neither."""
    with mounted(place, "bind", source=str(place), kind=""):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        yield


@pytest.mark.parametrize("kilobytes", [64, 300, 420])
def test_a_disk_that_fills_up_is_told_and_with_more_room_all_is_there(settings, kilobytes):
    with mounted(settings.data, f"size={kilobytes}k"):
        with Index.open(settings) as index, pytest.raises(IndexUnwritable, match="RAG_DATA"):
            index.sync()
        subprocess.run(["mount", "-o", "remount,size=40m", str(settings.data)], check=True)
        with Index.open(settings) as index:
            index.sync()
            assert bodies(index) == folder(settings)
            assert index.status().keyword_engine == "tantivy"
            assert all(hit.keyword and hit.dense for hit in retrieve(index, "bees", k=4))


def test_a_data_folder_that_became_read_only_is_told(indexed):
    with mounted(indexed.data / "index", "size=40m"), Index.open(indexed) as index:
        index.sync()
        write(indexed.documents, 1, 1)
        with read_only(index.folder), pytest.raises(IndexUnwritable, match="RAG_DATA"):
            index.sync()
        assert index.sync().changed == ("01.txt",)


def test_a_data_folder_that_is_read_only_from_the_start_is_told(indexed):
    with read_only(indexed.data), pytest.raises(IndexUnwritable, match="RAG_DATA"):
        Index.open(indexed)


def test_documents_that_may_only_be_read_are_indexed_and_stay(indexed, tmp_path):
    new = tmp_path / "new.txt"
    new.write_text(article(9, 0))
    with Assistant(indexed) as assistant:
        with read_only(indexed.documents):
            assert assistant.index().unchanged == 4
            with pytest.raises(IndexUnwritable, match="Read-only"):
                assistant.add([new])
            with pytest.raises(IndexUnwritable, match="Read-only"):
                assistant.remove("01.txt")
        assert not list((indexed.data / "removed").glob("*"))
        assert len(assistant.articles()) == len(folder(indexed)) == 4


def test_a_file_that_does_not_fit_into_the_folder_leaves_nothing_there(settings, tmp_path):
    big = tmp_path / "big.txt"
    big.write_text("\n\n".join(article(number, 0) for number in range(900)))
    with mounted(settings.documents, "size=64k"):
        write(settings.documents, 1, 0)
        with Assistant(settings) as assistant:
            assistant.index()
            with pytest.raises(IndexUnwritable, match="No space left"):
                assistant.add([big])
        assert [path.name for path in settings.documents.iterdir()] == ["01.txt"]


# Signals


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_end_ends_at_once_and_the_next_completes(settings, number, code):
    for more in range(4, 60):
        write(settings.documents, more, 0)
    running = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", "index", "--json"],
        env={
            **os.environ,
            "RAG_DOCUMENTS": str(settings.documents),
            "RAG_DATA": str(settings.data),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    while not (settings.data / "index" / "chroma" / "chroma.sqlite3").exists():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(number)
    out, error = running.communicate(timeout=60)
    assert (running.returncode, out) == (code, "")
    assert "Traceback" not in error
    with Index.open(settings) as index:
        index.sync()
        assert bodies(index) == folder(settings)

"""Files are put into a folder and moved out of it, whole, and none takes another's place."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from rag import folder
from rag.errors import IndexUnwritable


@pytest.fixture(params=["hard links", "no hard links"])
def links(request, monkeypatch):
    """With a file system's hard links, and without."""

    def refuse(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", str(source), None, str(target))

    if request.param == "no hard links":
        monkeypatch.setattr(os, "link", refuse)


def at_once(number: int, act: Callable[[int], None]) -> None:
    """Have so many threads act at one moment."""
    gate = threading.Barrier(number)

    def run(each: int) -> None:
        gate.wait()
        act(each)

    threads = [threading.Thread(target=run, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def meeting_before_the_name_is_taken(monkeypatch, number: int) -> None:
    """Have so many copies wait for each other where each would take its name."""
    gate = threading.Barrier(number)
    copy = folder.shutil.copyfile

    def copied(source: Path, target: Path) -> Path:
        copy(source, target)
        gate.wait(timeout=10)
        return target

    monkeypatch.setattr(folder.shutil, "copyfile", copied)


@pytest.mark.usefixtures("links")
def test_of_two_texts_of_one_name_that_come_at_once_both_stay(tmp_path, monkeypatch):
    texts = [f"The ferry of Hay sailed {number} times.\n" for number in range(4)]
    for number, text in enumerate(texts):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "ferry.txt").write_text(text, "utf-8")
    meeting_before_the_name_is_taken(monkeypatch, len(texts))

    at_once(4, lambda n: folder.put(tmp_path / str(n) / "ferry.txt", tmp_path / "articles"))

    kept = sorted((tmp_path / "articles").iterdir())
    assert [path.name for path in kept] == [
        "ferry-2.txt",
        "ferry-3.txt",
        "ferry-4.txt",
        "ferry.txt",
    ]
    assert sorted(path.read_text("utf-8") for path in kept) == texts


@pytest.mark.usefixtures("links")
def test_what_is_saved_while_a_copy_is_made_stays(tmp_path, monkeypatch):
    (tmp_path / "articles").mkdir()
    (tmp_path / "ferry.txt").write_text("The copy.\n", "utf-8")
    copy = folder.shutil.copyfile

    def saved_meanwhile(source: Path, target: Path) -> Path:
        (tmp_path / "articles" / "ferry.txt").write_text("The owner's own.\n", "utf-8")
        return copy(source, target)

    monkeypatch.setattr(folder.shutil, "copyfile", saved_meanwhile)
    put = folder.put(tmp_path / "ferry.txt", tmp_path / "articles")

    assert put == tmp_path / "articles" / "ferry-2.txt"
    assert put.read_text("utf-8") == "The copy.\n"
    assert (tmp_path / "articles" / "ferry.txt").read_text("utf-8") == "The owner's own.\n"


@pytest.mark.usefixtures("links")
def test_a_text_that_is_there_under_its_name_is_not_put_again(tmp_path):
    (tmp_path / "ferry.txt").write_text("The ferry sailed.\n", "utf-8")

    first = folder.put(tmp_path / "ferry.txt", tmp_path / "articles")
    second = folder.put(tmp_path / "ferry.txt", tmp_path / "articles")

    assert first == tmp_path / "articles" / "ferry.txt"
    assert second is None
    assert list((tmp_path / "articles").iterdir()) == [first]


@pytest.mark.usefixtures("links")
def test_of_two_files_moved_to_one_name_at_once_both_stay(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"Boat {number}.\n", "utf-8")
    aside = tmp_path / "removed" / "boat.txt"

    at_once(4, lambda n: folder.move(tmp_path / f"{n}.txt", aside))

    kept = sorted(path.read_text("utf-8") for path in aside.parent.iterdir())
    assert kept == [f"Boat {number}.\n" for number in range(4)]
    assert not list(tmp_path.glob("*.txt"))


@pytest.mark.usefixtures("links")
def test_a_file_that_cannot_leave_stays_alone(tmp_path, monkeypatch):
    path, aside = tmp_path / "boat.txt", tmp_path / "removed" / "boat.txt"
    path.write_text("Boat.\n", "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    unlink = Path.unlink
    monkeypatch.setattr(folder.shutil, "move", refuse)
    monkeypatch.setattr(
        Path, "unlink", lambda self, **kw: refuse() if self == path else unlink(self, **kw)
    )
    with pytest.raises(IndexUnwritable):
        folder.move(path, aside)

    assert path.read_text("utf-8") == "Boat.\n"
    assert not aside.exists()

"""Files made to break a reader: each is refused in a sentence or read, within bounds, and all
others are indexed all the same.

Elsewhere: strange bytes and texts (tests/test_fuzz_reading.py), ordinary faults
(tests/test_read.py).
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from rag import Assistant, Settings
from rag.clean import MOST_LINES, clean
from rag.clean.encoding import decode
from rag.clean.web import MOST_TAGS
from rag.errors import BadDocument
from rag.read import check, read, sources
from rag.types import Article

SENTENCE = "The council met on Friday for two hours and voted for the new bridge."
WORTHY = f"<p>{SENTENCE}</p>"
MB = 1_000_000


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    body, table = b"%PDF-1.7\n", b"0000000000 65535 f \n"
    for number, written in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    tail = b"xref\n0 %d\n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return body + tail % (len(objects) + 1, table, len(objects) + 1, len(body))


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< %s /Filter /FlateDecode /Length %d >>" % (more, len(packed))
    return b"%s\nstream\n%s\nendstream" % (head, packed)


CATALOGUE, FONT = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Font /BaseFont /Helvetica >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
ONE_PAGE = (CATALOGUE, b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", FONT, PAGE)

# What is in the file, and a word of what is said of it; none if it is read.
BOMBS: dict[str, tuple[bytes, str]] = {
    "pages_in_themselves.pdf": (pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] >>"), "PDF"),
    "pages_doubled_40_times.pdf": (
        pdf(
            CATALOGUE, *(b"<< /Type /Pages /Kids [%d 0 R %d 0 R] >>" % (n, n) for n in range(3, 43))
        ),
        "pdf",
    ),
    "a_million_pages.pdf": (
        pdf(
            CATALOGUE,
            b"<< /Type /Pages /Kids [" + b"4 0 R " * MB + b"] >>",
            *ONE_PAGE[2:],
            stream(b""),
        ),
        "unfolds",
    ),
    "a_giant_stream.pdf": (pdf(*ONE_PAGE, stream(b"q " * 30 * MB)), "unfolds"),
    "an_old_name_for_a_filter.pdf": (
        pdf(*ONE_PAGE, stream(b"q").replace(b"/FlateDecode", b"/Fl")),
        "not a PDF that can be read",
    ),
    "brackets.pdf": (pdf(*ONE_PAGE, stream(b"[" * 4 * MB)), "PDF"),
    "lines.txt": (b"a\n" * 9 * MB, f"{MOST_LINES:,} lines"),
    "lines.md": (b"a\n" * 9 * MB, f"{MOST_LINES:,} lines"),
    "tags.html": (b"<html><body>" + b"<p>a" * 4 * MB, f"{MOST_TAGS:,} tags"),
    "tags_saved_as_text.txt": (b"<html><body>" + b"<br>" * 4 * MB, f"{MOST_TAGS:,} tags"),
    "deep.html": (f"<html><body>{'<div>' * 3000}{WORTHY * 2000}".encode(), ""),
    "entities.html": (
        b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
        + f"<html><body>{WORTHY} &c; &c; &c;".encode(),
        "",
    ),
    "accents.txt": ((SENTENCE + " e" + "\u0315\u0300" * 200_000).encode(), ""),
    "accents_by_number.html": (
        f"<html><body>{WORTHY}<p>e{'&#789;&#768;' * 50_000}</p>".encode(),
        "",
    ),
    "authors_in_lists.html": (
        b'<html><head><script type="application/ld+json">{"@type":"NewsArticle","author":'
        + b"[" * 700
        + b'"Li"'
        + b"]" * 700
        + f"}}</script></head><body>{WORTHY}".encode(),
        "",
    ),
    "undefined.html": (b"<meta charset=undefined><html><body>\xff" + WORTHY.encode(), ""),
    "front_matter.md": (b"---\n" + b"a" * 2 * MB + f"\n---\n{SENTENCE}".encode(), ""),
    "heading.md": (b"# a" + b" " * 2 * MB + b"b\n\n" + SENTENCE.encode(), ""),
    "hashes.md": (b"# a" + b"#" * 2 * MB + b"b\n\n" + SENTENCE.encode(), ""),
    "comments.md": (f"{SENTENCE}\n".encode() + b"<!--" * MB, ""),
    "packed.txt": (b"PK\x03\x04" + zlib.compress(bytes(100 * MB), 9), "not text"),
}
READER = """
import json, sys
from pathlib import Path
from rag.read import check
from rag.errors import BadDocument
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        article = check(path)
    except BadDocument as error:
        print(json.dumps([path.name, str(error), ""]))
    else:
        print(json.dumps([path.name, "", article.body[:9_000] + article.body[-9_000:]]))
"""


def bounded() -> None:
    """Of a child: 2 GB of memory, and the processor for two minutes (10 s are needed)."""
    resource.setrlimit(resource.RLIMIT_AS, (2_000 * MB, 2_000 * MB))
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))


def test_bombs_are_read_or_refused_by_name_in_bounded_time_and_memory(tmp_path: Path) -> None:
    for name, (content, _) in BOMBS.items():
        (tmp_path / name).write_bytes(content)
    child = subprocess.run(
        [sys.executable, "-c", READER, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        preexec_fn=bounded,  # no other thread runs here
    )
    told = {
        name: (reason, body) for name, reason, body in map(json.loads, child.stdout.splitlines())
    }
    assert told.keys() == BOMBS.keys()
    for name, (_, word) in BOMBS.items():
        reason, body = told[name]
        assert word in reason if word else SENTENCE in body, (name, reason)
        assert not reason or (name in reason and "; " in reason)  # and what to do


def test_a_link_to_itself_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "one.txt").symlink_to(tmp_path / "two.txt")
    (tmp_path / "two.txt").symlink_to(tmp_path / "one.txt")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "good.txt").write_text(SENTENCE)
    found = {source.document: source.problem for source in sources(tmp_path)}
    assert found.pop("good.txt") == ""
    assert "link to a folder" in found.pop("round")
    assert found.keys() == {"loop.txt", "one.txt", "two.txt"}
    assert all("leads back to itself" in problem for problem in found.values())


def test_a_folder_deeper_than_paths_may_be_long_is_told(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(SENTENCE)
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(2_200):  # at a level 1,000 Python would give up, at 2,048 the system does
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.txt").write_text(SENTENCE)
    finally:
        os.chdir(here)
    good, deep = sorted(sources(tmp_path), key=lambda source: -len(source.document))[::-1]
    assert (good.document, good.problem) == ("good.txt", "")
    assert "too deep" in deep.problem
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # shutil.rmtree gives up, too


def test_a_pipe_in_the_place_of_a_listed_file_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE)
    (source,) = sources(tmp_path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(BadDocument, match="index again"):
        read(source)


def test_two_names_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\\xe9.txt"):
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(SENTENCE)
    one, other = sources(tmp_path)
    assert [one.document, other.document] == ["caf\\xe9.txt", "caf\\xe9.txt (another)"]
    assert "rename" in other.problem or "rename" in one.problem


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "hex", "rot13", "x" * 30])
def test_any_charset_that_a_page_names_is_survived(charset: str) -> None:
    page = f"<meta charset={charset}>{WORTHY}".encode() + b"\xe9\xff"
    assert SENTENCE in decode(page, declared=True)


def test_the_longest_line_that_is_read_is_an_article() -> None:
    line = (SENTENCE + " ") * (2 * MB // len(SENTENCE))
    assert clean(line.encode(), document="line.txt").body == line.strip()


def test_a_sparse_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(1_000 * MB)
    with pytest.raises(BadDocument, match="RAG_FILE_LIMIT_MB"):
        check(path)


STRANGE = [
    "two\nlines.txt",
    "a\x1b[31mred\x07.txt",
    "\u202etxt.exe.txt",
    "<img src=x onerror=alert(1)>.txt",
    "..txt..txt",
    "a\\..\\b.txt",
    "%2e%2e%2fetc.txt",
    "👩‍👩‍👧 é e\u0301.txt",
    "$(reboot).txt",
    "n" * 251 + ".txt",
    "CON.txt",
    "con.txt",
]


def test_strange_names_and_things_that_are_no_files_leave_the_others_indexed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, name in enumerate(STRANGE):
        (folder / name).write_text(f"The council counted {n} bridges on Friday morning.")
    os.mkfifo(folder / "pipe.txt")
    (folder / "null.txt").symlink_to("/dev/null")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.txt"))
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as assistant:
        report = assistant.index()
        assert sorted(report.added) == sorted(n for n in STRANGE if not n.startswith("."))
        told = {skipped.document: skipped.reason for skipped in report.skipped}
        assert told.keys() == {"pipe.txt", "null.txt", "passwd.txt", "socket.txt"}
        shown = pages_of(assistant, STRANGE)
        assert "<img" not in shown
        for name in report.added:
            assert assistant.article(name).body.startswith("The council counted")
        assistant.remove(STRANGE[0])
        assert not (folder / STRANGE[0]).exists()


def test_a_file_that_breaks_its_reader_keeps_no_other_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(raw: bytes, *, document: str) -> Article:
        return clean(raw, document=document) if document == "good.txt" else broken(raw)

    monkeypatch.setattr("rag.read.clean", broken)
    (tmp_path / "good.txt").write_text(SENTENCE)
    (tmp_path / "worse.txt").write_text(SENTENCE + " It was late.")
    with Assistant(Settings(documents=tmp_path, data=tmp_path / ".data")) as assistant:
        report = assistant.index()
    assert report.added == ("good.txt",)
    (skipped,) = report.skipped
    assert "'worse.txt'" in skipped.reason
    assert "log" in skipped.reason


def test_a_file_whose_name_is_no_text_is_added_and_taken_out(tmp_path: Path) -> None:
    named = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")  # noqa: PTH118
    with open(named, "w") as file:  # noqa: PTH123
        file.write(SENTENCE)
    (tmp_path / ("n" * 251 + ".txt")).write_text(SENTENCE + " It was late.")
    folder = tmp_path / "articles"
    with Assistant(Settings(documents=folder, data=tmp_path / "data")) as assistant:
        report = assistant.add([Path(os.fsdecode(named)), tmp_path / ("n" * 251 + ".txt")])
        assert report.added == ("caf\\xe9.txt", "n" * 251 + ".txt")
        assistant.remove("caf\\xe9.txt")
        assert [info.document for info in assistant.articles()] == ["n" * 251 + ".txt"]
        assert os.listdir(os.fsencode(folder)) == [b"n" * 251 + b".txt"]  # noqa: PTH208


def test_a_name_that_would_steer_the_terminal_is_printed_as_escapes(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for name in ("a\x1b]0;owned\x07.txt", "\u202etxt.exe.txt"):
        (tmp_path / "articles" / name).write_text(f"{SENTENCE} {name[0]!r}")
    shown = subprocess.run(
        [sys.executable, "-m", "rag.cli", "show", "--documents", str(tmp_path / "articles")],
        env={**os.environ, "RAG_DATA": str(tmp_path / "data"), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.decode()
    assert "a\\x1b]0;owned\\x07.txt" in shown
    assert "\\u202etxt.exe.txt" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def pages_of(assistant: Assistant, names: list[str]) -> str:
    from ui.library import Library

    library = Library(assistant)
    opened = [library.open({"document": name}) for name in names]
    return library.list() + "".join(opened) + "".join(library.reindex())

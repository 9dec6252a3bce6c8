"""Reading: which files of a folder are documents, and which cannot be read and why."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from rag.errors import BadDocument, NoDocuments
from rag.read import Source, check, read, sources

SENTENCE = "The council met on Friday for two hours and voted for the new bridge."


def only(folder: Path) -> Source:
    (source,) = sources(folder)
    return source


def pdf(*pages: list[str], title: str = "") -> bytes:
    """A PDF with one line of text a string, made by hand as small programs make them."""
    contents = []
    for lines in pages:
        shown = "".join(
            f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*\n"
            for line in lines
        )
        contents.append(f"BT /F1 11 Tf 14 TL 72 760 Td\n{shown}ET".encode("cp1252"))
    return pdf_of(contents, title=title)


def pdf_of(contents: list[bytes], *, title: str = "", packed: bool = False) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(contents):
        stream = zlib.compress(content) if packed else content
        how = b"/Filter /FlateDecode " if packed else b""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(
            b"<< " + how + b"/Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
    objects.append(f"<< /Title ({title}) >>".encode())
    out = BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for n, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (n, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, len(objects), start)
    )
    return out.getvalue()


def test_the_documents_of_a_folder_are_its_files_in_order_with_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/y.HTML", ".hidden.txt", ".git/x.txt", "c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SENTENCE)
    found = sources(tmp_path)
    assert [source.document for source in found] == ["a/y.HTML", "a/z.md", "b.txt", "c.pdf"]
    assert found[2].size == len(SENTENCE)
    assert found[2].modified_ns == (tmp_path / "b.txt").stat().st_mtime_ns
    assert found[2].digest() == sha256(SENTENCE.encode()).hexdigest()
    assert not any(source.problem for source in found)


def test_a_folder_that_is_missing_or_a_file_is_told_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text(SENTENCE)
    for folder in (tmp_path / "gone", tmp_path / "file.txt"):
        with pytest.raises(NoDocuments, match="RAG_DOCUMENTS"):
            sources(folder)


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    assert sources(tmp_path) == []


def test_a_kind_that_is_not_read_is_listed_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    source = only(tmp_path)
    assert "convert it" in source.problem
    for attempt in (source.digest, lambda: read(source)):
        with pytest.raises(BadDocument, match=r"photo\.jpg"):
            attempt()


def test_a_name_without_a_suffix_is_of_no_kind(tmp_path: Path) -> None:
    (tmp_path / "in.txt").mkdir()
    for name in ("txt", "in.txt/pdf", "in.txt/notes"):
        (tmp_path / name).write_text("Ten winters passed.")
    assert [s.document for s in sources(tmp_path)] == ["in.txt/notes", "in.txt/pdf", "txt"]
    assert all("convert it" in source.problem for source in sources(tmp_path))


def test_listing_asks_the_system_once_about_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text("Ten winters passed.")
    asked: list[object] = []
    for name in ("stat", "lstat"):
        inner = getattr(os, name)

        def counting(path: object, *args: object, inner=inner, **options: object) -> object:
            asked.append(path)
            return inner(path, *args, **options)

        monkeypatch.setattr(os, name, counting)
    assert len(sources(tmp_path)) == 30
    assert len([path for path in asked if str(path).endswith(".txt")]) == 30


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "docs", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(SENTENCE)
    (folder / "inside.txt").write_text(SENTENCE)
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "near.txt").symlink_to(folder / "inside.txt")
    (folder / "broken.txt").symlink_to(folder / "nothing.txt")
    (folder / "away.txt").symlink_to(outside / "nothing.txt")
    (folder / "door").symlink_to(outside, target_is_directory=True)
    found = {source.document: source.problem for source in sources(folder)}
    assert "link out of the folder" in found.pop("link.txt")
    assert "link to a folder" in found.pop("door")
    assert all("file that is not there" in found.pop(name) for name in ("broken.txt", "away.txt"))
    assert found == {"inside.txt": "", "near.txt": ""}


def test_our_own_folder_is_left_aside_under_a_link_too(tmp_path: Path) -> None:
    folder, data = tmp_path / "docs", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    (folder / "inside.txt").write_text(SENTENCE)
    (folder / "kept").symlink_to(data, target_is_directory=True)
    assert [source.document for source in sources(folder, data=data)] == ["inside.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in only(tmp_path).problem


@pytest.mark.parametrize(
    "name", ["two\nlines.txt", "\u202eright-to-left.txt", "👩‍👩‍👧 family.txt", "quote's \".txt"]
)
def test_strange_names_are_read_like_others(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SENTENCE)
    source = only(tmp_path)
    assert read(source).document == source.document == name


def test_a_name_that_is_not_text_gets_a_printable_document(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "w") as file:  # noqa: PTH123  # pathlib has no names of bytes
        file.write(SENTENCE)
    source = only(tmp_path)
    assert source.document == "caf\\xe9.txt"
    assert read(source).body == SENTENCE


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "not text"),
        ("archive.txt", b"PK\x03\x04" + b"\x00\x01" * 500, "not text"),
        ("furniture.txt", b"Leave a Reply\n\nShare on Facebook\n", "no article text"),
        ("empty.html", b"<html><body><script>var a = 1;</script></body></html>", "no article text"),
        ("links.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no article"),
        ("broken.pdf", b"%PDF-1.4\nnothing of a PDF follows", "not a PDF that can be read"),
        ("text.pdf", b"This is a text.", "not a PDF that can be read"),
        ("scan.pdf", pdf_of([b"q 1 0 0 1 0 0 cm Q"]), "OCR"),
    ],
)
def test_what_holds_no_article_is_refused_in_a_sentence(
    tmp_path: Path, name: str, raw: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(BadDocument, match=words) as caught:
        read(only(tmp_path))
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_gigantic_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "giant.txt"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(BadDocument, match="RAG_FILE_LIMIT_MB"):
        read(only(tmp_path), limit_mb=20)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(SENTENCE)
    path.chmod(0)
    with pytest.raises(BadDocument, match="permissions"):
        read(only(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_inside_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "a.txt").write_text(SENTENCE)
    assert [(s.document, bool(s.problem)) for s in sources(tmp_path)] == [
        *(("a.txt", False), ("locked", True))
    ]
    (tmp_path / "locked").chmod(0o700)  # so that it can be cleared away


@pytest.mark.parametrize("change", [lambda p: p.write_text("Another."), lambda p: p.unlink()])
def test_a_file_that_changes_or_vanishes_is_not_read_by_halves(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE)
    source = only(tmp_path)
    change(path)
    for attempt in (source.digest, lambda: read(source)):
        with pytest.raises(BadDocument, match="index again"):
            attempt()


def test_one_file_is_checked_wherever_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE)
    assert check(path).body == SENTENCE
    with pytest.raises(BadDocument, match=r"gone\.txt"):
        check(tmp_path / "gone.txt")


def test_a_pdf_is_read_in_paragraphs_without_its_running_heads() -> None:
    from rag.clean import clean

    head = "The Harbour Report - May 2022"
    pages = [
        [
            head,
            "Harbour opens its second pier",
            "The second pier of the harbour was opened on Monday after four years of con-",
            "struction, the port said. It is 410 metres long and cost 62 million euros, a",
            "tenth more than planned.",
            "The first ship to moor there was the ferry Varma, with 1,100 people on board",
            "who had waited since dawn to see the opening from the sea.",
            "1",
        ],
        [
            head,
            "A third pier will be decided in the autumn, when the council meets again, its",
            "chair said. Fishermen object, because the bay behind the pier is where young",
            "herring grow.",
            "2",
        ],
        [head, "The port counts 2.4 million passengers a year.", "3"],
    ]
    article = clean(pdf(*pages, title="Harbour opens its second pier"), document="pier.pdf")
    assert article.title == "Harbour opens its second pier"
    paragraphs = article.body.split("\n\n")
    assert paragraphs[0] == article.title
    assert paragraphs[1].startswith("The second pier of the harbour was opened on Monday after")
    assert "four years of construction, the port said. It is 410 metres long" in paragraphs[1]
    assert paragraphs[1].endswith("a tenth more than planned.")
    assert paragraphs[2].endswith("to see the opening from the sea.")
    assert "The Harbour Report" not in article.body
    reasons = [omission.reason for omission in article.omissions]
    assert "running head" in reasons
    assert "page number" in reasons


def test_heads_that_differ_on_left_and_right_pages_are_running_heads_below_blank_lines_too() -> (
    None
):
    from rag.clean import clean

    said = ["pier", "quay", "bridge", "tunnel"]
    pages = [
        [
            "",
            "",
            ["Harbour Yearbook", "Part one: works of the year"][n % 2],
            "",
            f"The {name} opens.",
        ]
        for n, name in enumerate(said)
    ]
    article = clean(pdf(*pages), document="yearbook.pdf")
    assert article.body.split("\n\n") == [f"The {name} opens." for name in said]


def test_a_line_wider_than_a_pdfs_column_leaves_its_paragraphs_whole() -> None:
    from rag.clean import clean

    column = [
        *("The second pier of the harbour was", "opened on Monday after four years of"),
        *("work, the port said. It is 410 metres", "long and cost 62 million euros, which"),
        *("is a tenth more than was planned when", "the council voted for it in the spring"),
        *("of 2018. The first ship to moor there", "was the ferry Varma, with 1,100 people"),
        *("on board who had waited since dawn to", "see the opening from the open sea."),
    ]
    foot = f"Offprint of the yearbook of the port, {'with all its tables and figures, ' * 3}2022"
    article = clean(pdf([*column, "", foot]), document="pier.pdf")
    assert " ".join(column[:-1]) in article.body


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([SENTENCE]))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(BadDocument, match="password"):
        read(only(tmp_path))


def test_a_pdf_that_unfolds_without_end_is_refused_in_time(tmp_path: Path) -> None:
    bomb = b"BT /F1 11 Tf " + b"(a) Tj " * 30_000_000
    (tmp_path / "bomb.pdf").write_bytes(pdf_of([bomb], packed=True))
    assert (tmp_path / "bomb.pdf").stat().st_size < 1_000_000
    with pytest.raises(BadDocument, match=r"bomb\.pdf"):
        read(only(tmp_path))


def test_importing_the_reader_is_light() -> None:
    heavy = "{'ftfy', 'lxml', 'trafilatura', 'pypdf', 'charset_normalizer'}"
    code = f"import rag.read, sys; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_hidden_file_is_no_article_of_its_own(tmp_path):
    (tmp_path / ".notes.txt").write_text("The herring came to Bergen.", "utf-8")
    with pytest.raises(BadDocument, match=r"'\.notes\.txt' is a hidden file; give it a name"):
        check(tmp_path / ".notes.txt")


def printed(*lines: tuple[float, float, str]) -> bytes:
    """A PDF of one page with lines of letters of a size at a height, as browsers print them."""
    shown = "".join(
        f"BT /F1 {size} Tf 1 0 0 1 72 {y} Tm ({text}) Tj ET\n" for size, y, text in lines
    )
    return pdf_of([shown.encode("cp1252")], title="Gorse bridge shuts")


def test_a_printed_page_is_its_headline_byline_and_paragraphs() -> None:
    from rag.clean import clean

    raw = printed(
        (24, 760, "Gorse bridge shuts for nine weeks and"),
        (24, 732, "Velm goes by ferry"),
        (12, 700, "By Ruth Cane"),
        (12, 674, "14 June 2024"),
        (12, 648, "The Gorse bridge in Velm shut on Friday for"),
        (12, 634, "nine weeks, and two of its twelve arches"),
        (12, 620, "have cracks, the county said."),
        (12, 594, "Shops fear losses, and owners want to be"),
        (12, 580, "paid for them by the county."),
        (8, 20, "11/24/2026, 12:02 AM  Gorse bridge shuts"),
        (8, 10, "https://velm.example/gorse-bridge?id=3 1/1"),
    )
    article = clean(raw, document="bridge.pdf")

    assert article.title == "Gorse bridge shuts for nine weeks and Velm goes by ferry"
    assert (article.author, str(article.published)) == ("Ruth Cane", "2024-06-14")
    assert article.body.split("\n\n") == [
        article.title,
        "By Ruth Cane",
        "14 June 2024",
        "The Gorse bridge in Velm shut on Friday for nine weeks, and two of its twelve "
        "arches have cracks, the county said.",
        "Shops fear losses, and owners want to be paid for them by the county.",
    ]
    assert [omission.reason for omission in article.omissions] == ["outside the article"]


def test_an_hour_at_a_pages_edge_is_the_articles_unless_a_browser_put_it() -> None:
    from rag.clean import clean

    raw = printed(
        (12, 700, "24/11/2026, 10:30 The mine reopens"),
        (12, 674, "The Gorse mine reopened with 230 workers, Paul Kite said."),
    )
    assert "10:30 The mine reopens" in clean(raw, document="mine.pdf").body

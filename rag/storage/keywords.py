"""Keyword search over the passages with tantivy, in a folder beside Chroma's.

All of it is derived from one edition in Chroma. A stamp names the revision of the edition that it
matches; an index without that stamp, or with wrong bytes in a file, is mended or made again
(view.py). Words are those of rag/text/, stemmed, so that the same word counts the same
everywhere. Questions are made into terms here and never reach tantivy's own query language.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4
from zlib import crc32

import tantivy

from rag.storage.records import Stored, day
from rag.text import stem, telling, words
from rag.types import EVERYWHERE, Scope

LAYOUT = 2  # a change of the schema below or of the stems makes old folders be made again
TITLE_BOOST = 1.5  # a word of the title speaks for every passage of its article, a little
HEAP_BYTES = 48_000_000
_MARK = 1337  # at the end of each of tantivy's files


class KeywordsError(Exception):
    """The folder cannot be read or written as a keyword index; it can be made again."""


def index_terms(text: str) -> list[str]:
    """The terms under which a text is found: its words, stemmed, in order."""
    return [stem(word.text) for word in words(text)]


def query_terms(text: str) -> list[str]:
    """The terms to look for; stop words only if there is nothing else."""
    return list(dict.fromkeys(stem(word.text) for word in telling(text) or words(text)))


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("document", tokenizer_name="raw", index_option="basic")
    schema.add_integer_field("published", indexed=True, fast=True)
    schema.add_text_field("title", tokenizer_name="terms", index_option="freq")
    schema.add_text_field("text", tokenizer_name="terms", index_option="freq")
    schema.add_text_field("word", tokenizer_name="terms", index_option="basic")
    return schema.build()


class Keywords:
    """A keyword index that is open for reading; safe for many threads."""

    def __init__(self, folder: Path, index: tantivy.Index, stamp: str) -> None:
        self.folder = folder
        self.stamp = stamp  # the edition's revision that the index matches
        self._index = index
        self._schema = index.schema

    @classmethod
    def open(cls, folder: Path) -> Keywords:
        """Open the index in `folder`.

        Raises:
            KeywordsError: there is none, or it cannot be read.
        """
        with _guard(folder), _readable():
            layout, stamp = json.loads((folder / "stamp").read_text())
            if layout != LAYOUT:
                raise KeywordsError(f"{folder} has layout {layout}")
            if not _sound(folder / "tantivy"):
                raise KeywordsError(f"{folder} has wrong bytes in a file")
            return cls(folder, _opened(tantivy.Index.open(str(folder / "tantivy"))), stamp)

    @classmethod
    def create(cls, folder: Path) -> Keywords:
        """Make an empty index in `folder` in place of what is there.

        Raises:
            OSError: the folder cannot be written.
        """
        # Put aside first: whoever still reads there may leave a lock behind what was removed.
        with suppress(FileNotFoundError):
            folder.rename(folder.with_name(f"{folder.name}-old-{uuid4().hex[:8]}"))
        for old in folder.parent.glob(f"{folder.name}-old-*"):
            shutil.rmtree(old, ignore_errors=True)
        (folder / "tantivy").mkdir(parents=True)
        return cls(folder, _opened(tantivy.Index(_schema(), str(folder / "tantivy"))), "")

    # Reading

    def search(self, terms: Sequence[str], n: int, *, scope: Scope) -> list[tuple[str, float]]:
        """At most `n` (passage key, BM25), best first; no terms find nothing."""
        if not terms:
            return []
        wanted = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(term)) for term in terms]
        )
        parts = [(tantivy.Occur.Must, wanted)]
        parts += [(tantivy.Occur.Must, test) for test in self._tests(scope)]
        found = self._found(tantivy.Query.boolean_query(parts), n)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def holding_all(
        self, terms: Sequence[str], n: int = 1, *, scope: Scope = EVERYWHERE
    ) -> list[str]:
        """Keys of at most `n` passages that hold every term, in text or title."""
        if not terms:
            return []
        tests = [*map(self._term, terms), *self._tests(scope)]
        every = [(tantivy.Occur.Must, test) for test in tests]
        return [key for key, _ in self._found(tantivy.Query.boolean_query(every), n)]

    def like(self, word: str, *, distance: int, n: int) -> list[str]:
        """Keys of at most `n` passages with a word at most `distance` letters from `word`."""
        query = tantivy.Query.fuzzy_term_query(self._schema, "word", word, distance=distance)
        return [key for key, _ in self._found(query, n)]

    def frequency(self, term: str) -> int:
        """How many passages hold the term in their text."""
        query = tantivy.Query.term_query(self._schema, "text", term, index_option="freq")
        # Not doc_freq, which counts deleted passages too until tantivy merges them away.
        with _guard(self.folder):
            found = self._index.searcher().search(query, limit=1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # its stubs lack it

    def count(self) -> int:
        """How many passages there are."""
        return int(self._index.searcher().num_docs)

    def _found(self, query: tantivy.Query, n: int) -> list[tuple[str, float]]:
        with _guard(self.folder):
            searcher = self._index.searcher()
            limit = max(1, min(n, searcher.num_docs))  # room is made for as many at once
            hits = searcher.search(query, limit=limit, count=False).hits
            return [(str(searcher.doc(at)["key"][0]), float(score)) for score, at in hits]

    def _term(self, term: str) -> tantivy.Query:
        def of(name: str) -> tantivy.Query:
            return tantivy.Query.term_query(self._schema, name, term, index_option="freq")

        title = tantivy.Query.boost_query(of("title"), TITLE_BOOST)
        return tantivy.Query.disjunction_max_query([of("text"), title])

    def _tests(self, scope: Scope) -> Iterator[tantivy.Query]:
        if scope.documents:
            names = list(scope.documents)
            yield tantivy.Query.term_set_query(self._schema, "document", names)
        if scope.published_from or scope.published_to:
            yield tantivy.Query.range_query(
                self._schema,
                "published",
                tantivy.FieldType.Integer,
                day(scope.published_from) if scope.published_from else 0,
                day(scope.published_to) if scope.published_to else 99991231,
            )

    # Writing

    @contextmanager
    def writer(self) -> Iterator[KeywordWriter]:
        """Write to the index; what was committed stays, whatever comes after.

        Raises:
            KeywordsError: tantivy could not write; Chroma still holds everything.
        """
        with _guard(self.folder):
            writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
        yield KeywordWriter(self, writer)
        with _guard(self.folder):
            writer.wait_merging_threads()


class KeywordWriter:
    """Changes to a keyword index, seen by readers after each commit."""

    def __init__(self, keywords: Keywords, writer: tantivy.IndexWriter) -> None:
        self._keywords = keywords
        self._writer = writer

    def forget(self, documents: Iterable[str]) -> None:
        """Take all passages of these documents out."""
        for document in documents:
            with _guard(self._keywords.folder):
                self._writer.delete_documents_by_term("document", document)

    def add(self, passages: Iterable[Stored]) -> None:
        """Add passages."""
        for each in passages:
            passage = each.passage
            document = tantivy.Document()
            document.add_text("key", each.key)
            document.add_text("document", passage.document)
            document.add_text("title", " ".join(index_terms(passage.title)))
            found = [word.text for word in words(passage.text)]
            document.add_text("text", " ".join(map(stem, found)))
            document.add_text("word", " ".join(dict.fromkeys(found)))
            if passage.published:
                document.add_integer("published", day(passage.published))
            with _guard(self._keywords.folder):
                self._writer.add_document(document)

    def commit(self, stamp: str) -> None:
        """Make the changes last, and name the revision that the index matches now."""
        with _guard(self._keywords.folder):
            self._writer.commit()
            partial = self._keywords.folder / "stamp.part"
            partial.write_text(json.dumps([LAYOUT, stamp]))
            partial.replace(self._keywords.folder / "stamp")
            self._keywords._index.reload()
        self._keywords.stamp = stamp


@contextmanager
def _guard(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise KeywordsError(str(folder)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # tantivy's Rust half gave up
            raise
        raise KeywordsError(str(folder)) from error


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what comes of reading wrong bytes into a ValueError."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not as it was written") from error


def _sound(folder: Path) -> bool:
    """Whether every file that counts holds the bytes that tantivy wrote.

    Tantivy notes a checksum at the end of each, but reads without a look at it, and a few wrong
    bytes end in a panic or in another passage's key. All bytes are read: 0.1 s for 200 MB.
    """
    for segment in json.loads((folder / "meta.json").read_text())["segments"]:
        name = segment["segment_id"].replace("-", "")
        deletes = segment["deletes"] and f"{name}.{segment['deletes']['opstamp']}.del"
        for path in folder.glob(f"{name}.*"):
            counts = path.suffix != ".del" or path.name == deletes  # others are a dead process's
            if counts and not _is_as_written(path.read_bytes()):
                return False
    return True


def _is_as_written(raw: bytes) -> bool:
    """Whether the file's own checksum is right.

    Tantivy 0.27 ends a file with JSON that holds the checksum of what stands before it, with that
    JSON's length, and with a mark.
    """
    length, mark = int.from_bytes(raw[-8:-4], "little"), int.from_bytes(raw[-4:], "little")
    footer = raw[-8 - length : -8]
    return mark == _MARK and json.loads(footer).get("crc") == crc32(memoryview(raw)[: -8 - length])


def _opened(index: tantivy.Index) -> tantivy.Index:
    terms = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("terms", terms)
    index.config_reader("manual")
    index.reload()
    return index

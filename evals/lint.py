"""Prove the gold: what the cases claim of the articles is so.

Every quote occurs in its document, every variant in the evidence of its nugget (a paraphrase
need not), no answer stands in its own question, ids are unique, and the documents are those that
the cases were written against.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.cases import (
    Case,
    CaseFile,
    ExpectAnswer,
    ExpectPremise,
    Nugget,
    Position,
    case_files,
    read_file,
)
from evals.scorers.answer import has_number
from evals.text import fold, says
from rag import NoDocuments

PLAIN_TEXT = (".txt", ".md")
Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a case, and where."""

    file: str
    case: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.case}: {self.message}"
            if self.case
            else (f"{self.file}: {self.message}")
        )


def lint(folder: Path, documents: Path, *, read: Read, drafts: bool = True) -> list[Problem]:
    """Check every case under `folder` against the files in `documents`.

    `read` gives an article's text by its document; it is asked only for what is not plain text.
    Without `drafts`, a draft is passed over, and so is a file of nothing else.

    Raises:
        BadCases: a file is not of the form.
        NoDocuments: `documents` is not there.
    """
    if not documents.is_dir():
        raise NoDocuments(
            f"{str(documents)!r} does not exist; set RAG_DOCUMENTS to your folder of articles."
        )
    text = article_text(documents, read)
    problems = []
    ids: Counter[str] = Counter()
    for path in case_files(folder):
        file, name = read_file(path), path.relative_to(folder).as_posix()
        if not drafts and file.cases and all(case.draft for case in file.cases):
            continue
        problems += [Problem(name, "", m) for m in _documents(file, documents)]
        for case in file.cases:
            if case.draft and not drafts:
                continue
            ids[case.id] += 1
            if ids[case.id] == 2:
                problems.append(Problem(name, case.id, "another case has this id"))
            problems += [Problem(name, case.id, m) for m in check(case, text)]
            problems += [
                Problem(name, case.id, f"{document!r} is not among the file's documents")
                for document in sorted(case.documents - set(file.documents))
            ]
    return problems


def article_text(documents: Path, read: Read) -> Read:
    """The text of each file in `documents` by its name, "" if it is not there.

    `read` is asked for what is not plain text.
    """

    @cache
    def text(document: str) -> str:
        path = documents / document
        if not path.is_file():
            return ""
        if path.suffix.lower() in PLAIN_TEXT:
            return path.read_text(encoding="utf-8", errors="replace")
        return read(document)

    return text


def check(case: Case, text: Read) -> Iterator[str]:
    """Yield what is wrong with one case, given the text of documents by name."""
    question = case.asked[-1]
    for evidence in case.evidence:
        if fold(evidence.quote)[0] not in fold(text(evidence.document))[0]:
            yield f"the quote is not in {evidence.document}: {evidence.quote[:80]!r}"
    for need in _all_needs(case):
        yield from _check_need(need, question, is_vital=_is_vital(need))
    if isinstance(case.expect, ExpectAnswer) and not (case.expect.nuggets or case.expect.cites):
        yield "an answer is expected, but neither a nugget nor a document to cite is given"
    if isinstance(case.expect, ExpectPremise) and not (case.expect.absent or case.expect.corrects):
        yield "neither what corrects the premise nor what is absent is given"


def sha256(path: Path) -> str:
    """The hash by which a document is known to be unchanged."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check_need(need: Nugget | Position, question: str, *, is_vital: bool) -> Iterator[str]:
    quotes = [e.quote for e in need.evidence]
    amount = need.number if isinstance(need, Nugget) else None
    counted = isinstance(need, Nugget) and any(has_number(need, quote) for quote in quotes)
    if not (need.variants or need.paraphrases or amount):
        yield f"{_name(need)!r} has no words by which it could be found"
    for variant in need.variants if quotes else ():
        if not any(says(quote, variant) for quote in quotes):
            yield f"the variant {variant!r} is in none of its quotes; is it a paraphrase?"
    if quotes and amount and not counted:
        yield f"the number {amount.value:g} is in none of its quotes"
    for form in (*need.variants, *need.paraphrases) if is_vital else ():
        if says(question, form):
            yield f"the answer {form!r} stands in the question"


def _documents(file: CaseFile, folder: Path) -> Iterator[str]:
    for document, wanted in file.documents.items():
        path = folder / document
        if not path.is_file():
            yield f"{document} is not in {folder}"
        elif sha256(path) != wanted:
            yield f"{document} has changed since the cases were written: read them again"


def _all_needs(case: Case) -> tuple[Nugget | Position, ...]:
    return case.expect.nuggets if isinstance(case.expect, ExpectAnswer) else case.needs


def _is_vital(need: Nugget | Position) -> bool:
    return isinstance(need, Position) or need.importance == "vital"


def _name(need: Nugget | Position) -> str:
    return need.text if isinstance(need, Nugget) else need.label

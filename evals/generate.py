"""Draft cases: from any folder of articles, and from the chat's thumbs.

A draft is not asked until a person has read it and taken `draft: true` away. Three kinds come
from the articles: whose words a quotation is, which name or number belongs in a gap, and what
the articles do not tell of somebody they name. Thumbs up become an answer to keep, thumbs down a
case whose expectation a person writes.

The chat writes one JSON object a line: {"question", "asked", "scope": {"documents", "from", "to"},
"answer", "citations": [{"document", "quote", "start", "end"}], "answered_by", "verdict":
"up" | "down", "reason", "time"}. The question is the one that was understood, which stands alone; a
case asks it of all articles, and its note says where it was limited to some.
"""

from __future__ import annotations

import hashlib
import logging
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from evals.cases import (
    Case,
    CaseFile,
    Evidence,
    ExpectAbstain,
    ExpectAnswer,
    Kind,
    Nugget,
    Quantity,
)
from evals.errors import BadCases
from evals.lint import Read, article_text, check, sha256
from evals.numbers import numbers
from evals.store import Library, read_lines
from evals.support import names
from evals.text import says, sentences, words

log = logging.getLogger(__name__)

_SPEECH = re.compile(r"[“\"](?P<words>[^”\"]{30,200})[”\"]")
_NOT_TOLD = (
    ("How old is {name}?", ("years old", "aged", "born")),
    ("Where was {name} born?", ("born", "native of")),
    ("Whom is {name} married to?", ("wife", "husband", "married")),
    ("At which university did {name} study?", ("university", "studied", "graduate")),
)


def draft_from_articles(
    library: Library, documents: Path, *, per_article: int = 4, seed: int = 0
) -> list[CaseFile]:
    """One file of drafts for each article that gives any; the same seed drafts the same."""
    files = []
    stories = _stories(library)
    for document, article in library.items():
        rng = random.Random(f"{seed} {document}")
        pool = [s for s in sentences(article.body) if 8 <= len(words(s)) <= 60]
        rng.shuffle(pool)
        story = stories[document]
        drafts: list[Case] = []
        for sentence in pool:
            if len(drafts) >= per_article:
                break
            case = _ask_for(sentence, document, f"{story}-{len(drafts) + 1}")
            if case and not list(check(case, {document: article.body}.__getitem__)):
                drafts.append(case)
        if absent := _not_told(article.body, document, library, f"{story}-absent", rng):
            drafts.append(absent)
        if drafts:
            hashes = {document: sha256(documents / document)}
            files.append(CaseFile(story=story, documents=hashes, cases=tuple(drafts)))
    return files


def draft_from_thumbs(path: Path, documents: Path, *, read: Read) -> CaseFile:
    """Turn the chat's thumbs into drafts; a row without a verdict is passed over.

    One that the articles do not prove is left out too, and told in the log. `read` gives the text
    of a document that is not plain text.

    Raises:
        BadCases: the file cannot be read, a line is not of the form, or no thumb is left.
    """
    text = article_text(documents, read)
    cases: dict[str, Case] = {}
    try:
        for row in read_lines(path):
            if row.get("verdict") in ("up", "down"):
                case = _from_thumb(row, documents)
                if problem := next(check(case, text), ""):
                    log.warning("the thumb on %r is left out: %s", case.question, problem)
                    continue
                cases[case.id] = case  # a later thumb on the same question replaces the earlier
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCases(f"{path} is not a file of the chat's thumbs: {error!r}") from error
    if not cases:
        raise BadCases(f"{path} holds no thumb yet that a case can be drafted from.")
    named = sorted({d for case in cases.values() for d in case.documents})
    hashes = {d: sha256(documents / d) for d in named if (documents / d).is_file()}
    return CaseFile(story="thumbs", documents=hashes, cases=tuple(cases.values()))


def write_drafts(files: Iterable[CaseFile], folder: Path) -> list[Path]:
    """Write each file as `<story>.draft.yaml`, leaving one that a person may have edited."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in files:
        path = folder / f"{file.story}.draft.yaml"
        if path.exists() or not file.cases:
            continue
        raw = file.model_dump(mode="json", exclude_defaults=True)
        for case, model in zip(raw["cases"], file.cases, strict=True):
            case["expect"] = {"type": model.expect.type, **case.get("expect", {})}
        text = yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=100)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _ask_for(sentence: str, document: str, case_id: str) -> Case | None:
    return _ask_speaker(sentence, document, case_id) or _ask_gap(sentence, document, case_id)


def _ask_speaker(sentence: str, document: str, case_id: str) -> Case | None:
    speech = _SPEECH.search(sentence)
    if not speech:
        return None
    outside = sentence[: speech.start()] + " " + sentence[speech.end() :]
    speakers = names(outside)
    if len(speakers) != 1:
        return None
    return _draft(
        case_id,
        "quote",
        f"Who said “{speech['words'].rstrip(' ,.')}”?",
        _nugget(speakers[0], sentence, document),
    )


def _ask_gap(sentence: str, document: str, case_id: str) -> Case | None:
    counted = (n for n in numbers(sentence) if sentence.count(n.text) == 1 and n.value > 1)
    number = next(counted, None)
    name = next((n for n in names(sentence) if sentence.count(n) == 1 and " " in n), None)
    answer = number.text if number else name
    if not answer:
        return None
    question = f"What belongs in the gap? {sentence.replace(answer, '____', 1)}"
    nugget = _nugget(answer, sentence, document)
    if number:
        nugget = nugget.model_copy(update={"number": Quantity(value=number.value)})
    return _draft(case_id, "how_much" if number else "who", question, nugget)


def _not_told(
    body: str, document: str, library: Library, case_id: str, rng: random.Random
) -> Case | None:
    people = [n for n in names(body) if len(n.split()) == 2]
    rng.shuffle(people)
    for name in people:
        about = [article.body for article in library.values() if says(article.body, name)]
        for question, signs in _NOT_TOLD:
            if not any(says(text, sign) for text in about for sign in signs):
                expect = ExpectAbstain(missing=question.format(name=name), near_miss=(document,))
                return Case(
                    id=case_id,
                    kind="unanswerable",
                    question=question.format(name=name),
                    expect=expect,
                    tags=("near_miss",),
                    draft=True,
                )
    return None


def _from_thumb(row: Mapping[str, Any], documents: Path) -> Case:
    question = str(row["question"])
    every = [(str(c["document"]), str(c["quote"])) for c in row.get("citations") or ()]
    cited = [(document, quote) for document, quote in every if quote.strip()]
    if row["verdict"] == "up" and cited:
        nuggets = tuple(_nugget(_core(q, question), q, d) for d, q in dict.fromkeys(cited))
        expect: ExpectAnswer | ExpectAbstain = ExpectAnswer(nuggets=nuggets)
        kind: Kind = "what"
    else:
        near = tuple(dict.fromkeys(d for d, _ in cited if (documents / d).is_file()))
        expect = ExpectAbstain(missing=str(row.get("reason") or ""), near_miss=near)
        kind = "unanswerable"
    note = (
        f"thumb {row['verdict']}{_limits(row.get('scope') or {})}; the answer was: {row['answer']}"
    )
    return Case(
        id=f"thumb-{_digest(question)}",
        kind=kind,
        question=question,
        expect=expect,
        tags=("thumb",),
        note=note,
        draft=True,
    )


def _limits(scope: Mapping[str, Any]) -> str:
    """Where was searched, for a note; nothing if it was everywhere."""
    limits = [*(scope.get("documents") or ())]
    limits += [f"{word} {scope[word]}" for word in ("from", "to") if scope.get(word)]
    return f"; searched only {', '.join(limits)}" if limits else ""


def _core(quote: str, question: str) -> str:
    """The words of a quote to look for: a number, else a name the question lacks, else all."""
    options: Sequence[str] = [*(n.text for n in numbers(quote)), *names(quote)]
    for option in options:
        if says(quote, option) and not any(says(question, form) for form in _forms(option)):
            return option
    return quote


def _nugget(text: str, quote: str, document: str) -> Nugget:
    forms = (text,) if text == quote else _forms(text)
    return Nugget(text=text, variants=forms, evidence=(Evidence(document=document, quote=quote),))


def _forms(text: str) -> tuple[str, ...]:
    """The ways to say it: of "Defense Minister Jane Roe" the last two words will do."""
    short = " ".join(text.split()[-2:]) if text[0].isalpha() else text
    return tuple(dict.fromkeys((text, short)))


def _draft(case_id: str, kind: Kind, question: str, nugget: Nugget) -> Case:
    expect = ExpectAnswer(nuggets=(nugget,))
    return Case(id=case_id, kind=kind, question=question, expect=expect, draft=True)


def _stories(documents: Iterable[str]) -> dict[str, str]:
    """A name for the drafts of each document: its file's; if others share it, with a digest."""
    slugs = {document: _slug(Path(document).stem) for document in documents}
    shared = Counter([*slugs.values(), "", "thumbs"])  # no name, and a taken one
    return {
        document: slug if shared[slug] == 1 else f"{slug or 'article'}-{_digest(document)}"
        for document, slug in slugs.items()
    }


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]

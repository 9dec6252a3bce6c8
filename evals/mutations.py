"""Deliberate changes of answers that pass: corruptions, which must be noticed, and rewritings,
which must not.

Each takes a Subject and returns the changed reply, or None where it does not apply. Everything
is chosen by rule from the subject itself, so the same answers give the same changes.

Elsewhere: how many are noticed, and by what (evals/selfcheck.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from evals.cases import Case
from evals.numbers import NUMBER_WORDS, numbers
from evals.reply import Citation, Claim, Reply
from evals.scorers.answer import mentions
from evals.store import Library
from evals.support import names
from evals.text import locate, says, sentences, stems

# One that a subject's articles hold is passed over.
_STRANGERS = ("Angela Merkel", "Narendra Modi", "Justin Trudeau", "Emmanuel Macron")
_STRAY = "The committee postponed its vote on the fishing quota until the spring of 1987"
_LEFT_OUT = "One sentence of the model was left out: the articles do not bear it out."
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|has|have|had|does|did|can|could)\b(?! not)")
_SAYING = re.compile(r"\b(said|met|reported|promised|told|released|visited|described|accused)\b")
_MARKER_RUN = re.compile(r"(?:\s*\[\d+(?:, ?\d+)*\])+")
_OTHER_WORDS = {"said": "stated", "released": "published", "largely": "mostly", "told": "informed"}
_CONTRARY = {"said": "denied", "strengthen": "weaken", "met": "avoided", "reaching": "missing"}
_CONTRARY_VERBS = re.compile(rf"\b({'|'.join(_CONTRARY)})\b")
_OTHER_SPELLINGS = (  # British for American, and a name out of Cyrillic
    (re.compile(r"\b([Dd]ef|[Oo]ff)ense\b"), r"\1ence"),
    (re.compile(r"(?<=\w{3})iz(?=e[ds]?\b|ing\b|ation)"), "is"),
    (re.compile(r"\b([Cc]ent|[Tt]heat)er(?=s?\b)"), r"\1re"),
    (re.compile(r"\b([A-Z]\w+sk)y\b"), r"\1yy"),
)
_IN_WORDS = {number: word for word, number in NUMBER_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Subject:
    """An answer that passes, with what it was judged by."""

    case: Case
    reply: Reply
    library: Library


Mutate = Callable[[Subject], Reply | None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change with a name.

    `structural` ones have to be noticed every time; one that is not `gated` is only reported,
    as a known weakness.
    """

    name: str
    mutate: Mutate
    is_corruption: bool
    structural: bool = False
    gated: bool = True


def change_number(s: Subject) -> Reply | None:
    """Another number in a sentence that had one, in the writing that it had."""
    for i in _by_weight(s):
        text = s.reply.said[i].text
        for match in re.finditer(r"(?<![\[\d])\d[\d,.]*\d|(?<![\[\d,])\d(?![\d\]])", text):
            digits = match.group()
            first = str(int(digits[0]) % 9 + 1)
            return _resaid(s, i, text[: match.start()] + first + digits[1:] + text[match.end() :])
        for number in numbers(text):
            if number.text.lower() in NUMBER_WORDS and number.value > 1:
                other = "twelve" if number.value == 11 else "eleven"
                return _resaid(s, i, text.replace(number.text, other, 1))
    return None


def stranger(s: Subject) -> Reply | None:
    """A name of the answer replaced by one that none of its articles holds."""
    for i in _by_weight(s):
        for name in _names_in(s.reply.said[i]):
            for other in _STRANGERS:
                if not any(says(p.body, other) for p in s.library.values()):
                    return _renamed(s, i, name, other)
    return None


def neighbour(s: Subject) -> Reply | None:
    """A name of the answer replaced by another person or place of the same article."""
    for i in _by_weight(s):
        said = s.reply.said[i]
        quoted = " ".join(c.quote for c in s.reply.cited(said))
        for cite in s.reply.cited(said):
            article = s.library.get(cite.document)
            around = [n for n in names(article.body) if " " in n] if article else []
            for name in _names_in(said):
                for other in around:
                    if not set(stems(other)) & set(stems(f"{said.words} {quoted}")):
                        return _renamed(s, i, name, other)
    return None


def negate(s: Subject) -> Reply | None:
    """The opposite of a sentence."""
    for i in _by_weight(s):
        text = s.reply.said[i].text
        if _AUXILIARY.search(text):
            return _resaid(s, i, _AUXILIARY.sub(r"\1 not", text, count=1))
        if _SAYING.search(text):
            return _resaid(s, i, _SAYING.sub(r"never \1", text, count=1))
    return None


def swap_names(s: Subject) -> Reply | None:
    """Two names of a sentence changed for one another."""
    for i in _by_weight(s):
        text, found = s.reply.said[i].text, _names_in(s.reply.said[i])
        for one, other in pairwise(found):
            if not set(stems(one)) & set(stems(other)):
                swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
                return _resaid(s, i, swapped)
    return None


def contrary_verb(s: Subject) -> Reply | None:
    """A verb replaced by one that says the contrary."""
    for i in _by_weight(s):
        text = s.reply.said[i].text
        if _CONTRARY_VERBS.search(text):
            return _resaid(s, i, _CONTRARY_VERBS.sub(lambda m: _CONTRARY[m.group()], text, count=1))
    return None


def drop_citation(s: Subject) -> Reply | None:
    """A sentence without its markers."""
    if not s.reply.said:
        return None
    i = _by_weight(s)[0]
    return _resaid(s, i, _MARKER_RUN.sub("", s.reply.said[i].text))


def dangle(s: Subject) -> Reply | None:
    """A marker that stands for nothing."""
    if not s.reply.said:
        return None
    ghost = f" [{len(s.reply.citations) + 7}]"
    i = _by_weight(s)[0]
    return _resaid(s, i, _MARKER_RUN.sub(ghost, s.reply.said[i].text, count=1))


def alter_quotation(s: Subject) -> Reply | None:
    """A quotation with one word more than its article."""
    if not s.reply.citations:
        return None
    first, *rest = s.reply.citations
    head, _, tail = first.quote.partition(" ")
    return replace(s.reply, citations=(replace(first, quote=f"{head} really {tail}"), *rest))


def move_citation(s: Subject) -> Reply | None:
    """The citation of a sentence moved to another article that tells of the same things.

    The nearest sentence is taken that does not hold what the case asks for: citing another
    article for the same fact would be no fault.
    """
    for i in _by_weight(s):
        said = s.reply.said[i]
        cites = s.reply.cited(said)
        own = {c.document for c in cites}
        needs = s.case.needs
        gold = {e.document: e.quote for need in needs for e in need.evidence}
        best: tuple[int, Citation] | None = None
        for document, article in s.library.items():
            if document in own or not cites:
                continue
            for sentence in sentences(article.body):
                place = locate(sentence, article.body)
                shared = len(set(stems(sentence)) & set(stems(said.words)))
                if place is None or sentence in gold.get(document, ""):
                    continue
                if not any(mentions(n, sentence) for n in needs):
                    cite = _cite(cites[0].marker, document, place.start, place.end, s.library)
                    best = max(best or (0, cite), (shared, cite), key=lambda pair: pair[0])
        if best and needs:
            moved = tuple(best[1] if c in cites else c for c in s.reply.citations)
            kept = tuple(dict.fromkeys(moved))
            text = _MARKER_RUN.sub(f" [{best[1].marker}]", said.text)
            return replace(_resaid(s, i, text), citations=kept)
    return None


def add_sentence(s: Subject) -> Reply | None:
    """A sentence that nothing supports, under a citation that exists."""
    if not s.reply.said:
        return None
    stray = Claim(f"{_STRAY} [{s.reply.citations[0].marker}].")
    return s.reply.with_said((*s.reply.said, stray))


def add_uncited(s: Subject) -> Reply | None:
    """A sentence that nothing supports, without any citation."""
    return s.reply.with_said((*s.reply.said, Claim(f"{_STRAY}."))) if s.reply.said else None


def answer_anyway(s: Subject) -> Reply | None:
    """A refusal turned into an answer that quotes the nearest passage."""
    if not s.reply.refused:
        return None
    for document, article in sorted(s.library.items()):
        sentence = sentences(article.body)[-1]
        place = locate(sentence, article.body)
        if place:
            cite = _cite(1, document, place.start, place.end, s.library)
            said = Claim(f"{article.body[place.start : place.end]} [1]")
            return Reply(said.text, "answered", (said,), (cite,), s.reply.passages)
    return None


def answer_with_one_left_out(s: Subject) -> Reply | None:
    """A refusal turned into an answer that tells that a sentence of the model did not stand."""
    answered = answer_anyway(s)
    return replace(answered, remarks=(_LEFT_OUT,)).with_said(answered.said) if answered else None


def refuse(s: Subject) -> Reply | None:
    """An answer turned into a refusal."""
    if s.reply.refused:
        return None
    text = "The articles do not say."
    unsaid = replace(s.reply, status="not_found", said=(), citations=(), lead="")
    return replace(unsaid, text=text, remarks=(text,), missing=(text,))


def empty(s: Subject) -> Reply | None:
    """Nothing at all, called an answer."""
    unsaid = replace(s.reply, status="answered", said=(), citations=(), lead="")
    return replace(unsaid, text="", remarks=(), missing=())


def straight_quotes(s: Subject) -> Reply | None:
    """Typewriter's quotation marks and dashes."""
    table = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "—": "-", "–": "-"})
    return _rewritten(s, lambda text: text.translate(table))


def curly_quotes(s: Subject) -> Reply | None:
    """Printer's quotation marks."""
    return _rewritten(
        s, lambda text: re.sub(r"(?<=\w)'", "’", re.sub(r'"(\S[^"]*)"', r"“\1”", text))
    )


def embolden(s: Subject) -> Reply | None:
    """The first words in bold, as a reader would like to see them."""
    return _rewritten(s, lambda text: re.sub(r"^([\w’'-]+ [\w’'-]+)(?=\s)", r"**\1**", text))


def spell_otherwise(s: Subject) -> Reply | None:
    """Other spellings of the same names and words."""

    def respelt(text: str) -> str:
        for one, other in _OTHER_SPELLINGS:
            text = one.sub(other, text)
        return text

    return _rewritten(s, respelt)


def other_words(s: Subject) -> Reply | None:
    """A verb or adverb replaced by another of the same meaning."""
    pattern = re.compile(rf"\b({'|'.join(_OTHER_WORDS)})\b")
    return _rewritten(s, lambda text: pattern.sub(lambda m: _OTHER_WORDS[m.group()], text))


def numbers_in_words(s: Subject) -> Reply | None:
    """Small numbers written out, where they stand alone."""

    def written(text: str) -> str:
        return re.sub(
            r"(?<![\[\d$.,-])\b(\d{1,2})\b(?![\]\d.,%-])",
            lambda m: _IN_WORDS.get(int(m.group()), m.group()),
            text,
        )

    return _rewritten(s, written)


def frame(s: Subject) -> Reply | None:
    """ "According to the article" before a sentence."""

    def framed(text: str) -> str:
        return f"According to the article, {text}"

    return _rewritten(s, framed)


def drop_last_clause(s: Subject) -> Reply | None:
    """The last clause left out, where what the case asks for stands before it."""
    needs = s.case.needs

    def cut(text: str) -> str:
        head, _, tail = text.rpartition(", ")
        lost = any(mentions(n, text) and not mentions(n, head) for n in needs)
        marks = "".join(_MARKER_RUN.findall(tail))
        return f"{head}{marks}." if len(head.split()) >= 6 and marks and not lost else text

    return _rewritten(s, cut)


def speaker_first(s: Subject) -> Reply | None:
    """ "X said: …" for "…, X said"."""
    pattern = re.compile(r"^[“\"](?P<words>[^”\"]+),[”\"] (?P<who>[A-Z]\w+) said(?P<rest>.*)$")
    return _rewritten(s, lambda text: pattern.sub(r"\g<who> said: “\g<words>”\g<rest>", text))


def merge_markers(s: Subject) -> Reply | None:
    """Markers written "[1, 2]" instead of "[1][2]"."""

    def merged(text: str) -> str:
        return re.sub(r"\[(\d+)\]\s*\[(\d+)\]", r"[\1, \2]", text)

    return _rewritten(s, merged)


def as_list(s: Subject) -> Reply | None:
    """Each sentence an item of a list."""
    return _rewritten(s, lambda text: f"- {text}")


MUTATIONS: tuple[Mutation, ...] = (
    Mutation("number changed", change_number, is_corruption=True),
    Mutation("name from elsewhere", stranger, is_corruption=True),
    Mutation("name from the same article", neighbour, is_corruption=True),
    Mutation("negation", negate, is_corruption=True),
    Mutation("names swapped", swap_names, is_corruption=True),
    Mutation("contrary verb", contrary_verb, is_corruption=True, gated=False),
    Mutation("citation dropped", drop_citation, is_corruption=True, structural=True),
    Mutation("citation dangling", dangle, is_corruption=True, structural=True),
    Mutation("quotation altered", alter_quotation, is_corruption=True, structural=True),
    Mutation("citation moved to another article", move_citation, is_corruption=True),
    Mutation("sentence added, cited", add_sentence, is_corruption=True),
    Mutation("sentence added, uncited", add_uncited, is_corruption=True, structural=True),
    Mutation("refusal turned to answer", answer_anyway, is_corruption=True),
    Mutation(
        "refusal turned to answer, one sentence left out",
        answer_with_one_left_out,
        is_corruption=True,
    ),
    Mutation("answer turned to refusal", refuse, is_corruption=True),
    Mutation("empty answer", empty, is_corruption=True, structural=True),
    Mutation("straight quotes", straight_quotes, is_corruption=False),
    Mutation("curly quotes", curly_quotes, is_corruption=False),
    Mutation("bold words", embolden, is_corruption=False),
    Mutation("other spelling", spell_otherwise, is_corruption=False),
    Mutation("other words", other_words, is_corruption=False),
    Mutation("numbers in words", numbers_in_words, is_corruption=False),
    Mutation("framed", frame, is_corruption=False),
    Mutation("last clause dropped", drop_last_clause, is_corruption=False),
    Mutation("speaker first", speaker_first, is_corruption=False),
    Mutation("markers merged", merge_markers, is_corruption=False),
    Mutation("as a list", as_list, is_corruption=False),
)


def _by_weight(s: Subject) -> list[int]:
    """The sentences, those first that say what the case asks for."""
    needs = s.case.needs
    order = range(len(s.reply.said))
    return sorted(order, key=lambda i: -any(mentions(n, s.reply.said[i].words) for n in needs))


def _names_in(said: Claim) -> list[str]:
    return [name for name in names(said.words) if len(name) > 2 and name in said.text]


def _renamed(s: Subject, i: int, name: str, other: str) -> Reply:
    return _resaid(s, i, s.reply.said[i].text.replace(name, other))


def _resaid(s: Subject, i: int, text: str) -> Reply:
    said = list(s.reply.said)
    said[i] = _with_text(said[i], text)
    return s.reply.with_said(tuple(said))


def _rewritten(s: Subject, rewrite: Callable[[str], str]) -> Reply | None:
    said = tuple(_with_text(one, rewrite(one.text)) for one in s.reply.said)
    return s.reply.with_said(said) if said != s.reply.said else None


def _with_text(said: Claim, text: str) -> Claim:
    """A claim of other words, whose head is then what these say."""
    return said if text == said.text else replace(said, text=text, head=None)


def _cite(marker: int, document: str, start: int, end: int, library: Library) -> Citation:
    article = library[document]
    return Citation(
        marker, document, article.body[start:end], start, end, article.title, article.published
    )

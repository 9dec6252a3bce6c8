"""The parts of a sentence in which news names a speaker, found by the words at their edges.

The subject of a verb of saying stands before it, in commas too ("Its engineer, Ann Poe, said"), or
behind it where a quotation ends ("said Ann Poe"). What somebody is stands beside the name.

Elsewhere: whom a subject means (attribution.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.reader.people.saying import SAYS
from rag.text import BE, HAVE, IRREGULAR, MODAL, STOP_WORDS, Name, is_role, root, words

_MARKS = '“”"'


def unquoted(sentences: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Each sentence with blanks for what is quoted, and whether it begins inside a quotation."""
    plain, within, inside = [], [], False
    for text in sentences:
        if text[:1] in '“"':
            inside = False  # a quotation that was never closed
        within.append(inside)
        shown = []
        for sign in text:
            if sign in _MARKS:
                inside = sign == "“" or (sign == '"' and not inside)
            shown.append(sign if sign in _MARKS or not inside else " ")
        plain.append("".join(shown))
    return plain, within


_MOST_CHUNKS = 3  # "the union's leader, Ann Poe, 45, said"
_PASSIVE = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|being)(?: \w+ly)?|than(?: \w+)?)\s+$", re.IGNORECASE
)
_DID = re.compile(
    rf"^who (?:(?:has|had|once|first|\w+ly) )*(?P<verb>\w+ed|{'|'.join(IRREGULAR)})\b",
    re.IGNORECASE,
)
_BY = re.compile(r"[^;.]*\bby\b")
_BETWEEN = re.compile(  # what may stand between a subject and its verb
    r"(?:\s+(?:had|has|have|also|later|then|again|now|once|never|always|only|just|still|[a-z]+ly))"
    r"*\s*$"
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|you|who|which|that|and|but)$", re.IGNORECASE)
_INVERTED = re.compile(
    r"\s+(?=(?:the|an?|its|his|her|their|one)\b|(?:[a-z-]+ ){0,4}[A-Z])"
    r"(?P<subject>[^.;:!?“”\"]+?)(?=[.;:!?“”\"]|$|, who\b|\bthat\b|\bas\b|\bin an?\b)"
)
_PHRASE = re.compile(  # a noun phrase of one chunk between commas
    r"(?:the|an?|its|his|her|their|this|that|one|another|some|who|whose|now|once|formerly|then|"
    r"aged|\d|[A-Z])",
    re.IGNORECASE,
)


def subject_of(text: str, verb: re.Match[str]) -> tuple[int, int] | None:
    """Where the subject of a verb of saying stands in `text`; None where it has none."""
    before = text[: verb.start()]
    if _PASSIVE.search(before):
        return None
    begins = before.rstrip(" ,")[-1:] in (*_MARKS, "’", "")
    if begins and (after := _INVERTED.match(text, verb.end())):
        return after.span("subject")
    between = _BETWEEN.search(before)
    end = between.start() if between else len(before)
    head = before[:end]
    if _FIRST_PERSON.search(head.rstrip(" ,")):
        return None
    start = max((head.rfind(mark) for mark in (*_MARKS, ";", ":", " – ", " — ")), default=-1) + 1
    chunks = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^,]+", head[start:])]
    chunks = [(a, b) for a, b in chunks if text[a:b].strip()]
    if not chunks:
        return None
    if not head.rstrip(" ").endswith(","):
        a, b = chunks[-1]
        return (_phrase_start(text, a, b), b)
    apposed = chunks[-_MOST_CHUNKS:]
    while len(apposed) > 1 and not all(_PHRASE.match(text[a:b].lstrip()) for a, b in apposed[1:]):
        apposed = apposed[1:]
    return _phrase_start(text, *apposed[0]), chunks[-1][1]


def names_no_doer(question: str, text: str) -> bool:
    """Whether a text tells only that what `question` asks the doer of was done, and by nobody.

    Who said something is told by any verb of saying.

    >>> names_no_doer("Who called it weak?", "Poe praised the law, which was called weak.")
    True
    >>> names_no_doer("Who called it weak?", "Poe called it weak.")
    False
    """
    asked = _DID.search(question)
    if not asked:
        return False
    told = [(w.start, w.end) for w in words(text) if root(w.text) == root(asked["verb"])]
    if not told and SAYS.fullmatch(asked["verb"]):
        told = [found.span() for found in SAYS.finditer(text)]
    return bool(told) and all(
        _PASSIVE.search(text[:start]) and not _BY.match(text, end) for start, end in told
    )


_DETERMINED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]nother|[Oo]ne)\s")
_AFTER_OF = re.compile(r"\b(?:of|for|at|in|from|with|by|to|on)\s$")


def _phrase_start(text: str, start: int, end: int) -> int:
    """Where a chunk's last noun phrase begins: "the judge" of "Outside the court the judge"."""
    begins = [m.start() + start for m in _DETERMINED.finditer(text[start:end])]
    begins = [place for place in begins if not _AFTER_OF.search(text[start:place])]
    return begins[-1] if begins else start


_ACTS = re.compile(r"who(?:se)? (?:\w+ly )?(\w+)")  # "who heads the line"


def head_noun(text: str) -> str:
    """The noun of a phrase, in small letters: "director" of "the managing director of the line"."""
    head = re.split(r",|\b(?:of|for|at|in|from|with|by|on|who|which|to)\b", text, maxsplit=1)[0]
    if acts := _ACTS.match(text):
        head = acts[1]
    told = [w.group().lower() for w in re.finditer(r"[\w’'-]+", head)]
    return told[-1] if told and told[-1] not in STOP_WORDS else ""


def without_role(name: Name) -> tuple[Name, str]:
    """A name that begins a sentence without what its bearer is, and that: "Coach Ann Poe"."""
    role, _, rest = name.text.partition(" ")
    if " " not in rest or not is_role(role):
        return name, ""
    return Name(rest, name.end - len(rest), name.end), role


_BESIDE = re.compile(r"(?:[\w’'-]+ ){1,6}$")  # words before a name: "museum director "
_DESCRIBED_BEFORE = re.compile(
    r"((?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[A-Z][\w-]*['’]s?|[A-Z][a-z]+|[Cc]hair|"
    r"[Aa]nother)\b[^,.;:“”\"()]{2,60}), (?:who is )?$"
)
_DESCRIBED_AFTER = re.compile(
    rf",? ((?!(?:{BE}|{HAVE}|{MODAL}|said|says|and|but|or|in|on|at|"
    r"for|from|with|after|before|when|while|which|where|[a-z]+ed)\b)[a-z]+\b[^,.;:“”\"()]{2,60})"
)
_UNRELATED = re.compile(r"\b(?:no relation|not related|unrelated|unlike)\b")


def described_as(text: str, name: Name) -> Iterator[str]:
    """What the words about a name call its bearer: "museum director", "the driver"."""
    before = text[: name.start]
    if beside := _BESIDE.search(before):
        run: list[str] = []
        for word in reversed(beside.group().split()):
            if word.lower() in STOP_WORDS or SAYS.fullmatch(word):
                break
            run.insert(0, word)
        yield " ".join(run)
    if ahead := _DESCRIBED_BEFORE.search(before):
        yield ahead[1]
    apposed = text.startswith(", ", name.end)
    after = _DESCRIBED_AFTER.match(text, name.end) if apposed else None
    if after and not _UNRELATED.search(after[1]):
        yield after[1]

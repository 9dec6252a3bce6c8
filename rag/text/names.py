"""Proper names in a text.

Capital letters are the evidence; a text without them has no names. Months and days of the week
are dates, and "Prime Minister" is an office: neither is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.text.countries import power
from rag.text.grammar import MONTH
from rag.text.words import STOP_WORDS, Word, telling, word_set


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name as it stands in a text."""

    text: str
    start: int
    end: int


OFFICES = word_set(
    "president premier minister chancellor secretary-general secretary ambassador governor mayor "
    "senator congressman congresswoman king queen prince princess emperor pope chairman chairwoman "
    "director-general director spokesman spokeswoman spokesperson general colonel major captain "
    "admiral lieutenant marshal commander sergeant envoy councilor councillor representative judge "
    "justice professor doctor chief"
)
_OFFICES = OFFICES | word_set(
    "sir lord lady mr mrs ms miss dr prof gen lt col maj capt adm sgt sen rep gov rev pm ceo"
)
_BEFORE_OFFICE = word_set(
    "prime foreign defense defence finance interior deputy vice first permanent former acting "
    "state special press attorney secretary senior energy trade commerce economy health justice "
    "brig lt maj lieutenant major chief executive"
)
# Bodies and features whose names run on with "of": "Bank of England", "Great Hall of the People".
BODIES = word_set(
    "university republic bank ministry department council union sea gulf bay strait house court "
    "church isle cape city federation kingdom institute school college hall chamber board "
    "committee academy hospital museum bureau office organisation organization association party "
    "movement state states nations group agency army league secretary minister"
)
# Surnames too: these end a name as often as they begin an office.
_ALSO_SURNAMES = word_set("king prince pope judge marshal major general justice chief lord miss")
_CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday jan feb apr aug sept oct nov dec"
) | frozenset(MONTH.split("|"))
_FORENAMES_AND_SURNAMES = word_set("may june april august")  # "Theresa May"
# Common first words of sentences, headlines and questions that are neither names nor stop words.
_OPENERS = word_set(
    "according relations pressure footage villages talks officials police experts analysts "
    "officially later earlier yesterday today tomorrow last next asked speaking following "
    "including using based given thanks please dear news home edited reported photo image file "
    "source related read share leave comments reply two three four five six seven eight nine ten "
    "dozens hundreds thousands millions people others nobody everyone someone something nothing "
    "everything critics supporters residents witnesses authorities soldiers troops forces shares "
    "stocks prices oil gas exports imports trade peace war tell list name give show explain "
    "describe compare summarise summarize find say says let yes ok good great new old big part "
    "half first second third finally recently currently previously instead moreover furthermore "
    "nevertheless additionally similarly likewise thus therefore hence perhaps maybe like back "
    "make take see look go come state relating regarding concerning"
)
# Beside countries and their peoples, what a hyphen joins to another as two: "Sino-European".
# Other names are one: "Ocasio-Cortez".
_PLACES = word_set(
    "russo sino anglo franco indo euro europe nato korea korean african arab asian western eastern"
)
# Of whom a body is: "Workers’ Party". Of others it is not part of the name: "Norway’s Ministry".
_MANY = word_set(
    "people peoples children women men workers farmers students teachers veterans citizens doctors "
    "nurses lawyers soldiers writers consumers"
)
OFFICE = re.compile(
    rf"(?<![\w’'-])(?:(?:{'|'.join(sorted(_BEFORE_OFFICE))})\.?[ -]){{0,4}}"
    rf"(?:{'|'.join(sorted(_OFFICES, key=len, reverse=True)).replace('-', '[- ]')})(?![\w-])\.?"
    r"(?: of (?:the )?(?:State|Defen[cs]e|Foreign Affairs|Interior|Commerce|Energy|Finance))?"
    r"(?! (?:Assembly|Staff|Motors|Electric|Council|Department|Palace|Ministry|House|Office))",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S., J.K
    r"|[^\W_]+(?:['’](?=[^\W_])[^\W_]+)*"
)
_POSSESSIVE = re.compile(r"['’][sS]\Z")
_LINK = re.compile(
    r"[ \u00a0](?:de|de la|del|della|der|van|van der|van den|von|von der|bin|ibn|bint|du|da|dos|al"
    r"|el|&)[ \u00a0](?:al-|el-|d['’])?|[ \u00a0](?:al-|el-|as-|ar-)"
)
_DOTTED = re.compile(r"[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Brig|Capt|Adm|Sgt|Sen|Rep|Gov|Rev|Prof")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;…][\"'”’)]*\s+|\n\s*|\s[—–-]\s+)[\"'“‘«(\[]*\Z")
_LEADING_RANK = re.compile(
    r"[ \u00a0‑.-]+|(?:deputy|vice|permanent|former|acting|senior|special|assistant)[ -]",
    re.IGNORECASE,
)
_DAY = re.compile(r"\.? \d")
_WINDOW = 8  # characters before a word that tell whether it begins a sentence


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    owns: bool  # written with a possessive, which ends a name


@lru_cache(maxsize=8192)  # a question looks at the same sentences again and again
def names(text: str) -> tuple[Name, ...]:
    """Return the proper names of `text` in order, without offices and titles.

    A first word of a sentence counts unless it is a common one or stands elsewhere in lower case.

    >>> [n.text for n in names("U.S. envoy Jane Roe met Gen. Li Bai on Sunday in Oslo.")]
    ['U.S.', 'Jane Roe', 'Li Bai', 'Oslo']
    """
    tokens = list(_tokens(text))
    common = {token.text for token in tokens if token.text.islower()}
    shouted = text.isupper()
    found: list[Name] = []
    run: list[_Token] = []
    for token in tokens:
        if token.text[0].islower():
            continue
        continues = bool(run) and _joined(text, run[-1], token)
        if not continues:
            found += _without_offices(text, run)
            run = []
        before = text[max(0, token.start - _WINDOW) : token.start]
        first = not continues and _SENTENCE_START.search(before) is not None
        if _is_name(token.text, before, common, continues=continues, first=first, shouted=shouted):
            run.append(token)
    return tuple(found + _without_offices(text, run))


def names_in(text: str) -> tuple[str, ...]:
    """Return the proper names of `text` in order, as they are written there."""
    return tuple(name.text for name in names(text))


@lru_cache(maxsize=4096)
def telling_words(text: str) -> tuple[Word, ...]:
    """Return the words that tell something, in order, without those of names.

    >>> [w.text for w in telling_words("It was Jane Roe who met the envoy in Oslo.")]
    ['met', 'envoy']
    """
    named = [(name.start, name.end) for name in names(text)]
    return tuple(w for w in telling(text) if not any(a <= w.start < b for a, b in named))


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        written = match.group()
        possessive = _POSSESSIVE.search(written)
        shown = written[: possessive.start()] if possessive else written
        start, end = match.start(), match.start() + len(shown)
        yield _Token(shown, start, end, text[end : end + 1] in ("'", "’"))


def _is_name(
    written: str, before: str, common: set[str], *, continues: bool, first: bool, shouted: bool
) -> bool:
    lower = written.lower()
    if not written[0].isupper():
        return continues and written.isdigit() and before.endswith(("-", "‑"))  # F-16
    if written.isupper() and len(written) > 1:
        return not (shouted and lower in STOP_WORDS)  # WHO and US are names, except in a shout
    if lower in STOP_WORDS or lower in _CALENDAR:
        return continues and lower in _FORENAMES_AND_SURNAMES
    return not (first and (lower in _OPENERS or lower in common or lower.endswith("ly")))


def _joined(text: str, one: _Token, other: _Token) -> bool:
    """Whether two words that are of names belong to the same one."""
    between = text[one.end : other.start]
    dated = other.text.lower() in _CALENDAR and _DAY.match(text, other.end)
    if between in ("'s ", "’s ", "' ", "’ "):
        return one.text.lower() in _MANY
    if one.owns or dated or len(between) > 12:
        return False
    if between == ". ":
        return _DOTTED.fullmatch(one.text) is not None
    if between in ("-", "‑"):
        return not (_is_place(one.text) and _is_place(other.text))
    if between in (" of ", " of the "):
        return one.text.lower() in BODIES
    return between in (" ", "\u00a0") or _LINK.fullmatch(between) is not None


def _is_place(word: str) -> bool:
    return word.lower() in _PLACES or bool(power(word))


def _without_offices(text: str, run: list[_Token]) -> list[Name]:
    """The names in a run of capitalised words: "U.S. Deputy Secretary of State Jane Roe"."""
    if not run:
        return []
    start, end = run[0].start, run[-1].end
    found = []
    for match in OFFICE.finditer(text, start, end):
        if match.end() >= end and match.start() > start and match[0].lower() in _ALSO_SURNAMES:
            continue  # "Stephen King"
        found.append(_trimmed(text, start, match.start()))
        start = match.end()
    found.append(_trimmed(text, start, end))
    return [name for name in found if name.text]


def _trimmed(text: str, start: int, end: int) -> Name:
    while rank := _LEADING_RANK.match(text, start, end):
        start = rank.end()
    while start < end and text[end - 1] in " \u00a0-‑":
        end -= 1
    return Name(text[start:end], start, end)

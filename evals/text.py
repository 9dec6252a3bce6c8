"""How answers, gold quotes and articles are compared: what counts as the same words.

Quotation marks, dashes, white space, case, accents and Markdown never matter; neither does the
mojibake that some files write in place of punctuation. Words are compared whole, so that "yes"
is not found in "yesterday".

Nothing here is shared with rag.text: what checks the assistant must not have its faults.

Elsewhere: numbers (evals/numbers.py), whether a text supports a claim (evals/support.py).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

# One letter or sign that a wrongly decoded quotation mark or dash leaves behind: "ā", "â€™".
_MOJIBAKE = frozenset("āâ€™œ˜\ufffd")
_STRAY_SIGN = re.compile(r"\bā(?=\w)|(?<=\w)ā(?=s?\b)|\bā\b")
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛`´", "'") | dict.fromkeys("“”„‟«»", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[$€£%]")
_MARKER = re.compile(r"(?<!\\)\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # any sign of ASCII, as in CommonMark
_ABBREVIATIONS = re.compile(r"\b(?:U\.[SNK]|Gen|Mr|Mrs|Ms|Dr|St|Sen|Rep|No|vs|[A-Z])\.$")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]*]*(?:\s*\[\d+(?:\s*[,;]\s*\d+)*\])*\s+|\n+")

# One word in several spellings, as far as rules can tell.
_SPELLINGS = tuple(
    (re.compile(written), shown)
    for written, shown in (
        (r"(?<=\w{3})is(?=(?:e|ed|es|ing|ation|ations)\Z)", "iz"),  # organise
        (r"(?<=\w{2}[bdlmnv])our(?!n)", "or"),  # favourite, but not journey
        (r"(?<=\w{2}[nt])re(?=s?\Z)", "er"),  # centre
        (r"\A(def|off|lic|pret)ence(?=s?\Z)", r"\1ense"),
        (r"(?<=\w{3})(?:yy|iy|ii)\Z", "y"),  # names out of Cyrillic
    )
)
# Cities under an older name, as newspapers print both; not taken from any article.
_RENAMED = {
    "kiev": "kyiv",
    "kharkov": "kharkiv",
    "odessa": "odesa",
    "lvov": "lviv",
    "peking": "beijing",
    "bombay": "mumbai",
    "calcutta": "kolkata",
    "rangoon": "yangon",
}

# Words that carry grammar, not content; negations are left out on purpose.
_GRAMMAR = (
    "a an the of to in on at and or for is are was were be been being by with as that this it its "
    "from which these those has have had but can may also their they them he she his her him such "
    "than then there into over more most some other about between both who whom what when where "
    "how did do does done will would shall should could said says say after before"
)
STOP_WORDS = frozenset(_GRAMMAR.split())


class Span(NamedTuple):
    """A range of characters, `end` exclusive."""

    start: int
    end: int

    def overlap(self, other: Span) -> int:
        """How many characters the two share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def markers(text: str) -> list[int]:
    """The citation markers in `text`, in order; "[1, 2]" is two."""
    return [int(n) for group in _MARKER.findall(text) for n in re.findall(r"\d+", group)]


@lru_cache(maxsize=8192)
def plain(markdown: str) -> str:
    """Return the words of an answer: no markers, emphasis or escapes."""
    text = _MARKER.sub("", markdown)
    text = re.sub(r"(?<!\\)(\*\*|__|\*|`)", "", text)
    text = re.sub(r"(?m)^\s*(?:[-*+]|\d+[.)]|#+|>)\s+", "", text)
    text = _ESCAPED.sub(r"\1", text)
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"[ \t]+", " ", text)).strip()


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared: bare, lower-case, one spelling."""
    text = _STRAY_SIGN.sub(" ", text)
    bare = unicodedata.normalize("NFKD", text.translate(_QUOTES).translate(_DASHES))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    found = []
    for written in _WORD.findall(bare):
        word = written.removesuffix("'s") if written[0].isalpha() else written
        found.append(_one_spelling(word.replace(",", "")))
    return tuple(found)


def says(text: str, phrase: str) -> bool:
    """Whether `phrase` occurs in `text` word for word; a plural of its last word counts."""
    haystack, needle = words(text), words(phrase)
    if not needle:
        return False
    n = len(needle)
    lasts = {needle[-1], f"{needle[-1]}s"}
    return any(
        haystack[i : i + n - 1] == needle[:-1] and haystack[i + n - 1] in lasts
        for i in range(len(haystack) - n + 1)
    )


@lru_cache(maxsize=8192)
def stems(text: str) -> tuple[str, ...]:
    """The content words of `text`, stemmed, in order."""
    return tuple(_stem(word) for word in words(text) if word not in STOP_WORDS)


@lru_cache(maxsize=512)
def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the letters and digits of `text`, and the position of each in it."""
    kept, positions = [], []
    for i, char in enumerate(text):
        decimal = char == "." and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
        if (char.isalnum() and char not in _MOJIBAKE) or char in "$%" or decimal:
            folded = unicodedata.normalize("NFKD", char).casefold()
            kept.append(folded[0])
            positions.append(i)
    return "".join(kept), tuple(positions)


def locate(quote: str, body: str, *, near: int = 0) -> Span | None:
    """Where `quote` stands in `body`, but for punctuation, space and case; None if nowhere.

    Of several places the first at or after `near` is taken, else the first of all.
    """
    key, _ = fold(quote)
    whole, positions = fold(body)
    if not key:
        return None
    at = whole.find(key, bisect_left(positions, near))
    at = at if at >= 0 else whole.find(key)
    return Span(positions[at], positions[at + len(key) - 1] + 1) if at >= 0 else None


@lru_cache(maxsize=2048)
def sentences(text: str) -> tuple[str, ...]:
    """Split prose into sentences, well enough to count and quote them."""
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        piece = text[start : end.end()]
        following = text[end.end() : end.end() + 1]
        broken = _ABBREVIATIONS.search(piece.rstrip()) or following.islower()
        if broken and "\n" not in end.group():
            continue
        if piece.strip():
            found.append(piece.strip())
        start = end.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return tuple(found)


@lru_cache(maxsize=65536)
def _one_spelling(word: str) -> str:
    for written, shown in _SPELLINGS:
        word = written.sub(shown, word)
    return _RENAMED.get(word, word)


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))

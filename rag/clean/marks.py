"""Quotation marks, apostrophes and dashes that all became one letter, set right by context.

In UTF-8 these marks are E2 80 xx. Software that read the bytes in a single-byte code page and
dropped the control characters left one letter for each mark, the same one throughout: `ā` in
cp1257, `â` in cp1252, `в` in cp1251. Other software wrote `?` or U+FFFD. What each one was
can only be told by where it stands, and whether anything was lost only by several standing where
no word puts that letter. Real words that hold it ("Māori", "château") stay.

Elsewhere: text whose bytes are all still there is ftfy's work (rag/clean/repair.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# What byte E2 is in the single-byte code pages of Windows, ISO, DOS and KOI8. The Mac's page drops
# no control characters, and has there the mark that opens an inner quotation in German.
LETTERS = frozenset("âāвβגтБбΓÔгโظ")
REPLACEMENT = "\ufffd"

_CONTRACTION = (
    r"(?:do|does|did|is|are|was|were|ca|wo|would|could|should|has|have|had)n{m}t"
    r"|(?:it|he|she|that|what|there|who|let|here|where){m}s"
    r"|i{m}(?:m|ve|ll|d)|(?:we|you|they){m}(?:re|ve|ll|d)|(?:he|she|it|that){m}(?:ll|d)"
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to)\b", re.IGNORECASE)
_INSIDE = re.compile(r"(?:s|t|d|m|re|ve|ll|S|T|D|M|RE|VE|LL|em)(?!\w)")  # after an apostrophe
_DECADE = re.compile(r"\d0s\b")
_INITIALS = re.compile(r"(?:\b\w\.)+$")
_ELIDED = re.compile(r"(?:^|\W)(?:[ldjnsmtcLDJNSC]|[Qq]u|[Dd]ell|[Aa]ll|[Uu]n)$")  # not "Māori"
_OPENS_BEFORE = '([—–-/“‘"'
_LONGEST_RUN = 8  # marks side by side; bounds the work on hostile text, as does the next
_LOOK_AHEAD = 200
_VOWELS = "aeiouyhàâéèêîôûAEIOUYHÀÂÉÈÊÎÔÛ"


def restore(text: str) -> str:
    """`text` with every lost mark that its context explains put back."""
    text = _one_replacement_a_mark(text)
    for mark in sorted((LETTERS | {REPLACEMENT, "?"}) & set(text)):
        if _was_lost(text, mark):
            text = "".join(_Line(line, mark).restored() for line in _segments(text))
    return text


def _is_latin(letters: str) -> bool:
    return not any(c.isalpha() and c > "\u024f" for c in letters)


def _one_replacement_a_mark(text: str) -> str:
    runs = re.findall(f"{REPLACEMENT}+", text)
    if runs and all(len(run) % 3 == 0 for run in runs):  # one for each byte of a mark
        return text.replace(REPLACEMENT * 3, REPLACEMENT)
    return text


def _segments(text: str) -> list[str]:
    """Lines; those of one hard-wrapped sentence together, for a quotation may span them."""
    return re.findall(r"(?:[^\n]*[^\n.!?:]\n(?=[^\n]))*[^\n]*\n?", text)


@lru_cache(maxsize=64)
def _evidence(mark: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    m = re.escape(mark)
    stop = "[,;]" if mark == "?" else "[,.;!]"  # "What!?", "So...?"
    never = (  # places where no word has the letter
        rf"(?<![^\s(\[—-]){m}[A-Z][a-z’']"
        rf"|(?<={stop}){m}(?![^\s,.;:)])"
        + (rf"|(?<=[A-Za-z,.]\s){m}(?=\s[A-Za-z])" if mark != "?" else "")  # "Who ? Me ?"
    )
    contraction = rf"\b(?:{_CONTRACTION.format(m=m)})\b"
    possessive = rf"\b[A-Z][a-z]+{m}s\b"
    return re.compile(never), re.compile(contraction, re.IGNORECASE), re.compile(possessive)


def _was_lost(text: str, mark: str) -> bool:
    never, contraction, possessive = _evidence(mark)
    # One place may be an accident of typing. Two, or one and a word like "donāt", are not.
    score = len(never.findall(text)) + 2 * len(contraction.findall(text))
    if mark == REPLACEMENT:
        return bool(score or possessive.search(text))
    if score < 2 and _ENGLISH.search(text):
        score += len(set(possessive.findall(text)))  # one alone may be a foreign word's plural
    return score >= 2


@dataclass(frozen=True, slots=True)
class _Place:
    """One occurrence of the mark: its position and what stands about it."""

    at: int
    kind: str  # open, close, dash, range, apostrophe, letter
    sure: bool = True


class _Line:
    """The marks of one paragraph, so that its quotations can be balanced."""

    def __init__(self, text: str, mark: str) -> None:
        self.text = text
        self.mark = mark
        self.places = [self._place(i) for i, c in enumerate(text) if c == mark]

    def restored(self) -> str:
        if not self.places:
            return self.text
        letters = list(self.text)
        depth = 0
        for n, place in enumerate(self.places):
            new, depth = self._resolve(n, place, depth)
            letters[place.at] = new
        return "".join(letters)

    def _place(self, i: int) -> _Place:
        left, right = i - 1, i + 1
        while left > i - _LONGEST_RUN and self._at(left) == self.mark:
            left -= 1
        while right < i + _LONGEST_RUN and self._at(right) == self.mark:
            right += 1
        before, after = self._at(left), self._at(right)
        near = self._letter_before(left) + self._letter_after(right)
        if not _is_latin(self.mark) and not _is_latin(near):
            return _Place(i, "letter")  # its own script: there it is a letter like others
        if before.isspace() and after.isspace():
            return _Place(i, "dash")
        if before.isalnum() and after.isalnum():
            return _Place(i, self._between_letters(i, left, right))
        return self._at_an_edge(i, right, before, after)

    def _at_an_edge(self, i: int, right: int, before: str, after: str) -> _Place:
        """A mark between a letter or stop on one side and a space or stop on the other."""
        if before == "." and _INSIDE.match(self.text, right):
            if _INITIALS.search(self.text[max(0, i - 12) : i]):
                return _Place(i, "apostrophe")  # the U.N.’s
        elif _DECADE.match(self.text, right):
            return _Place(i, "apostrophe")
        if before.isspace() or before in _OPENS_BEFORE:
            return _Place(i, "open", sure=not after.islower())
        return _Place(i, "close", sure=not before.isalpha())

    def _at(self, i: int) -> str:
        return self.text[i] if 0 <= i < len(self.text) else " "

    def _letter_before(self, at: int) -> str:
        return next((c for c in reversed(self.text[max(0, at - 8) : at + 1]) if c.isalpha()), "")

    def _letter_after(self, at: int) -> str:
        return next((c for c in self.text[at : at + 8] if c.isalpha()), "")

    def _between_letters(self, i: int, left: int, right: int) -> str:
        text = self.text
        if text[left].isdigit() and text[right].isdigit():
            return "range"
        if right - left != 2 or not text[right].isalpha():
            return "letter"
        elided = _ELIDED.search(text[max(0, left - 5) : i]) and text[right] in _VOWELS
        irish = text[left] == "O" and text[right].isupper()
        return "apostrophe" if elided or irish or _INSIDE.match(text, right) else "letter"

    def _resolve(self, n: int, place: _Place, depth: int) -> tuple[str, int]:
        """What stands at `place`, and how many quotations are open after it."""
        match place.kind:
            case "dash":
                asks = self.mark == "?" and not self._at(place.at + 2).islower()
                return "?" if asks else "—", depth
            case "range":
                return "–", depth
            case "apostrophe":
                return "’", depth
            case "open" if place.sure or self._closes_later(n):
                return ("“", 1) if depth == 0 else ("‘", 2)
            case "close":
                return self._close(n, place, depth)
        return self.mark, depth

    def _close(self, n: int, place: _Place, depth: int) -> tuple[str, int]:
        text, at = self.text, place.at
        if self.mark == "?" and not self._question_mark_closes(n, place, depth):
            return "?", depth
        if place.sure:
            return ("’", 1) if depth == 2 else ("”", 0)
        if self._foreign_word_before(at):
            return self.mark, depth
        plural = text[at - 1] in "sS" and text[at + 1 : at + 3].strip()[:1].isalpha()
        if depth == 0:
            return ("’", 0) if plural else (self.mark, 0)
        if plural and self._closes_later(n):
            return "’", depth
        return ("’", 1) if depth == 2 else ("”", 0)

    def _closes_later(self, n: int) -> bool:
        """Whether a quotation open after place `n` is closed before another opens."""
        for place in self.places[n + 1 : n + _LOOK_AHEAD]:
            if place.kind == "close":
                return True
            if place.kind == "open":
                return False
        return False

    def _question_mark_closes(self, n: int, place: _Place, depth: int) -> bool:
        following = self.text[place.at + 1 : place.at + 3].strip()
        if following.startswith("?"):  # "?Why?? he asked": the first one asks
            return False
        if place.sure:
            return self.text[place.at - 1] in ",.?!"
        return depth > 0 and (following[:1].islower() or not self._closes_later(n))

    def _foreign_word_before(self, at: int) -> bool:
        match = re.search(r"\w+$", self.text[max(0, at - 40) : at])
        return match is not None and not match.group().isascii()

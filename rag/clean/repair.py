"""Characters as their writer meant them: mojibake mended, invisible ones gone, one normal form.

What leaves here for good is what no one can see: controls, zero-width and direction marks,
soft hyphens. Everything after this step is accounted for, in the body or as an omission.

Elsewhere: bytes to text (rag/clean/encoding.py), marks lost altogether (rag/clean/marks.py).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from rag.clean.marks import REPLACEMENT, restore

if TYPE_CHECKING:
    import ftfy

_NEWLINES = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Joiners (U+200C, U+200D) hold words and emoji together in several scripts, so they stay there.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
# After ftfy: in mojibake, C1 controls and the soft hyphen are bytes of letters.
_INVISIBLE = re.compile(
    r"[\x80-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    r"|(?<![^\x00-\u02ff])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u02ff])"
)
# Typography alone is no mojibake, which always has letters or symbols of other kinds in it.
_PERHAPS_BROKEN = re.compile(r"[^\x00-\x7f\u2010-\u2015\u2018-\u201e\u2022\u2026]")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_MOST_ROUNDS = 5  # of mending; ordinary text takes one, or two if something invisible was in it
_SURROGATES = re.compile("[\ud800-\udfff]")
_WHOLE = re.compile("â€[œ™˜“”¦]")
# "â€" is E2 80 read as cp1252; without one of cp1252's readings of the third byte, that is lost.
_REMNANT = re.compile("â€(?![\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])")


# No word has so many marks in a row; any text that has fits here, being no letters or digits.
_MANY_MARKS = re.compile(r"[^\w\s\x00-\xff]{32,}")
# Tibetan vowels that are two marks of different classes, and say of themselves that they are none.
_DOUBLE_MARKS = {"\u0f73": "\u0f71\u0f72", "\u0f75": "\u0f71\u0f74", "\u0f81": "\u0f71\u0f80"}


def in_order(text: str) -> str:
    """`text` with long runs of accents in the order that Unicode gives them.

    It is the same text. unicodedata.normalize sorts them by insertion: 100,000 take it 8 s, and
    twice as many four times as long.
    """
    return text if text.isascii() else _MANY_MARKS.sub(_sorted_marks, text)


def _sorted_marks(run: re.Match[str]) -> str:
    marks = run[0]
    for two, parts in _DOUBLE_MARKS.items():
        marks = marks.replace(two, parts)
    sorted_parts = (sorted(part, key=combining) for _, part in groupby(marks, key=_is_mark))
    return "".join(mark for part in sorted_parts for mark in part)


def _is_mark(char: str) -> bool:
    return combining(char) > 0


def repair(text: str) -> str:
    """`text` with broken characters mended, in NFC, lines ended by "\\n" alone.

    Never raises, and leaves its own result alone.
    """
    text = _CONTROLS.sub("", text)
    if not text.isascii():
        text = _SURROGATES.sub(REPLACEMENT, text)
        # Beside whole marks, what is lost is the one byte that cp1252 has no character for: ”.
        text = _REMNANT.sub("â€\x9d" if _WHOLE.search(text) else REPLACEMENT, text)
        text = in_order(text)
    for _ in range(_MOST_ROUNDS):
        if _PERHAPS_BROKEN.search(text):
            text = _fixer()(text)
        text = _NEWLINES.sub("\n", text)
        text = text.replace("\u00ad\n", "-\n")  # a word divided at the line's end
        seen = _SPACES.sub(" ", _INVISIBLE.sub("", text))
        if seen == text:
            break
        text = seen  # what stood about what has gone may be mojibake together
    return restore(normalize("NFC", text))


@cache
def _fixer() -> _Fixer:
    return _Fixer()


class _Fixer:
    """ftfy, loaded on the first text that is not plain ASCII."""

    def __init__(self) -> None:
        from ftfy import TextFixerConfig, fix_text

        self._fix = fix_text
        self._config: ftfy.TextFixerConfig = TextFixerConfig(
            unescape_html=False,  # "&lt;" in an article on markup is its own word
            uncurl_quotes=False,
            fix_character_width=False,  # Chinese and Japanese punctuation is wide
            remove_control_chars=False,  # done above, for ASCII text too
            normalization="NFC",
            explain=False,
        )

    def __call__(self, text: str) -> str:
        return self._fix(text, self._config)

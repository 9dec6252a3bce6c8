"""Read a model's streamed answer as sentences with the numbers of the evidence behind them.

Models write their references in many ways: [1], [1, 2], [1][2], [1-3], 【1†source】, [^1], (1) at
the end of a sentence, before the full stop, after it, on a line of their own, and split over
two tokens. All become numbers; none stays in the text. A bracket that holds nothing but numbers is
a reference wherever it stands; "(1)" only at the end of a sentence and if such evidence exists.

Cutting the stream differently never changes what is read: a sentence is given only when nothing
that may follow can change it. Elsewhere: what the numbers prove (rag/verify/), the markers that
a person sees (rag/compose.py).
Not promised: that each abbreviation is known; then two sentences are read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BRACKET_MAX = 60  # a longer bracket is prose
_NOUN = r"(?:(?:sentences?|sources?|evidence|refs?|numbers?|no\.|nos\.|s|#|\^)\s*)?"
_ONE = rf"{_NOUN}\d+"
_LIST = rf"\s*{_ONE}(?:\s*(?:,|;|&|and|to|[-–—])\s*(?:and\s+)?{_ONE})*\s*[,.]?\s*(?:†[^\]】\n]*)?"
_GROUP = re.compile(rf"[\[【]{{1,2}}{_LIST}[\]】]{{1,2}}", re.I)
_YEAR = re.compile(r"\[[12]\d{3}\]")  # no sentence has such a number: "the law of [2023]"
_GROUPS = re.compile(rf"(?:[ \t]*{_GROUP.pattern})+", re.I)
_ROUND = re.compile(r"(?:[ \t]*\(\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\))+")
_HALF_GROUP = re.compile(rf"[\[【][^\]】\n]{{0,{_BRACKET_MAX}}}\Z|\(\s*[\d,;–\- ]*\Z")
_HALF_AT_END = re.compile(r"\s*[\[【(][\d,;\s–-]*\Z")
_RANGE = re.compile(rf"({_ONE})\s*(?:[-–—]|to)\s*({_ONE})|{_ONE}", re.I)
_STOP = re.compile(r"[.!?…]+[\"'”’»)*_`]*")
_SPACE = re.compile(r"[ \t]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rep|Sen|Gov|Pres|St|Jr|Sr|No|Nos|vs|"
    r"approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|Inc|Ltd|Co|Corp)"
    r"|\b[A-Z](?:\.[A-Z])*)\Z"
)
_LIST_ITEM = re.compile(r"\s*(?:[-*•+–]\s+|\d{1,2}[.)]\s+)")
_LIST_NUMBER = re.compile(r"\s*\d{1,2}\Z")
_HEADING = re.compile(r"\s*(?:#{1,6}\s|[-*_=`~]{3,}\s*\w*\Z|\|[\s:|-]+\Z)")
_ROW = re.compile(r"\s*\|(.+)\|\s*\Z")
_OPENING = re.compile(r"\s*(?:final\s+)?answer\s*:\s*", re.I)
_SIDE = re.compile(r"\s*SIDE\s*\w?\s*:\s*(.*)\Z", re.S)
_LABEL = re.compile(r"(.{1,60}?)(?:\s+[-–—]\s+|:\s+|\s*\n)(.+)\Z", re.S)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)")
_THOUGHT, _THOUGHT_END = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a model: its words without references, and the numbers that it gives.

    `text` is plain text of the model's, on one line, and still to be escaped. `numbers` are of
    evidence that exists, each once, in order; `unknown` are the others.
    """

    text: str
    numbers: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    side: str = ""  # the short answer under whose heading it stands, in a dispute
    item: bool = False  # written as an item of a list


class Parser:
    """Takes the stream piece by piece, gives sentences; evidence is numbered 1 to `known`."""

    def __init__(self, known: int) -> None:
        self._known = known
        self._rest = ""
        self._side = ""
        self._fresh = True  # nothing but blanks has come yet

    def feed(self, piece: str) -> list[Statement]:
        """Return the sentences that `piece` completes."""
        self._rest += piece
        return self._read(final=False)

    def close(self, *, whole: bool = True) -> list[Statement]:
        """Return what is left; unless the answer came `whole`, its last words are dropped.

        A sentence that was only held back for what might follow it is complete all the same if
        a reference and a full stop end it.
        """
        if not whole:
            ended = re.search(rf"{_GROUP.pattern}[.!?]\s*\Z", self._rest, re.I)
            if not ended:
                self._read(final=False)
                self._rest = ""
        return self._read(final=True)

    def _read(self, *, final: bool) -> list[Statement]:
        if not self._thought(final=final):
            return []
        found = []
        while (end := _end(self._rest, final=final)) is not None:
            unit, self._rest = self._rest[:end], self._rest[end:]
            if said := self._said(unit):
                found.append(said)
        return found

    def _thought(self, *, final: bool) -> bool:
        """Drop what a reasoning model thinks aloud; False while it has not finished."""
        opening = self._rest.lstrip()
        while self._fresh and opening.startswith(_THOUGHT) and _THOUGHT_END in opening:
            self._rest = opening.partition(_THOUGHT_END)[2]
            opening = self._rest.lstrip()
        if not self._fresh or not opening:
            return True
        if opening.startswith(_THOUGHT) or (_THOUGHT.startswith(opening) and not final):
            self._rest = "" if final else self._rest
            return False
        self._fresh = False
        return True

    def _said(self, unit: str) -> Statement | None:
        if _HEADING.match(unit):
            return None
        text = _plain(unit)
        if side := _SIDE.match(text):
            return self._side_line(side[1])
        row, item = _ROW.match(text), _LIST_ITEM.match(text)
        if row:  # of a table: what it is of, then what is said of it
            first, *others = (cell.strip() for cell in row[1].split("|"))
            text = f"{first}: {', '.join(others)}" if others else first
        text = _OPENING.sub("", text[item.end() :] if item else text, count=1)
        said = self._without_references(text, item=bool(item or row))
        leads_in = said.text.endswith(":") and not said.numbers
        ignored = leads_in or said.text.strip(" .!*_").upper() in ("DISPUTED", "DISPUTE", "")
        return None if ignored else said

    def _side_line(self, text: str) -> Statement | None:
        """Take "SIDE: Monday" as a heading, "SIDE: Monday: the vote … [3]" as both."""
        bare = self._without_references(text, item=False)
        if not bare.numbers:
            self._side = bare.text.rstrip(".: ")[:_BRACKET_MAX]
            return None
        label = _LABEL.match(text)
        self._side = label[1].strip() if label else ""
        return self._without_references(label[2] if label else text, item=False)

    def _without_references(self, text: str, *, item: bool) -> Statement:
        numbers: list[int] = []
        for_evidence = range(1, self._known + 1)
        if (last := _last_round(text)) and all(n in for_evidence for n in _numbers(last[0])):
            numbers += _numbers(last[0])
            text = text[: last.start()] + text[last.end() :]
        while found := _GROUP.search(
            _YEAR.sub(" " * 6, text)
        ):  # taking one out may close up another
            numbers += _numbers(found[0], limit=self._known)
            text = text[: found.start()].rstrip() + text[found.end() :]
        text = _HALF_AT_END.sub("", text)
        text = re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(text.split()))
        text = re.sub(r"([.!?])\.+\Z", r"\1", text).strip()
        each = tuple(dict.fromkeys(numbers))
        return Statement(
            text,
            tuple(n for n in each if n in for_evidence),
            tuple(n for n in each if n not in for_evidence),
            self._side,
            item,
        )


def _end(text: str, *, final: bool) -> int | None:
    """Where the first sentence of `text` ends, with its references; None if that is not known."""
    at = len(text) - len(text.lstrip())
    start = at
    if start == len(text):
        return None
    while at < len(text):
        char = text[at]
        if char in "[【":
            if (past := _past_bracket(text, at, final=final)) is None:
                return None
            at = past
        elif char == "\n":
            end = _after_line(text, at, final=final)
            if end is None or end >= 0:
                return end
            at += 1
        elif char in ".!?…":
            end, past = _after_stop(text, start, at, final=final)
            if end is None or end >= 0:
                return end
            at = past
        else:
            at += 1
    return len(text) if final else None


def _past_bracket(text: str, at: int, *, final: bool) -> int | None:
    close = re.compile(rf"[^\]】\n]{{0,{_BRACKET_MAX}}}[\]】]").match(text, at + 1)
    if close:
        return close.end()
    return None if _HALF_GROUP.match(text, at) and not final else at + 1


def _after_line(text: str, at: int, *, final: bool) -> int | None:
    """The end at a line's end: behind references alone on the next line, else here."""
    following = re.compile(r"\s*").match(text, at)
    past = following.end() if following else at
    if past == len(text):
        return at if final else None
    if not final and _HALF_GROUP.match(text, past):
        return None
    if marks := _GROUPS.match(text, past):
        rest = re.compile(r"[.!?]?[ \t]*").match(text, marks.end())
        past = rest.end() if rest else marks.end()
        if past == len(text):
            return past if final else None
        if not final and _HALF_GROUP.match(text, past):
            return None
        if text[past] == "\n":
            return past
    return at


def _after_stop(text: str, start: int, at: int, *, final: bool) -> tuple[int | None, int]:
    """(end, where to go on): end is None if more must come, -1 if the sentence goes on."""
    stop = _STOP.match(text, at)
    past = stop.end() if stop else at + 1
    if past == len(text):
        return (past if final else None), past
    marked = past
    while True:
        spaces = _SPACE.match(text, marked)
        ahead = spaces.end() if spaces else marked
        if not final and (ahead == len(text) or _HALF_GROUP.match(text, ahead)):
            return None, past
        marks = _GROUPS.match(text, ahead) or _ROUND.match(text, ahead)
        if not marks:
            break
        again = re.compile(r"[.!?…]*").match(text, marks.end())
        marked = again.end() if again else marks.end()
        if marked == len(text):
            return (marked if final else None), past
    if ahead == len(text):  # only blanks follow, and nothing more will
        return marked, past
    if text[ahead] == "\n":
        return -1, marked  # the line's end will tell
    goes_on = ahead == marked or text[ahead].islower()
    if marked == past and not goes_on:
        before = text[start:at]
        goes_on = bool(_ABBREVIATION.search(before) or _LIST_NUMBER.match(before))
    return (-1 if goes_on else marked), marked


def _last_round(text: str) -> re.Match[str] | None:
    for found in _ROUND.finditer(text):
        if not text[found.end() :].strip(" .!?…\"'”’»*_"):
            return found
    return None


def _numbers(group: str, limit: int = 999) -> list[int]:
    found: list[int] = []
    for match in _RANGE.finditer(group.partition("†")[0]):
        digits = [int(n[:9]) for n in re.findall(r"\d+", match[0])]
        low, high = min(digits), max(digits)
        found += [low] if low == high else range(low, min(high, max(limit, low)) + 1)
    return found


def _plain(text: str) -> str:
    """`text` without the Markdown that emphasises or links; links keep their words."""
    text = _LINK.sub(r"\1", text.strip().removeprefix(">").strip())
    text = text.replace(_THOUGHT_END, "").replace("**", "").replace("__", "")
    return _UNDERLINED.sub(r"\1", _EMPHASIS.sub(r"\1", text))

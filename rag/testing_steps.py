"""How many steps a search takes: what a test of proportion counts, instead of seconds.

`Counted` stands in for a compiled pattern. The pattern itself answers each call; beside it a plain
backtracking matcher walks through Python's own parse of the pattern, counts what it tries, and must
find the same. `re` takes fewer steps, but what grows with the square of a text there does so here.

Not promised: possessive repeats, conditions on groups, and flags other than IGNORECASE.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

Then = Callable[[int], bool]  # goes on from a place in the text; whether all the rest matched
Items = Sequence[tuple[Any, Any]]  # of a parsed pattern: what it is, and of what
END = 2**62

ONE = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}  # what matches one character
KINDS: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    sre.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    sre.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    sre.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}


class Counted:
    """A pattern that counts; `steps` is what all its calls so far have taken."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.steps = 0
        self._real = pattern
        self._items = list(_parser.parse(pattern.pattern, pattern.flags))

    def match(self, text: str, pos: int = 0, endpos: int = END) -> re.Match[str] | None:
        """As of the pattern."""
        found = self._real.match(text, pos, endpos)
        self._walk(text[:endpos], pos, pos, found)
        return found

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of the pattern; no more steps than to match what is there."""
        self.match(text)
        return self._real.fullmatch(text)

    def search(self, text: str, pos: int = 0, endpos: int = END) -> re.Match[str] | None:
        """As of the pattern."""
        found = self._real.search(text, pos, endpos)
        self._walk(text[:endpos], pos, len(text), found)
        return found

    def finditer(self, text: str, pos: int = 0, endpos: int = END) -> Iterator[re.Match[str]]:
        """As of the pattern."""
        for found in self._real.finditer(text, pos, endpos):
            self._walk(text[:endpos], pos, len(text), found)
            yield found
            pos = found.end() + (found.end() == found.start())
        self._walk(text[:endpos], pos, len(text), None)

    def _walk(self, text: str, first: int, last: int, found: re.Match[str] | None) -> None:
        """Try each beginning from `first` on until `found` is met, or to the `last`."""
        for at in range(first, min(last, len(text), found.start() if found else END) + 1):
            one = _Try(text, fold=bool(self._real.flags & re.IGNORECASE))
            end = one.end(self._items, at)
            self.steps += one.steps
            if end != (found.end() if found and at == found.start() else None):
                raise RuntimeError(f"{self._real.pattern!r} is walked wrongly at {at} of {text!r}")


class _Try:
    """One try to match, from one place on."""

    def __init__(self, text: str, *, fold: bool) -> None:
        self.steps = 0
        self._text = text
        self._fold = fold
        self._groups: dict[int, tuple[int, int]] = {}
        self._ways: dict[Any, Callable[[Any, int, Then], bool]] = {
            sre.AT: lambda what, at, then: self._stands(what, at) and then(at),
            sre.BRANCH: lambda what, at, then: any(self.walk(p, at, then) for p in what[1]),
            sre.SUBPATTERN: self._group,
            sre.ASSERT: lambda what, at, then: self._ahead(what, at) and then(at),
            sre.ASSERT_NOT: lambda what, at, then: not self._ahead(what, at) and then(at),
            sre.GROUPREF: self._again,
            sre.MAX_REPEAT: self._greedy,
            sre.MIN_REPEAT: self._shy,
        }

    def end(self, items: Items, at: int) -> int | None:
        """Where a match from `at` on ends; None if there is none."""
        ends: list[int] = []

        def done(end: int) -> bool:
            ends.append(end)
            return True

        return ends[0] if self.walk(items, at, done) else None

    def walk(self, items: Items, at: int, then: Then) -> bool:
        """Whether the items match from `at` on, and `then` what follows."""
        self.steps += 1
        if not items:
            return then(at)
        (kind, what), rest = items[0], items[1:]

        def on(end: int) -> bool:
            return self.walk(rest, end, then)

        if kind in ONE:
            return self._fits(kind, what, at) and on(at + 1)
        return self._ways[kind](what, at, on)

    def _group(self, what: Any, at: int, then: Then) -> bool:
        number, _, _, part = what

        def closed(end: int) -> bool:
            if number:
                self._groups[number] = (at, end)
            return then(end)

        return self.walk(part, at, closed)

    def _ahead(self, what: Any, at: int) -> bool:
        way, part = what
        if way > 0:
            return self.walk(part, at, lambda _: True)
        start = at - part.getwidth()[0]
        return start >= 0 and self.walk(part, start, lambda end: end == at)

    def _again(self, number: int, at: int, then: Then) -> bool:
        start, end = self._groups[number]
        said = self._text[start:end]
        return self._text.startswith(said, at) and then(at + len(said))

    def _greedy(self, what: Any, at: int, then: Then) -> bool:
        least, most, part = what
        if len(part) > 1 or part[0][0] not in ONE:
            return self._times(what, 0, at, then, shy=False)
        (kind, one), end = part[0], at
        while end - at < most and self._fits(kind, one, end):
            self.steps += 1
            end += 1
        return any(then(each) for each in range(end, at + least - 1, -1))

    def _shy(self, what: Any, at: int, then: Then) -> bool:
        return self._times(what, 0, at, then, shy=True)

    def _times(self, what: Any, done: int, at: int, then: Then, *, shy: bool) -> bool:
        least, most, part = what

        def more(end: int) -> bool:
            return (end > at or done < least) and self._times(what, done + 1, end, then, shy=shy)

        if done < least:
            return self.walk(part, at, more)
        if shy and then(at):
            return True
        return (done < most and self.walk(part, at, more)) or (not shy and then(at))

    def _fits(self, kind: Any, what: Any, at: int) -> bool:
        if at >= len(self._text):
            return False
        c = self._text[at]
        if kind is sre.ANY:
            return c != "\n"
        items = what if kind is sre.IN else [(sre.LITERAL, what)]
        cases = {c, c.lower(), c.upper()} if self._fold else {c}
        held = any(_is_in(each, items) for each in cases if len(each) == 1)
        return held != (kind is sre.NOT_LITERAL or items[0][0] is sre.NEGATE)

    def _stands(self, what: Any, at: int) -> bool:
        text, word = self._text, KINDS[sre.CATEGORY_WORD]
        if what is sre.AT_END:
            return text[at:] in {"", "\n"}
        if what in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING}:
            return at == 0
        if what is sre.AT_END_STRING:
            return at == len(text)
        edge = (at > 0 and word(text[at - 1])) != (at < len(text) and word(text[at]))
        return edge == (what is sre.AT_BOUNDARY)


def _is_in(c: str, items: Items) -> bool:
    return any(
        (kind is sre.LITERAL and ord(c) == what)
        or (kind is sre.RANGE and what[0] <= ord(c) <= what[1])
        or (kind is sre.CATEGORY and KINDS[what](c))
        for kind, what in items
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """The patterns of some modules, each in the place of the one that it counts for."""

    patterns: dict[str, Counted]  # by module and name

    @classmethod
    def of(cls, patched: pytest.MonkeyPatch, *modules: ModuleType) -> Steps:
        """Count the steps of every pattern that these modules name, as long as `patched` lasts."""
        patterns = {}
        for module in modules:
            for name, value in list(vars(module).items()):
                if isinstance(value, re.Pattern):
                    patterns[f"{module.__name__}.{name}"] = Counted(value)
                    patched.setattr(module, name, patterns[f"{module.__name__}.{name}"])
        return cls(patterns)

    def taken(self, work: Callable[[str], object], text: str) -> dict[str, int]:
        """The steps of each pattern that `work(text)` takes."""
        before = {name: each.steps for name, each in self.patterns.items()}
        work(text)
        return {name: each.steps - before[name] for name, each in self.patterns.items()}

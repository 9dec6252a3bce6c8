"""Whether a sentence tells of somebody else that they did what a yes-or-no question says.

The encoder takes a sentence that has the right words for a yes: "Did Norland release a plan?" by
"Sudland released a plan". Here whoever stands before the deed, as its doer does, must be the one
whom the question names.

Elsewhere: the same of what somebody is (identity.py).
"""

from __future__ import annotations

import re

from rag.reader.people.offices import role_before
from rag.reader.premises.identity import A_NEW_CLAUSE, OWNS
from rag.text import PASSIVE, Name, names, root, same_name, same_power, words

_OF_ANOTHER = re.compile(
    r"\b(?:of|in|at|to|with|by|for|from|on|near|against|about|between)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_A_SUBJECT = re.compile(r"(?:the|an?|his|her|its|their) (?:\w+ )?\w+", re.IGNORECASE)
_A_NOUN = re.compile(r"\b(?:an?|the|his|her|their|its|['’]s) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_MUTUAL = frozenset(
    map(root, ("meet", "talk", "speak", "negotiate", "agree", "sign", "marry", "play", "trade"))
)  # who did it with Ann Roe did it as much as she
_BY = re.compile(r"\bby (?:the )?")


def done_by_another(claim: str, deed: str, text: str) -> bool:
    """Whether a sentence tells the deed of a claim of somebody else than the claim's first name.

    Those who can be the doers are the names before the deed, in its clause, that nothing is of and
    that belong to nothing. Where there are none ("He said so") it is not told of another.
    """
    first = next(iter(names(claim)), None)
    if not first or not deed or claim[: first.start].strip().lower() not in {"", "the"}:
        return False
    if OWNS.match(claim, first.end) or PASSIVE.search(claim):
        return False
    if doers := _doers(deed, text):
        return not any(_are_same(first, doer) for doer in doers)
    return root(deed) not in _MUTUAL and _is_merely_beside(first, text)


def _doers(deed: str, text: str) -> list[str]:
    """The names before a deed that can be its doers, and those behind its "by"."""
    doers: list[str] = []
    for word in words(text):
        if root(word.text) != root(deed):
            continue
        begins = max((m.end() for m in A_NEW_CLAUSE.finditer(text, 0, word.start)), default=0)
        before = [n for n in names(text) if begins <= n.start and n.end <= word.start]
        if _A_NOUN.search(text[: word.start]):  # "Ann Roe held a visit", whoever stands before
            before = before[-1:]
        doers += [
            name.text
            for name in before
            if not OWNS.match(text, name.end) and not _is_beside(text, name)
        ]
        behind = _BY.search(text, word.end)
        doers += [n.text for n in names(text) if behind and n.start == behind.end()]
    return doers


def _are_same(name: Name, other: str) -> bool:
    return same_name(name.text, other) or same_power(name.text, other)


def _is_merely_beside(subject: Name, text: str) -> bool:
    """Whether a sentence has a claim's subject, but nowhere as one who does or is something: "He
    talked with Ann Roe", "the offensive in Norland".
    """
    own = [name for name in names(text) if _are_same(subject, name.text)]
    return bool(own) and all(_is_beside(text, name) for name in own)


def _is_beside(text: str, name: Name) -> bool:
    """Whether something is with or of a name, also by way of another: "with Roe and Poe"."""
    before = text[: name.start].rstrip().removesuffix(role_before(text, name.start)).rstrip()
    if not before.endswith(" and"):
        return _OF_ANOTHER.search(f"{before} ") is not None
    joined = before.removesuffix(" and").rstrip(" ,")
    other = next((n for n in names(text) if n.end == len(joined)), None)
    return _is_beside(text, other) if other else not _A_SUBJECT.fullmatch(joined)

"""Whether a sentence names the members of a group: "Name the five countries that came."

Those of which two or more are asked for stand in a row; a sentence that only counts the group ("a
summit of five republics") names none of it. Schools and victims may be told without their names.

Elsewhere: the name of one thing (naming.py).
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.reader.sorts import of_one_sort
from rag.text import (
    OWNS,
    STOP_WORDS,
    akin,
    land,
    names,
    names_in,
    numbers,
    stem,
    stems,
    word_set,
    words,
)

# Members of a group: "Name the five countries", "Which companies built it?".
BEARERS = (
    r"countries|republics|nations|states|companies|firms|makers|manufacturers|suppliers|banks|"
    r"newspapers|papers|agencies|broadcasters|universities|institutes|scientists|engineers|ministers|"
    r"officials|leaders|presidents|generals|officers|people|men|women|cities|towns|villages|regions|"
    r"districts|islands|rivers|hospitals|schools|ships|vessels|clubs|teams|players|authors|writers|"
    r"parties|unions|groups|organi[sz]ations|militias|forces|institutions|airlines|victims|winners"
)
_MEMBERS = re.compile(
    r"^(?:name|which|list|what are the names of|who (?:are|were)) (?:all )?(?:of )?(?:the )?"
    rf"(?P<thing>(?:[\w’'-]+ ){{0,4}}?(?:{BEARERS}))\b",
    re.IGNORECASE,
)


def members_asked(question: str) -> int:
    """How many names of a group's members must be told at least; 0 where they are not asked for.

    >>> members_asked("Name the five republics that came."), members_asked("Which firms built it?")
    (2, 1)
    >>> members_asked("Which firm built it?")
    0
    """
    found = _MEMBERS.match(question)
    if not found:
        return 0
    several = any(q.value >= 2 for q in numbers(found["thing"]))
    return 2 if several else 1


# What no country is.
_NO_LANDS = word_set(
    "companies firms makers manufacturers suppliers banks newspapers papers agencies broadcasters "
    "universities institutes cities towns villages districts hospitals schools ships vessels "
    "airlines rivers"
)
# "Which schools are shut?": all primary schools, or two in the north.
_DESCRIBED = word_set(
    "people men women players schools hospitals officials officers scientists engineers authors "
    "writers teams groups forces ships vessels villages districts victims winners"
)


def may_be_described(question: str) -> bool:
    """Whether the members that `question` asks for may be told without their names.

    >>> may_be_described("Which schools are shut?"), may_be_described("Which countries came?")
    (True, False)
    """
    found = _MEMBERS.match(question)
    if not found or not question.lower().startswith("which ") or members_asked(question) > 1:
        return False
    return found["thing"].split()[-1].lower() in _DESCRIBED


# Who counted them, and for whom: "a study by Ann Poe, an analyst at Lund Research".
_WHOSE_WORD = re.compile(
    r"(?:\b(?:analys[ie]s|stud(?:y|ies)|reports?|research|data|figures|survey|poll)\b[^.;]{0,60}"
    r"\b(?:by|from)|\b(?:analyst|researcher|professor|expert|fellow|economist|lecturer|scholar)s? "
    r"(?:at|with|of|for|from)|\baccording to) (?:(?!and\b)[\w’'-]+ ){0,3}$",
    re.IGNORECASE,
)
_IN_A_ROW = re.compile(r"\s*(?:,|;|&|,?\s*\band\b)\s*(?:the |in )?", re.IGNORECASE)


def tells_members(least: int, question: str, sentence: str) -> bool:
    """Whether `sentence` has `least` names or more that `question` has not; several in a row.

    >>> tells_members(2, "Name the two towns.", "Fire broke out in Hay, and in Mill and Lund.")
    True
    >>> tells_members(2, "Name the two towns.", "Fire broke out near Hay in two of Lund's towns.")
    False
    >>> tells_members(1, "Which firms sell oil to Lund?", "Lund buys it from firms in Norway.")
    False
    >>> tells_members(1, "Which firms sell oil?", "They do, according to a study by Hay Research.")
    False
    """
    own, asked = names_in(question), _MEMBERS.match(question)
    no_land = asked is not None and asked["thing"].split()[-1].lower() in _NO_LANDS
    new = [
        name
        for name in names(sentence)
        if not any(akin(name.text, other) for other in own)
        and not (no_land and land(name.text))
        and not _WHOSE_WORD.search(sentence[: name.start])
    ]
    if least < 2 and not _only_counts(question, sentence):
        return bool(new)
    return any(_IN_A_ROW.fullmatch(sentence[one.end : other.start]) for one, other in pairwise(new))


# "Five former republics", but not "among five republics" nor "one of the five".
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|[1-9]\d?|several|many|"
    r"some|various|number of) (?:[\w’'-]+ ){0,5}$",
    re.IGNORECASE,
)
_AMONG = re.compile(r"\b(?:among|one of|(?:the )?(?:first|last) of|with|and) (?:\S+ ){0,5}$", re.I)
SUCH_AS = re.compile(r"\b(?:such as|including|namely|like|called|named)\b|:", re.IGNORECASE)


def _only_counts(question: str, sentence: str) -> bool:
    """Whether `sentence` tells how many of the group there are: "a summit of five republics".

    One that has named somebody before may do both, unless the group is called as in the question.
    """
    asked = _MEMBERS.match(question)
    if not asked or SUCH_AS.search(sentence):
        return False
    *called, thing = [word.text for word in words(asked["thing"])]
    own = {stem(word) for word in called if word not in STOP_WORDS}
    for word in words(sentence):
        before = sentence[: word.start]
        counted = _SEVERAL.search(before) if stem(word.text) in of_one_sort(thing) else None
        if not counted or _AMONG.search(before):
            continue
        if own & set(stems(counted.group())) or not _has_named(question, before):
            return True
    return False


def _has_named(question: str, text: str) -> bool:
    """Whether `text` names anybody or anything, and not as an owner, that `question` does not."""
    own = names_in(question)
    return any(
        not OWNS.match(text, name.end) and not any(akin(name.text, other) for other in own)
        for name in names(text)
    )

"""A question that asks two things, taken apart: "What did he say, and where does he work?".

Each part is answered or refused by itself, so that an answer can give what there is and name
what is missing.

Elsewhere: deeds that share their question word (rag/reader/compound/coordination.py), comparisons
(rag/reader/compound/comparison.py).
"""

from __future__ import annotations

import re

from rag.reader.compound.coordination import (
    completed,
    deeds,
    of_somebody,
    with_common_object,
)
from rag.text import (
    AUXILIARY,
    BE,
    DO,
    HAVE,
    IRREGULAR,
    MODAL,
    QUESTION_WORD,
    ROLE,
    Name,
    can_be_person,
    names,
    words,
)

_JOINT = re.compile(
    r"\s*[,;]?\s+(?:and|but)\s+"
    r"(?=(?:(?:at|in|on|to|from|by|for|with|of|since|until)\s+)?"
    rf"(?:{QUESTION_WORD})\b)",
    re.IGNORECASE,
)
# A question that is only spoken of: "say about how it works", and one that is asked.
_INDIRECT = re.compile(
    r"\w (?:about|on|of|over|between|sa(?:y|id)|tell|told|know|knew|explain(?:ed)?|ask(?:ed)?|"
    rf"show|decide|described?) (?:{QUESTION_WORD})\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?:\w+ )?(?:{QUESTION_WORD})"
    r"(?: (?:many|much|long|old|far|often))?(?: (?!(?:he|she|it|they|we|you|I)\b)[a-z-]+){0,2}? "
    rf"(?:{AUXILIARY}) \w",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|them)\b|\b(?P<own>his|her|its|their)(?= [a-z])", re.IGNORECASE
)
_OF_PEOPLE = frozenset({"he", "she", "him", "his", "her"})
_OF_SEVERAL = frozenset({"they", "them", "their"})
_OWNED = re.compile(rf"(?: [a-z-]+){{1,3}}?(?=$| (?:{BE}|{DO}|has|had|cost)\b)")
# Of whom or what no name is given, though the question has one: "the man held over the Hay fire".
_SOMEBODY = re.compile(
    r"\bthe (?:[a-z-]+ )?(?:man|woman|boy|girl|child|teenager|person|suspect|driver|victim|winner|"
    r"teacher|officer|owner|nurse|doctor|pilot|leader)\b"
    r"(?: (?:\w+ed|held|who|in|of|from|at|with) .*)?",
)
# The one who did what the first part asks of: "Who manages Hay", "Which firm bought Hay Motors".
_WHO_DID = re.compile(
    r"[Ww]ho (?:(?:is|was) (?P<role>(?:the|an?) .+|[A-Z]\S*(?: \S+)?['’]s? [a-z].*)|"
    rf"(?P<did>(?!(?:{DO}|are|were)\b|"
    rf"(?:{HAVE}|{MODAL}|is|was) (?:the |he |she |it |they |[A-Z])).+))"
)
_WHICH_DID = re.compile(
    r"(?:[Ww]hich|[Ww]hat) "
    rf"(?!(?:{AUXILIARY})\b)"
    r"(?P<one>[a-z-]+(?: [a-z-]+)??) (?P<did>(?:"
    r"(?:has|had|is|was|will)(?! (?:the|an?|he|she|it|they|[A-Z]))|[a-z]{2,}ed|"
    rf"{'|'.join(IRREGULAR)}|"
    r"(?!(?:has|is|was|does)\b)[a-z]+s(?= (?:the|an?|its|his|her|in|to|for|by|at|on|[A-Z])))"
    r"(?: .+)?)"
)
_PERSON = re.compile(rf"\b(?:{ROLE})\b")
_SOMETHING = re.compile(
    r"\b(?:the )?[A-Z][\w-]*['’]s [a-z-]+|"
    r"(?:(?<=\bdoes )|(?<=\bdid )|(?<=\bis )|(?<=\bwas ))[“\"][^“”\"]+[”\"]"
)
_ENDS = re.compile(
    rf"\?\s+(?=\S)|\s*\n\s*(?=(?:(?:and|but|so) )?(?:{QUESTION_WORD}|{AUXILIARY})\b)", re.IGNORECASE
)
_OF_THE_TWO = re.compile(  # "Ann and Bo: who of them …?"
    rf"^(?P<two>[^:?]+ (?:and|or) [^:?]+): (?=(?:{QUESTION_WORD})\b)(?P<asks>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OF_THEM = re.compile(r" (?:of|among|between) (?:them|these|those|the two)\b", re.IGNORECASE)
_JOINED = re.compile(r",? and (?=[A-Z])")
_TWO_WORDS = re.compile(
    r"^(?P<one>when|where|why|how|with whom)(?:,? and| or) (?P<other>when|where|why|how|with whom)"
    rf"(?P<rest> (?:{AUXILIARY})\b.+)$",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3  # of a part: "who and when" is one question
_FEWEST_AT_END = 2  # of a part with its own mark: "Who won?"
_WORD_ALONE = re.compile(
    r"(?:and )?(?P<word>when|where|why|how(?: (?:much|many))?)(?: of (?:it|them|that|those))?",
    re.IGNORECASE,
)
_REST = re.compile(rf"(?:{QUESTION_WORD}) (?P<rest>(?:{AUXILIARY})\b.+)", re.IGNORECASE)


def parts(question: str) -> tuple[str, ...]:
    """Return the questions that `question` joins, one or several, each asking by itself.

    A name that only the first part gives stands for the pronouns of the next ones.

    >>> parts("Who won, and what did the winner get?")
    ('Who won, and what did the winner get?',)
    >>> parts("What was Li Qiang charged with, and at which bank did he work?")
    ('What was Li Qiang charged with?', 'At which bank did Li Qiang work?')
    >>> parts("How many came to the talks? Who spoke?")
    ('How many came to the talks?', 'Who spoke?')
    >>> parts("When and where did the talks begin?") == parts("When did the talks begin? Where?")
    True
    >>> parts("Ann and Bo: who of them spoke of oil, and who of coal?")
    ('Who spoke of oil, Ann or Bo?', 'Who spoke of coal, Ann or Bo?')
    >>> parts("When and where did the talks begin?")
    ('When did the talks begin?', 'Where did the talks begin?')
    """
    if two := _TWO_WORDS.match(question.strip(" ?")):
        return tuple(f"{two[w].capitalize()}{two['rest']}?" for w in ("one", "other"))
    if found := _of_the_two(question):
        return found
    asked = [[piece.strip(" ,;?.") for piece in _asked_in(half)] for half in _ENDS.split(question)]
    pieces = [_asked_anew(piece, asked[0][0]) for half in asked for piece in half]
    ends = {half[-1] for half in asked if len(half) == 1}  # each with a mark of its own
    short = [p for p in pieces if len(words(p)) < (_FEWEST_AT_END if p in ends else _FEWEST_WORDS)]
    if len(pieces) < 2 or short:
        return deeds(question) or (question,)
    pieces = [
        with_common_object(pieces[0], pieces[1]),
        *(completed(p, pieces[0]) for p in pieces[1:]),
    ]
    first, *others = pieces
    whole = [first, *(other if names(other) else _with_name(other, first) for other in others)]
    return tuple(dict.fromkeys(f"{piece[:1].upper()}{piece[1:]}?" for piece in whole))


def with_the_one(piece: str, first: str, name: str) -> str:
    """`piece` with the name that answers `first` for the one whom `first` asks for, if it has one.

    >>> with_the_one("Where was the person who won born?", "Who won?", "Ann Lee")
    'Where was Ann Lee born?'
    """
    for pronoun in ("he", "it") if names(name) else ():
        if (doer := _doer(first.rstrip(" ?."), pronoun)) and doer in piece:
            return piece.replace(doer, name, 1)
    return piece


def _asked_anew(piece: str, first: str) -> str:
    """A question word alone with the rest of the first question; any other piece as it is."""
    alone, rest = _WORD_ALONE.fullmatch(piece), _REST.fullmatch(first)
    if not alone or not rest:
        return piece
    much = alone["word"].lower().startswith("how ")  # and then is asked of what was done
    return f"{alone['word']} {rest['rest'] if much else of_somebody(first) or rest['rest']}"


def _of_the_two(question: str) -> tuple[str, ...]:
    """What is asked of two who are named before it, each question with a choice between them."""
    found = _OF_THE_TWO.match(question)
    asks = _OF_THEM.sub("", found["asks"]) if found else ""
    if not found or asks == found["asks"]:
        return ()
    choice = _JOINED.sub(" or ", found["two"])
    return tuple(f"{piece.rstrip(' ?.')}, {choice}?" for piece in parts(asks))


def _asked_in(text: str) -> list[str]:
    """The questions that `text` joins, where each is asked and not spoken of: "how it works and
    how long it lasts" is what somebody says.
    """
    pieces, start = [], 0
    for joint in _JOINT.finditer(text):
        if _ASKED.match(text, joint.end()) or not _INDIRECT.search(text, start, joint.start()):
            pieces.append(text[start : joint.start()])
            start = joint.end()
    return [*pieces, text[start:]]


def _with_name(piece: str, first: str) -> str:
    """`piece` with whom or what its pronoun means in `first`, in the words of that.

    >>> _with_name("what's he called", "How old is the man held over the fire in Hay")
    "what's the man held over the fire in Hay called"
    >>> _with_name("how deep did it lie", "Which ship is the King's bell from")
    "how deep did the King's bell lie"
    >>> _with_name("who said it", "What does “no limits” mean")
    'who said “no limits”'
    >>> _with_name("what is his weekly wage", "Until when has Lund signed")
    'what is Lund’s weekly wage'
    >>> _with_name("what is his salary", "Who runs Hay Motors")
    'what is the salary of the person who runs Hay Motors'
    >>> _with_name("how much did it pay", "Which firm bought Hay Motors")
    'how much did the firm that bought Hay Motors pay'
    """
    found = _PRONOUN.search(piece)
    if not found:
        return piece
    before, after = piece[: found.start()], piece[found.end() :]
    of_person = found.group().lower() in _OF_PEOPLE
    if doer := _doer(first, found.group().lower()):
        if found["own"] and (owned := _OWNED.match(after)):
            return f"{before}the{owned.group()} of {doer}{after[owned.end() :]}"
        return f"{before}{doer}{after}"
    described = (_SOMEBODY if of_person else _SOMETHING).search(first)
    called = (n.text for n in names(first) if not of_person or _is_called_so(n, first, found))
    meant = described.group() if described else next(called, found.group())
    if found["own"] and meant != found.group():
        meant += "’" if meant.endswith("s") else "’s"
    return f"{before}{meant}{after}"


def _doer(first: str, pronoun: str) -> str:
    """Whom or what `first` asks for, where that did or is what it tells, and the pronoun can be
    that one's; "" for others.
    """
    of_person = pronoun in _OF_PEOPLE
    which = _WHICH_DID.fullmatch(first)
    if which and pronoun not in _OF_SEVERAL and of_person == bool(_PERSON.search(which["one"])):
        return f"the {which['one']} that {which['did']}"
    who = _WHO_DID.fullmatch(first) if of_person else None
    return (who["role"] or f"the person who {who['did']}") if who else ""


def _is_called_so(name: Name, first: str, pronoun: re.Match[str]) -> bool:
    """Whether "he" or "she" can stand for a name of `first`; a ship is "she"."""
    of_ship = pronoun.group().lower() in {"she", "her"}
    return can_be_person(name.text) and (of_ship or not first[: name.start].endswith("the "))

"""Whether a sentence names what a question asks the name of.

"What is the name of the institute?" is not answered by a sentence that tells of an institute, nor
by one that has some name. A name belongs to the thing where it holds the thing's word ("the Pell
Institute"), stands beside it ("Mill village", "the driver, Ann Lee", "the region of Umbria"), or is
brought in as one ("called Quarry").

Elsewhere: the names of a group's members (members.py), what a reference work would tell
(lookups.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import dropwhile, takewhile

from rag.reader.members import BEARERS, SUCH_AS
from rag.reader.sorts import of_one_sort
from rag.text import (
    AUXILIARY,
    BE,
    HAVE,
    OF_A_PEOPLE,
    OWNS,
    STOP_WORDS,
    Name,
    Word,
    akin,
    is_past,
    land,
    names,
    stem,
    word_set,
    words,
)

BESIDE = 3  # words at most between the thing and its name

_OF = re.compile(
    r"\bnames? of (?:the |a |an |that |this |those |these |his |her |their )?(.+)", re.I
)
_CALLED = re.compile(
    r"\bwhat(?:['’]?s|s| is| was| are| were) (?:the |a |an |that |this |those |these )?(.+?)"
    r"['’]?s? (?:called|named|name)\b",
    re.IGNORECASE,
)
_CALL_THEMSELVES = re.compile(
    r"\bwhat (?:do|does|did) (?:the |a |an |that |this |those |these )?(.+?) call "
    r"(?:themselves|itself|himself|herself)\b",
    re.IGNORECASE,
)
# One of what `BEARERS` are: "Which institute did she lead?".
_BEARER = (
    r"company|firm|maker|manufacturer|supplier|bank|newspaper|paper|agency|broadcaster|university|"
    r"institute|hospital|school|ship|vessel|club|team|party|union|organi[sz]ation|institution|"
    r"airline|museum|college|church|hotel|magazine|ministry|station|charity|laboratory"
)
_WHICH = re.compile(
    r"^(?:which|what) (?:other |of the )?(?:[a-z’'-]+ ){0,2}?(?P<thing>[a-z-]{3,})"
    rf"(?= (?:{AUXILIARY}|from|of|in|that)\b)",
    re.IGNORECASE,
)
_NAMED_THINGS = re.compile(rf"{BEARERS}|{_BEARER}", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"\b(?:(?:one|some|many|most|two|three|four|five|six|number) of|several|some|many|various|"
    r"unnamed|unidentified)\b",
    re.IGNORECASE,
)
_SOME = word_set(
    "several many some various number numbers growing other others certain different few lot lots "
    "two three four five six seven eight nine ten dozen dozens hundreds thousands series range new "
    "one kind kinds sort sorts type types"
)
_ENDS = re.compile(
    r"[,;?]|\b(?:who|whom|whose|that|which|where|when|in|of|at|on|from|to|for|by|near|with|they|he|"
    rf"she|it|we|{BE}|{HAVE}|called|named|across|over|under|between|behind|into|"
    r"through|after|before|during|along|against|about)\b",
    re.IGNORECASE,
)
_BROUGHT_IN = re.compile(
    r"\b(?:called|named|known as|dubbed|names? (?:is|was|as)|titled)\W+$", re.I
)
_ELSEWHERE = re.compile(r"\b(?:in|near|outside|from|at|with|by|to|against|between|and)\b", re.I)
_APART = re.compile(rf"{_ELSEWHERE.pattern}|[“”\"]", re.IGNORECASE)
_BEHIND_ANOTHER = re.compile(  # "near Hay", "to Norlandian President Ann Poe", "a baker, Jon Ray"
    r"[a-z], $|\b(?:in|near|outside|inside|from|at|to|of|on|with|against|between|across|around|"
    r"over|for|and|said|says|told)(?: (?:the|a|an|[a-z-]+))?(?: (?!\w+day\b)[A-Z][\w-]*){0,2} $"
)
_SPEAKS = re.compile(
    r",?[^,.;]{0,40}\b(?:said|says|told|added|wrote|tweeted|announced|explained)\b"
)
_QUALIFIES = re.compile(r"\s+([a-z]+)")


@lru_cache(maxsize=512)
def unnamed(question: str) -> frozenset[str]:
    """Stems of the words for what `question` asks the name of; none where it asks for no name.

    >>> unnamed("What is the name of the closed science institute whose head was held?")
    frozenset({'institut'})
    >>> unnamed("What is the name of the norlandian envoy sent to Velm?")
    frozenset({'envoy'})
    """
    found = _OF.search(question) or _CALLED.search(question) or _CALL_THEMSELVES.search(question)
    if not found:
        return frozenset()
    told_of = _ENDS.split(found.group(1), maxsplit=1)[0]
    common = [
        word
        for word in words(told_of)
        if told_of[word.start].islower() and not OWNS.match(told_of, word.end)
    ]
    told = [w.text for w in common if w.text not in STOP_WORDS]
    nouns = list(takewhile(_is_no_participle, dropwhile(lambda w: not _is_no_participle(w), told)))
    return of_one_sort(nouns[-1]) if nouns else frozenset()


def _is_no_participle(word: str) -> bool:
    return not (is_past(word) or word.endswith("ing") or word in {"hurt", "hit", "cut"})


def tells_name(things: frozenset[str], sentence: str, known: frozenset[str]) -> bool:
    """Whether `sentence` has a name for one of `things` (stems) that is not `known` (lower case).

    >>> tells_name(frozenset({"villag"}), "Villages near the Mill border burn.", frozenset())
    False
    >>> tells_name(frozenset({"villag"}), "The villages of Mill and Hay burn.", frozenset())
    True
    """
    own = [word for word in words(sentence) if stem(word.text) in things]
    return any(
        name.text.casefold() not in known and _is_name_of(things, name, sentence, own)
        for name in names(sentence)
    )


def _is_name_of(things: frozenset[str], name: Name, sentence: str, own: Sequence[Word]) -> bool:
    """Whether a name of `sentence` belongs to one of `things`, whose words are `own`."""
    if _BROUGHT_IN.search(sentence[: name.start]):
        return True
    if any(stem(word.text) in things for word in words(name.text)):
        return True
    if OWNS.match(sentence, name.end):
        return False
    follows = _QUALIFIES.match(sentence, name.end)
    if follows and stem(follows.group(1)) in things:
        return not OF_A_PEOPLE.search(name.text)  # "Norlandian republics" names none of them
    return any(_is_beside(word, name, sentence) for word in own)


def _is_beside(word: Word, name: Name, sentence: str) -> bool:
    """Whether a thing's word and a name stand together, or the name in a list behind the word."""
    behind = word.end <= name.start
    between = sentence[word.end : name.start] if behind else sentence[name.end : word.start]
    if len(between.split()) <= BESIDE and not _APART.search(between):
        return True
    return behind and re.search(r":\W*(?:the )?$", between) is not None


def may_name(sentence: str, known: Iterable[str]) -> bool:
    """Whether a name in `sentence`, akin to none `known`, may be that of what it tells about.

    A place where it was, who spoke of it and who is told to be something else are none, nor is a
    country.

    >>> may_name("Ann Lund scored twice.", ()), may_name("The player scored, Ann Lund said.", ())
    (True, False)
    """
    return any(
        not any(akin(name.text, other) for other in known)
        and not (land(name.text) or (" " not in name.text and OF_A_PEOPLE.search(name.text)))
        and not OWNS.match(sentence, name.end)
        and not _BEHIND_ANOTHER.search(sentence[: name.start])
        and not _SPEAKS.match(sentence, name.end)
        for name in names(sentence)
    )


def restated(question: str, answer: str) -> bool:
    """Whether `answer` only says again what "Which …?" or "What …?" asks to be told apart.

    >>> restated("Which institute did he lead?", "one of the country's leading institutes")
    True
    >>> restated("Which institute did he lead?", "the Mill Institute of Physics")
    False
    >>> restated("Which cars were hit?", "several cars"), restated("Which was hit?", "a car")
    (True, False)
    >>> restated("Which hospital was hit?", "the children's hospital in the north")
    False
    """
    found = _WHICH.match(question)
    if not found or not answer:
        return False
    asked = {stem(word.text) for word in words(question)}
    own = stem(found["thing"].lower())
    told = words(answer)
    if own not in {stem(word.text) for word in told}:
        return False
    new = [
        n
        for n in names(answer)
        if not OWNS.match(answer, n.end)
        and not OF_A_PEOPLE.search(n.text)
        and not {stem(w.text) for w in words(n.text)} <= asked
    ]
    thing = found["thing"].lower()
    several = any(w.text in {f"{thing}s", f"{thing[:-1]}ies"} for w in told)  # of one asked for
    if _NAMED_THINGS.fullmatch(thing) and (several or _INDEFINITE.search(answer)):
        return not new and not SUCH_AS.search(answer)
    return all(stem(w.text) in asked or w.text in STOP_WORDS | _SOME for w in told)

"""Whether a sentence names what a question asks the name of.

"What is the name of the institute?" is not answered by a sentence that tells of an institute, nor
by one that has some name. A name belongs to the thing where it holds the thing's word ("the Pell
Institute"), stands beside it ("Mill village", "the driver, Ann Lee", "the region of Umbria"), or is
brought in as one ("called Quarry"). Nor is "What is the capital of Norway?" answered by one that
has no word of a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import dropwhile, pairwise, takewhile

from rag.reader.sorts import of_one_sort
from rag.text import (
    OF_A_PEOPLE,
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

PAST_PARTICIPLES = word_set(
    "sent held made built sold taken found hit shot lost left said thought hurt caught broken "
    "stolen given seen known met won bought brought struck slain cut"
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
# Members of a group: "Name the five countries", "Which companies built it?".
_BEARERS = (
    r"countries|republics|nations|states|companies|firms|makers|manufacturers|suppliers|banks|"
    r"newspapers|papers|agencies|broadcasters|universities|institutes|scientists|engineers|ministers|"
    r"officials|leaders|presidents|generals|officers|people|men|women|cities|towns|villages|regions|"
    r"districts|islands|rivers|hospitals|schools|ships|vessels|clubs|teams|players|authors|writers|"
    r"parties|unions|groups|organi[sz]ations|militias|forces|institutions|airlines|victims|winners"
)
_MEMBERS = re.compile(
    r"^(?:name|which|list|what are the names of|who (?:are|were)) (?:all )?(?:of )?(?:the )?"
    rf"(?P<thing>(?:[\w’'-]+ ){{0,4}}?(?:{_BEARERS}))\b",
    re.IGNORECASE,
)
# "Which schools are shut?": all primary schools, or two in the north.
_DESCRIBED = word_set(
    "people men women players schools hospitals officials officers scientists engineers authors "
    "writers teams groups forces ships vessels villages districts victims winners"
)
# The same of one: "Which institute did she lead?".
_BEARER = (
    r"company|firm|maker|manufacturer|supplier|bank|newspaper|paper|agency|broadcaster|university|"
    r"institute|hospital|school|ship|vessel|club|team|party|union|organi[sz]ation|institution|"
    r"airline|museum|college|church|hotel|magazine|ministry|station|charity|laboratory"
)
_WHICH = re.compile(
    r"^(?:which|what) (?:other |of the )?(?:[a-z’'-]+ ){0,2}?(?P<thing>[a-z-]{3,})"
    r"(?= (?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|from|of|in|that)\b)",
    re.IGNORECASE,
)
_NAMED_THINGS = re.compile(rf"{_BEARERS}|{_BEARER}", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"\b(?:(?:one|some|many|most|two|three|four|five|six|number) of|several|some|many|various|"
    r"unnamed|unidentified)\b",
    re.IGNORECASE,
)
# "Five former republics", but not "among five republics" nor "one of the five".
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|[1-9]\d?|several|many|"
    r"some|various|number of) (?:[\w’'-]+ ){0,5}$",
    re.IGNORECASE,
)
_AMONG = re.compile(r"\b(?:among|one of|(?:the )?(?:first|last) of|with|and) (?:\S+ ){0,5}$", re.I)
_SUCH_AS = re.compile(r"\b(?:such as|including|namely|like|called|named)\b|:", re.IGNORECASE)
_SOME = word_set(
    "several many some various number numbers growing other others certain different few lot lots "
    "two three four five six seven eight nine ten dozen dozens hundreds thousands series range new "
    "one kind kinds sort sorts type types"
)
# What is looked up about a country, place or person; only a sentence with that word tells it.
_ENTRIES = (
    r"capital|currency|population|(?:official )?(?:language|religion)|flag|anthem|motto|nickname|"
    r"area|climate|altitude|nationality|birthday|birthplace|hobby|address|website|salary|wage|"
    r"(?:political )?party|wife|husband|rank|hometown|profession"
)
_LOOKED_UP = re.compile(
    rf"^what(?:['’]?s| is| are| was) (?:the (?:national |total )?(?P<of>{_ENTRIES})(?: city)? of |"
    # Anything may have its area; "the search area" is none that is looked up.
    rf"(?:[\w’'-]+ ){{1,4}}?(?P<owned>(?!(?<!['’]s )area)(?:{_ENTRIES}))(?: city)?\s*\??$)",
    re.IGNORECASE,
)
_TOLD_AS = {
    "population": "population populated inhabitants residents people",
    "language": "language speak spoken",
    "birthday": "birthday born",
    "birthplace": "birthplace born",
    "salary": "salary pay paid earns wages",
    "wage": "wage wages salary earns",
    "area": "area square sq hectare acre",
    "hometown": "hometown born native",
    "wife": "wife married husband",
    "husband": "husband married wife",
}
_ENDS = re.compile(
    r"[,;?]|\b(?:who|whom|whose|that|which|where|when|in|of|at|on|from|to|for|by|near|with|they|he|"
    r"she|it|we|is|was|are|were|has|have|had|called|named|across|over|under|between|behind|into|"
    r"through|after|before|during|along|against|about)\b",
    re.IGNORECASE,
)
_BROUGHT_IN = re.compile(
    r"\b(?:called|named|known as|dubbed|names? (?:is|was|as)|titled)\W+$", re.I
)
_ELSEWHERE = re.compile(r"\b(?:in|near|outside|from|at|with|by|to|against|between|and)\b", re.I)
_APART = re.compile(rf"{_ELSEWHERE.pattern}|[“”\"]", re.IGNORECASE)
_OWNER = re.compile(r"['’]s\b|['’](?=\s)")
_IN_A_ROW = re.compile(r"\s*(?:,|;|&|,?\s*\band\b)\s*(?:the |in )?", re.IGNORECASE)
_NUMBERED = re.compile(r"\b([A-Z][\w’']*)[ -]([0-9]{1,3}|[IVX]{1,5})\b(?![.,:]?\d|%)")
_BEHIND_ANOTHER = re.compile(  # "near Hay", "to Norlandian President Ann Poe", "a baker, Jon Ray"
    r"[a-z], $|\b(?:in|near|outside|inside|from|at|to|of|on|with|against|between|across|around|"
    r"over|for|and|said|says|told)(?: (?:the|a|an|[a-z-]+))?(?: (?!\w+day\b)[A-Z][\w-]*){0,2} $"
)
_SPEAKS = re.compile(
    r",?[^,.;]{0,40}\b(?:said|says|told|added|wrote|tweeted|announced|explained)\b"
)
_MONTHS = word_set(
    "January February March April May June July August September October November December"
)
_QUALIFIES = re.compile(r"\s+([a-z]+)")


def looked_up(question: str) -> frozenset[str]:
    """Stems of the words for the entry of a reference work that `question` looks up, or none.

    A sentence that has none of them tells of something else: "the capital's trams" is not asked
    for by "What is the currency of Norway?".

    >>> looked_up("What is the capital of Norway?"), looked_up("What is the aim of the talks?")
    (frozenset({'capit'}), frozenset())
    """
    found = _LOOKED_UP.search(question)
    if not found:
        return frozenset()
    entry = (found["of"] or found["owned"]).split()[-1].lower()
    return frozenset(stems(_TOLD_AS.get(entry, entry)))


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
        if told_of[word.start].islower() and not _OWNER.match(told_of, word.end)
    ]
    told = [w.text for w in common if w.text not in STOP_WORDS]
    nouns = list(takewhile(_is_no_participle, dropwhile(lambda w: not _is_no_participle(w), told)))
    return of_one_sort(nouns[-1]) if nouns else frozenset()


def _is_no_participle(word: str) -> bool:
    return not word.endswith(("ed", "ing")) and word not in PAST_PARTICIPLES


def tells_name(things: frozenset[str], sentence: str, known: frozenset[str]) -> bool:
    """Whether `sentence` has a name for one of `things` (stems) that is not `known` (lower case).

    >>> tells_name(frozenset({"villag"}), "Villages near the Mill border burn.", frozenset())
    False
    >>> tells_name(frozenset({"villag"}), "The villages of Mill and Hay burn.", frozenset())
    True
    """
    own = [word for word in words(sentence) if stem(word.text) in things]
    for name in names(sentence):
        if name.text.casefold() in known:
            continue
        if _BROUGHT_IN.search(sentence[: name.start]):
            return True
        if any(stem(word.text) in things for word in words(name.text)):
            return True
        if _OWNER.match(sentence, name.end):
            continue
        follows = _QUALIFIES.match(sentence, name.end)
        if follows and stem(follows.group(1)) in things:
            if OF_A_PEOPLE.search(name.text):  # "Norlandian republics" names none of them
                continue
            return True
        for word in own:
            between = (
                sentence[word.end : name.start]
                if word.end <= name.start
                else sentence[name.end : word.start]
            )
            beside = len(between.split()) <= BESIDE and not _APART.search(between)
            listed = word.end <= name.start and re.search(r":\W*(?:the )?$", between)
            if beside or listed:
                return True
    return False


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
        and not _OWNER.match(sentence, name.end)
        and not _BEHIND_ANOTHER.search(sentence[: name.start])
        and not _SPEAKS.match(sentence, name.end)
        for name in names(sentence)
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


def may_be_described(question: str) -> bool:
    """Whether the members that `question` asks for may be told without their names.

    >>> may_be_described("Which schools are shut?"), may_be_described("Which countries came?")
    (True, False)
    """
    found = _MEMBERS.match(question)
    if not found or not question.lower().startswith("which ") or members_asked(question) > 1:
        return False
    return found["thing"].split()[-1].lower() in _DESCRIBED


def tells_members(least: int, question: str, sentence: str) -> bool:
    """Whether `sentence` has `least` names or more that `question` has not; several in a row.

    >>> tells_members(2, "Name the two towns.", "Fire broke out in Hay, and in Mill and Lund.")
    True
    >>> tells_members(2, "Name the two towns.", "Fire broke out near Hay in two of Lund's towns.")
    False
    """
    own = names_in(question)
    new = [name for name in names(sentence) if not any(akin(name.text, other) for other in own)]
    if least < 2 and not _only_counts(question, sentence):
        return bool(new)
    return any(_IN_A_ROW.fullmatch(sentence[one.end : other.start]) for one, other in pairwise(new))


def _only_counts(question: str, sentence: str) -> bool:
    """Whether `sentence` tells how many of the group there are: "a summit of five republics".

    One that has named somebody before may do both, unless the group is called as in the question.
    """
    asked = _MEMBERS.match(question)
    if not asked or _SUCH_AS.search(sentence):
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
        not _OWNER.match(text, name.end) and not any(akin(name.text, other) for other in own)
        for name in names(text)
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
        if not _OWNER.match(answer, n.end)
        and not OF_A_PEOPLE.search(n.text)
        and not {stem(w.text) for w in words(n.text)} <= asked
    ]
    thing = found["thing"].lower()
    several = any(w.text in {f"{thing}s", f"{thing[:-1]}ies"} for w in told)  # of one asked for
    if _NAMED_THINGS.fullmatch(thing) and (several or _INDEFINITE.search(answer)):
        return not new and not _SUCH_AS.search(answer)
    return all(stem(w.text) in asked or w.text in STOP_WORDS | _SOME for w in told)


def names_its_like(question: str, sentence: str) -> bool:
    """Whether `sentence` names another of a numbered series that `question` has one of, not it.

    >>> names_its_like("What did Comet-2 weigh?", "Comet-1 weighed 140 kilograms.")
    True
    >>> names_its_like("What did Comet-2 weigh?", "Comet-2 is heavier than Comet-1.")
    False
    """
    told = _numbered(sentence)
    return any(
        base in told and number not in told[base]
        for base, numbers in _numbered(question).items()
        for number in numbers
    )


def _numbered(text: str) -> dict[str, set[str]]:
    """The numbers that a text puts behind each name: {"Comet": {"1", "2"}}; no days of a month."""
    found: dict[str, set[str]] = {}
    for name, number in _NUMBERED.findall(text):
        if name not in _MONTHS:
            found.setdefault(name, set()).add(number)
    return found

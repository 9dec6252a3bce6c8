"""Two deeds in one question: "In which cities did Ann speak and Bo sing?", taken apart.

What "and" joins is told from what stands around it: a name before a bare verb opens a second
clause after "did", a bare verb before a determiner a second deed of the same subject, a repeated
preposition a second occasion. Subjects that are merely joined did one thing ("Where did Ann and Bo
meet?") or each their own ("How old do Ann and Bo look?"): of those, `of_each` asks one by one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.text import AUXILIARY, BE, DETERMINER, DO, HAVE, MODAL, STOP_WORDS, names, word_set

LONGEST = 400  # characters; a longer text is a pasted passage, not a question to take apart

_ASKED = re.compile(
    r"(?P<opening>(?:(?:in|at|on|from|to|by|for|with|of)\s+)?"
    r"(?:which|what|where|when|how|who|whom|why)\b.*?)\s"
    rf"(?P<aux>{DO}|{MODAL})\s(?P<rest>.+)",
    re.IGNORECASE,
)
_SECOND_DEED = re.compile(rf"\s+and\s+(?=(?P<verb>[a-z]+)\s+(?:{DETERMINER})\b)")
_AND = re.compile(r",?\s+and\s+(?=(?:the\s+)?[A-Z])")
_BARE_VERB = re.compile(r"\s+(?P<verb>[a-z]+)\b")
_NO_BARE_VERB = re.compile(r"(?:(?<!s)s|(?<!e)ed|[a-z]{3}ing|(?<!p)ly)$")
_NOT_VERBS = word_set(
    "last next this each both also alone together during against according before after since "
    "until towards between among within without near outside across over under through there here "
    "today yesterday tomorrow now later earlier first again"
)
_TOLD_THAT = re.compile(r"\b(?:that|whether|if|because|why|how|when)\b")  # "and" joins in there
_BODY = {"who": "body", "what": "thing"}
_STOPPED_VERBS = frozenset({"have", "do", "get"})  # verbs though they are stop words
_A_SUBJECT = re.compile(rf"(?:{DETERMINER})\s+[a-z-]+(?=\s)", re.IGNORECASE)
_OCCASION = r"in|at|on|from|to|by|for|with|under|after|before|during|since|until|according to"
_REPEATED = re.compile(
    rf"(?P<stem>.+)\s(?P<first>(?P<prep>{_OCCASION})\s[^,;]+?),?\s+and\s+(?:then\s+)?"
    r"(?P<second>(?P=prep)\s[^,;]+)",
    re.IGNORECASE,
)
_GAPPED = re.compile(
    rf"(?:how (?:many|much|long|old|far|often)|what|who|when|where)\s+"
    rf"(?P<when>(?:{_OCCASION})\s.+)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(  # "who of coal", after "who spoke of oil"
    r"(?:who|which|what) (?P<prep>of|about|against|to|with|for|on) (?!them\b|these\b|those\b).+",
    re.IGNORECASE,
)
_VERB_TOLD = re.compile(rf"\b(?:{AUXILIARY})\b", re.I)
_ITS_OCCASION = re.compile(rf"(?P<stem>.+)\s(?:{_OCCASION})\s.+", re.IGNORECASE)
_NO_VERB = re.compile(  # "on which day", "how long": what is asked of what was told before
    rf"(?:(?:{_OCCASION}|of|about|against)\s+(?:what|which|whose|whom|how (?:many|much|long))"
    r"|how long|(?:what|which) (?:day|date|month|year|time|city|town|country|place|age|price))"
    r"(?:\s+[a-z-]+){0,2}",
    re.IGNORECASE,
)
_WHO_DID = re.compile(
    r"(?:(?P<who>who|what)|which\s(?P<one>[a-z]+))\s"
    rf"(?:(?P<be>{BE}|{HAVE}|will)\s)?(?P<deed>.+)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"(?P<stem>\S.*)\swhen\s(?P<who>(?:the\s)?[\w’'-]+)\s.+", re.IGNORECASE)
_AND_WHEN = re.compile(
    rf"when\s(?!(?:{AUXILIARY})\b)(?P<deed>.+)",
    re.I,
)
_JOINED = re.compile(r",?\s+and\s+(?:the\s+)?")
_LED = re.compile(r"(?P<of>(?:the )?(?:[a-z-]+ ){1,2}(?:of|in|at) )?(?:the )?")
_TOGETHER = re.compile(  # what two do with one another, or as one
    r"\b(?:meet|agree|sign|exchange|share|discuss|talk|argue|fight|clash|marry|compete|trade|merge|"
    r"divorce|cooperate|collaborate|negotiate|hold|differ|compare|joint(?:ly)?|together|each other|"
    r"one another|common)\b",
    re.IGNORECASE,
)
_EACH_OF_SEVERAL = re.compile(r"\b(which|what)\s+([a-z]+?)(ies|s)(?=\s|$)", re.IGNORECASE)


def deeds(question: str) -> tuple[str, ...]:
    """Return the questions about each deed or occasion that `question` joins; () where it is one.

    >>> deeds("In which cities did Ann Lee speak to the council and Bo Ek open a school?")
    ('In which city did Ann Lee speak to the council?', 'In which city did Bo Ek open a school?')
    >>> deeds("Where did Ann Lee leave the train and meet her brother?")
    ('Where did Ann Lee leave the train?', 'Where did Ann Lee meet her brother?')
    >>> deeds("How many came in the morning and in the evening?")
    ('How many came in the morning?', 'How many came in the evening?')
    >>> deeds("Where did Ann Lee and Bo Ek meet?")
    ()
    """
    if len(question) > LONGEST:
        return ()
    plain = question.strip().rstrip(" ?.")
    asked = _ASKED.fullmatch(plain)
    joined = (asked and (_of_two(asked) or _of_one(asked))) or _occasions(plain)
    return tuple(f"{each}?" for each in joined or ())


def of_each(question: str) -> tuple[tuple[str, str], ...]:
    """Return the two whom `question` names as one subject, each with the question about it alone;
    () where they act as one.

    >>> [asked for _, asked in of_each("What do Ann Lee and Bo Ek think of it?")]
    ['What does Ann Lee think of it?', 'What does Bo Ek think of it?']
    >>> of_each("Where did Ann Lee and Bo Ek meet?")
    ()
    """
    asked = len(question) <= LONGEST and _ASKED.fullmatch(question.strip().rstrip(" ?."))
    if not asked or _TOGETHER.search(question):
        return ()
    rest = asked["rest"]
    for one, other in pairwise(names(rest)):
        led = _LED.fullmatch(rest, 0, one.start)
        if not led or not _JOINED.fullmatch(rest, one.end, other.start):
            continue
        verb = _BARE_VERB.match(rest, other.end)
        if verb and _is_bare_verb(verb["verb"]):
            aux = "does" if asked["aux"] == "do" and not led["of"] else asked["aux"]
            deed, second = rest[other.end :], rest[one.end : other.end].split("and ", 1)[1]
            subjects = rest[: one.end], f"{led['of'] or ''}{second}"
            return tuple((s, f"{asked['opening']} {aux} {s}{deed}?") for s in subjects)
    return ()


def completed(piece: str, first: str) -> str:
    """Return `piece`, a question that leaves out what `first` said before it, in full.

    >>> completed("how many after the fire", "How many vans were sold in May")
    'How many vans were sold after the fire'
    >>> completed("when it failed", "How did shares move when the sale was announced")
    'How did shares move when the sale failed'
    >>> completed("on which day", "Which city did Ann Lee visit")
    'on which day did Ann Lee visit'
    >>> completed("who of coal", "Who spoke of oil")
    'Who spoke of coal'
    >>> completed("on what charge", "Who was arrested in Hay")
    'on what charge was somebody arrested in Hay'
    """
    gapped, before = _GAPPED.fullmatch(piece), _ITS_OCCASION.fullmatch(first)
    if gapped and before and not _VERB_TOLD.search(piece):
        return f"{before['stem']} {gapped['when']}"
    if (of := _OF_ANOTHER.fullmatch(piece)) and f" {of['prep']} " in first:
        return first.rpartition(f" {of['prep']} ")[0] + piece[of.start("prep") - 1 :]
    clause, earlier = _AND_WHEN.fullmatch(piece), _WHEN.fullmatch(first)
    if clause and earlier:
        deed = re.sub(r"^(?:it|he|she|they)\b", earlier["who"], clause["deed"])
        return f"{earlier['stem']} when {deed}"
    if _NO_VERB.fullmatch(piece) and not _VERB_TOLD.search(piece):
        if asked := _ASKED.fullmatch(first):
            return f"{piece} {asked['aux']} {asked['rest']}"
        if told := of_somebody(first):
            return f"{piece} {told}"
    return piece


def of_somebody(question: str) -> str:
    """What `question`, if it asks for a doer, tells of them: "was somebody held", of "who was
    held"; "" for others.
    """
    done = _WHO_DID.fullmatch(question)
    if not done or re.match(rf"(?:{AUXILIARY})\b", done["deed"]):
        return ""
    being = f"{done['be']} " if done["be"] else ""
    if being and re.match(rf"(?:{DETERMINER})\s|[A-Z]", done["deed"]):  # "what was the fine"
        return f"{being}{done['deed']}"
    meant = f"the {done['one']}" if done["one"] else f"some{_BODY[done['who'].lower()]}"
    return f"{being}{meant} {done['deed']}"


def with_common_object(first: str, second: str) -> str:
    """Return `first` with what `second` says after their common last verb.

    >>> with_common_object("What did Ann say", "what did Bo say about the sale")
    'What did Ann say about the sale'
    """
    verb = first.rsplit(maxsplit=1)[-1]
    _, found, rest = second.partition(f" {verb} ")
    return f"{first} {rest}" if found and _ASKED.fullmatch(first) else first


def _of_two(asked: re.Match[str]) -> tuple[str, str] | None:
    """Each subject with its own verb."""
    rest = asked["rest"]
    for joint in _AND.finditer(rest):
        if _TOLD_THAT.search(rest, 0, joint.start()):
            return None
        subject = next((n for n in names(rest) if n.start >= joint.end()), None)
        if subject is None or rest[joint.end() : subject.start].strip() not in {"", "the"}:
            continue
        verb = _BARE_VERB.match(rest, subject.end)
        if verb and _is_bare_verb(verb["verb"]) and _tells_a_deed(rest[: joint.start()]):
            return _each(asked, rest[: joint.start()], rest[joint.end() :])
    return None


def _of_one(asked: re.Match[str]) -> tuple[str, str] | None:
    """One subject with each of its verbs."""
    rest = asked["rest"]
    joint = _SECOND_DEED.search(rest)
    if not joint or not _is_bare_verb(joint["verb"]):
        return None
    called = next(iter(names(rest)), None)
    if called and rest[: called.start].strip().lower() in {"", "the"}:
        subject = rest[: called.end]
    elif found := _A_SUBJECT.match(rest):
        subject = found.group()
    else:
        return None
    if not rest[len(subject) : joint.start()].strip():
        return None
    return _each(asked, rest[: joint.start()], f"{subject} {rest[joint.end() :]}")


def _each(asked: re.Match[str], first: str, second: str) -> tuple[str, str]:
    opening = _EACH_OF_SEVERAL.sub(_one_of, asked["opening"])
    return f"{opening} {asked['aux']} {first}", f"{opening} {asked['aux']} {second}"


def _one_of(several: re.Match[str]) -> str:
    return f"{several[1]} {several[2]}{'y' if several[3] == 'ies' else ''}"


def _occasions(plain: str) -> tuple[str, str] | None:
    found = _REPEATED.fullmatch(plain)
    if not found or _VERB_TOLD.match(plain) or found["stem"].lower().endswith(" both"):
        return None
    return f"{found['stem']} {found['first']}", f"{found['stem']} {found['second']}"


def _is_bare_verb(word: str) -> bool:
    if word in STOP_WORDS or word in _NOT_VERBS:
        return word in _STOPPED_VERBS
    return not _NO_BARE_VERB.search(word)


def _tells_a_deed(clause: str) -> bool:
    """Whether a name and its verb open a clause: "Ann speak", not "Ann" or "officials of Hay"."""
    called = next(iter(names(clause)), None)
    if called is None or clause[: called.start] not in {"", "the "}:
        return False
    verb = _BARE_VERB.match(clause, called.end)
    return verb is not None and _is_bare_verb(verb["verb"])

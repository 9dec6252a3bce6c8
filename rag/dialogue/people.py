"""Which names of a conversation are people's, and whom "he" and "she" stand for, by rules.

The turn before goes first, then those before it. After a question that asks for a person, that is
the one in the answer; otherwise whom the question itself is about.

Elsewhere: things and places (subjects.py), which names can be persons' (rag/text/persons.py).
Not promised: whether a name is a man's or a woman's, unless a pronoun has told it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rag.dialogue.phrasing import plain
from rag.dialogue.turns import Turn, kind, meant, named_whole
from rag.text import (
    AUXILIARY,
    DO,
    HAVE,
    MODAL,
    QUESTION_WORD,
    ROLE,
    TITLES_IN_FULL,
    can_be_surname,
    is_past,
    is_person,
    land,
    names,
    names_in,
    power,
    same_name,
    telling,
)

_ASKS_PERSON = re.compile(
    rf"^(?:(?:and|but|so) )*who(?:se)?\b(?! (?:else )?(?:{DO}|had|has)\b)|"
    rf"\b(?:which|what) (?!(?:{DO}|{HAVE}|{MODAL})\b)(?:[\w’'-]+ ){{0,3}}(?:{ROLE})\b|"
    rf"\b(?:somebody|someone|anybody|anyone)\b|\bname of the (?:[\w-]+ )?(?:{ROLE})\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(  # "a sign that Poe would resign"; also "that Lund was safe"
    rf"\bthat (?P<who>[A-Z][\w’-]*) (?:{MODAL}|had|has|was|is)\b"
)
_ASKS_OF_PERSON = re.compile(r"^[Ww]ho (?:is|was|are|were) (?:[A-Z]|(?:he|she|his|her)\b)")
_BY_ROLE = re.compile(rf"\bthe (?:[\w-]+ ){{0,2}}?(?:{ROLE})\b(?!s|['’]|-| [A-Z])")
_OF_WHERE = re.compile(r" (?:of|for|in|at) (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*")
_LEADS = re.compile(rf"(?:\w+ ){{0,2}}?(?:{AUXILIARY}) ", re.IGNORECASE)  # its subject follows
_ROYAL = "Queen|King|Prince|Princess|Emperor|Pope|Sir|Lord|Lady"  # whose surname is not said
_SPOKEN_OF = re.compile(rf"\b(?:{ROLE})\b", re.IGNORECASE)
# Who somebody is to another; "a mother" is not asked for as an officer is.
_KIN = (
    r"(?:grand|step|god|half-)?(?:father|mother|brother|sister|son|daughter|parent)|husband|wife|"
    r"widow(?:er)?|uncle|aunt|nephew|niece|cousin|partner|fianc[ée]e?|boyfriend|girlfriend|friend|"
    r"colleague|co-\w+|deputy|successor|predecessor|assistant|neighbou?r|rival|twin"
)
ACTS = re.compile(
    r"(?<!the )(?<!of )(?<!in )\b([A-Z][\w-]+) (?:say|said|tell|told|promise|think|thought|want|"
    r"meet|met|visit|announce|accuse|criticis|criticiz|praise|believe|admit|deny|resign|retire|die|marry)"
)
_DOER = re.compile(  # "Did Poe go …?", "When did Poe go …?"
    rf"^(?:\w+ ){{0,2}}?(?i:{MODAL}|did|does|has|had) (?P<who>[A-Z][\w-]+) [a-z]+\b"
)
_TOLD = re.compile(  # "Poe went there before Ray did?"
    rf"^(?!(?i:{QUESTION_WORD}|{AUXILIARY}|the|in|on|at)\b)(?P<who>[A-Z][\w-]+) (?P<did>[a-z]+)\b"
)
_BARE_ROLE = re.compile(
    rf"\b[A-Z][\w-]+['’]s? (?:[a-z][\w-]* ){{0,3}}(?:{ROLE}|{_KIN})\b(?! (?:of\b|[A-Z]))"
)
_WHO_IS_OF = re.compile(rf"^[Ww]ho (?:is|was) (?P<whose>(?:[A-Z]\S* )*{_BARE_ROLE.pattern})$")
_IN = re.compile(r"\b(?:in|at|near|into|outside|across|around)\s+(?:the\s+)?$", re.IGNORECASE)
AT_A_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|around|into|outside|across)\s+(?:the\s+)?$", re.IGNORECASE
)
MOST_NAMES = 40  # of one turn that are looked at; answers have some ten
_OF_SOMEONE = " it that someone "
_THE = re.compile(r"\b(?:the|a|an)\s+$", re.IGNORECASE)


def person(said: Sequence[Turn], apart: Sequence[str] = (), *, pronoun: str = "") -> str:
    """The person last spoken of, none of `apart`; "" if there is none.

    Whom `pronoun` stood for in the question before goes first, then whom the questions are about,
    then others whom the answers name; never whom only the other pronoun, "she" for "he", stood for.
    """
    he_or_she = kind(pronoun)
    for turn in reversed(said):
        if (same := meant(turn).get(he_or_she)) and same not in apart:
            return in_full(same, said)
        if asks_person(turn.question):
            break
    others = [meant(turn).get({"he": "she", "she": "he"}.get(he_or_she, "")) for turn in said]
    apart = [*apart, *(in_full(name, said) for name in apart), *filter(None, others)]
    for likely in (_asked_about, _answered_with, _lone):
        for turn in reversed(said):
            for name in likely(turn):
                if not any(same_name(name, other) for other in apart):
                    return in_full(name, said)
    return ""


def _asked_about(turn: Turn) -> Iterator[str]:
    """Whom a turn's question is about, the likeliest first.

    Whom the answer gives where a person is asked for; a person's name that the question is wholly
    about; the doer; others whom the question names; the holder of an office; a subject that may be
    no person.
    """
    if _OF_SOMEONE in turn.question:  # asked on of whom the question before asked for
        asked = people(turn.question)
        yield from [n for n in people(_to_the_point(turn)) if " " in n and n not in asked][:1]
        return
    if asks_person(turn.question):
        yield from _answered_as(turn)
    if _is_a_persons(subject := named_whole(turn.question)):
        yield subject
    yield from _named_in_question(turn)


def _answered_as(turn: Turn) -> Iterator[str]:
    """Who the answer says it is: by office, by name, or as the question describes them."""
    asked = people(turn.question)
    yield from _in_role(turn)
    answered = people(f"{turn.head}. {turn.answer if turn.head else _to_the_point(turn)}")
    new = [n for n in answered if not any(same_name(n, old) for old in asked)]
    told = [*(n for n in new if " " in n), *_roles(turn.answer)]
    yield from sorted(told, key=turn.answer.find)[:1]
    if whose := _WHO_IS_OF.match(plain(turn.question)):
        others = [n for n in people(turn.answer) if " " in n and n not in asked]
        yield from sorted(others, key=turn.answer.find)[:1] or [whose["whose"]]
    yield from _described(turn.question)
    yield from new


def _named_in_question(turn: Turn) -> Iterator[str]:
    """Whom the question names: its doer, full names and those who act, then whose office it has."""
    asked = people(turn.question)
    doer = doing(turn.question)
    if doer in asked or (turn.question.startswith(doer) and can_be_surname(doer)):
        yield doer
    acts = ACTS.search(turn.question)  # then lone names are people's too
    subjects = {found["who"] for found in _SUBJECT.finditer(turn.question)}
    persons = [name for name in asked if " " in name or acts]
    yield from (name for name in persons if name not in subjects)
    role = _BY_ROLE.search(turn.question) or _BARE_ROLE.search(turn.question)
    where = _OF_WHERE.match(turn.question, role.end()) if role else None
    office = f"{role.group()}{where.group() if where else ''}" if role else ""
    told_of = [name for name in asked if name not in subjects and name not in office]
    leads = role and _LEADS.fullmatch(turn.question, 0, role.start())
    if role and (leads or not told_of) and not asks_person(turn.question):
        yield from _holders(turn)
        yield office
    yield from (name for name in asked if name in subjects and not land(name))


def doing(question: str) -> str:
    """The one word that names who `question` asks the deeds of: "Poe" of "Did Poe go?"; or "".

    >>> doing("When did Poe go to Velm?"), doing("Did the mayor go?"), doing("Poe went first?")
    ('Poe', '', 'Poe')
    """
    if told := _TOLD.match(question):
        return told["who"] if is_past(told["did"]) else ""
    found = _DOER.match(question)
    return found["who"] if found else ""


def _to_the_point(turn: Turn) -> str:
    """The sentences of the answer that share a word with the question, names apart."""
    asked = _stems(turn.question) - {s for n in names_in(turn.question) for s in _stems(n)}
    sentences = re.split(r"(?<=[.!?])\s|\n", turn.answer)
    return " ".join(sentence for sentence in sentences if asked & _stems(sentence))


def _stems(text: str) -> set[str]:
    """The first letters of the words of `text` that are no stop words."""
    return {word.text[:4] for word in telling(text)}


def _answered_with(turn: Turn) -> Iterator[str]:
    yield from (name for name in people(turn.answer) if " " in name)


def _lone(turn: Turn) -> Iterator[str]:
    yield from people(turn.question)
    yield from people(turn.answer)


def answering(turn: Turn) -> str:
    """Who the answer says it is, where the question asks for a person; or ""."""
    name = next(_asked_about(turn), "") if asks_person(turn.question) else ""
    return "" if name in _described(turn.question) or name in people(turn.question) else name


def asks_person(question: str) -> bool:
    """Whether the answer to `question` is a person."""
    of_one = _ASKS_OF_PERSON.match(question) and not _WHO_IS_OF.match(plain(question))
    named = of_one and people(question)
    return not named and _ASKS_PERSON.search(question) is not None


def in_full(name: str, said: Sequence[Turn]) -> str:
    """The person's name `name` in the longest form that the conversation has for it."""
    wholes = [named_whole(turn.question) for turn in said]
    if whole := next((w for w in wholes if w.startswith(f"{name} ")), ""):
        return whole
    if " " in name:
        return name
    known = [p for turn in said for text in (turn.question, turn.answer) for p in people(text)]
    royal = re.compile(rf"\b(?:{_ROYAL}) {re.escape(name)}\b")
    if titled := next((t for turn in said for t in royal.findall(turn.question)), ""):
        return titled
    longer = {p for p in known if name in (p.split()[0], p.split()[-1]) and " " in p}
    return longer.pop() if len(longer) == 1 else name


@lru_cache(maxsize=256)
def people(text: str) -> tuple[str, ...]:
    """Names in `text` that can be people's, full names before lone words; the first MOST_NAMES."""
    full, lone = [], []
    for name in names(text)[:MOST_NAMES]:
        before = text[max(0, name.start - 16) : name.start]
        if _THE.search(before) or (name.start == 0 and " " not in name.text):
            continue
        if is_person(name.text) and not _IN.search(before):
            full.append(name.text)
        elif can_be_surname(name.text) and not (AT_A_PLACE.search(before) or power(name.text)):
            lone.append(name.text)
    return (
        *full,
        *(name for name in lone if not any(same_name(name, f) for f in full)),
    )


def _holders(turn: Turn) -> Iterator[str]:
    """Whom the answer calls by an office that the question has: "President Ann Poe"."""
    asked = {found.group().lower() for found in _SPOKEN_OF.finditer(turn.question)}
    lands = {land(name) for name in names_in(turn.question)} - {""}
    for name in names(turn.answer)[:MOST_NAMES] if asked else ():
        said_before = turn.answer[max(0, name.start - 40) : name.start]
        before = re.search(r"([\w-]+)[.,]?\s+$", said_before)
        if before and TITLES_IN_FULL.get(before[1].lower(), before[1].lower()) in asked:
            of = {land(each) for each in names_in(f"x {said_before}")} - {""}
            if not (lands and of) or lands & of:  # of another land it is another's office
                yield name.text


def _in_role(turn: Turn) -> Iterator[str]:
    """Who the answer says holds the office that the question asks for."""
    yield from _holders(turn)
    if names(turn.head) and re.match(r"(?:the )?[A-Z]", turn.head):
        yield names(turn.head)[0].text


def _roles(answer: str) -> Iterator[str]:
    """Holders of an office whom the answer does not name: "China’s envoy"."""
    for found in _BARE_ROLE.finditer(answer):
        yield found.group()


def _described(question: str) -> Iterator[str]:
    """The person whom `question` asks for, in its words: "the person who took the ferry"."""
    asked = plain(question)
    if found := re.match(r"who (?:is|was) (the .+)$", asked, re.IGNORECASE):
        yield found[1]
    elif found := re.match(
        r"who ((?!(?:is|was) (?!\w+(?:ed|ing)\b)|(?:did|does|do|else)\b).+ .+)$",
        asked,
        re.IGNORECASE,
    ):
        yield f"the person who {found[1]}"


def _is_a_persons(name: str) -> bool:
    """Whether the whole name of what is asked about can be a person's: "Ann of the Hill"."""
    parts = name.split()
    return len(parts) > 1 and parts[0].lower() != "the" and is_person(" ".join(parts[:4]))

"""Whom and what "he", "there", "it" and "they" stand for in a conversation, by rules.

The turn before goes first, then those before it. After a question that asks for a person or a
thing, that is the one in the answer; otherwise the one that the question itself is about.

Elsewhere: where the words stand and what takes their place (rag/dialogue.py).
Not promised: whether a name is a man's or a woman's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from rag.phrasing import NOUNS_TOO, VERBS, plain, statement
from rag.text import STOP_WORDS, Name, same_name
from rag.text import names as names_in


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as understood, and its answer: its bold head, if it has one, and its words."""

    question: str
    head: str = ""
    answer: str = ""


# Each earlier turn is looked through again for every turn after it.
names = lru_cache(maxsize=256)(names_in)

_ROLE = (
    r"president|premier|minister|ministers|chancellor|secretary|ambassador|governor|mayor|"
    r"senator|king|queen|prince|princess|pope|chairman|chairwoman|director|spokesman|"
    r"spokeswoman|general|commander|sergeant|envoy|councillor|judge|professor|doctor|chief|"
    r"captain|author|writer|singer|actor|actress|player|coach|manager|owner|founder|leader|"
    r"head|boss|driver|lawyer|analyst|expert|politician|official|officer|diplomat|journalist|"
    r"person|man|woman|boy|girl|"
    r"member|winner|candidate|suspect|victim"
)
_ASKS_PERSON = re.compile(
    rf"^(?:(?:and|but|so) )*who(?:se)?\b(?! (?:did|does|do|had|has|else)\b)|"
    rf"\b(?:which|what) (?:[\w’'-]+ ){{0,3}}(?:{_ROLE})\b|"
    rf"\b(?:somebody|someone|anybody|anyone)\b|\bname of the (?:[\w-]+ )?(?:{_ROLE})\b",
    re.IGNORECASE,
)
_ASKS_OF_PERSON = re.compile(r"^[Ww]ho (?:is|was|are|were) (?:[A-Z]|(?:he|she|his|her)\b)")
_ASKS_THING = re.compile(
    r"\b(?:which|what)(?:['’]s| (?:is|was|are|were))? (?:the )?"
    r"(?:names? of|title of|[\w-]+ called)|"
    r"\b(?:which|what) (?!year|month|day|date|time|way|kind|sort|type|else|other|happened|part\b)"
    r"(?:[a-z-]+ ){0,2}?[a-z-]{3,} (?:is|was|are|were|did|does|do|has|have)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(rf"\b(?:{_ROLE})\b", re.IGNORECASE)
_AFTER_OBJECT = (
    "to|in|on|at|by|from|for|of|about|with|and|or|as|that|when|before|after|during|also|again"
)
SUBJECT_PRONOUN = re.compile(
    rf"\b(he|she|his|hers|himself|herself|her(?=\s+(?!(?:{_AFTER_OBJECT})\b)\w))\b", re.IGNORECASE
)
OBJECT_PRONOUN = re.compile(rf"\b(him|her(?=\W*$|\s+(?:{_AFTER_OBJECT})\b))\b", re.IGNORECASE)
_PLACE_PRONOUN = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )\bthere\b(?! (?:is|are|was|were|be)\b)",
    re.IGNORECASE,
)
THING_PRONOUN = re.compile(
    r"\b(it|its|itself|they|them|their|theirs|themselves)\b"
    r"(?! (?:true|possible|likely|clear|raining|like to|that)\b|"
    r" (?:safe|legal|hard|easy|good|better|best|worth|important|necessary|difficult|common|normal) "
    r"(?:to|for|that)\b)",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset({"his", "her", "hers", "its", "their", "theirs"})
_ACTS = re.compile(
    r"(?<!the )\b([A-Z][\w-]+) (?:say|said|tell|told|promise|think|thought|want|meet|met|visit|"
    r"announce|accuse|criticis|criticiz|praise|believe|admit|deny|resign|retire|die|marry)"
)
_BARE_ROLE = re.compile(
    rf"\b[A-Z][\w-]+['’]s? (?:[a-z][\w-]* ){{0,3}}(?:{_ROLE})\b(?! (?:of\b|[A-Z]))"
)
_NO_PERSON = re.compile(
    r"(ministry|agency|university|council|nations|party|news|republic|union|house|office|bank|"
    r"committee|court|army|forces|group|company|corp|inc|department|organi[sz]ation|association|"
    r"institute|school|college|congress|parliament|kremlin|times|post|states|kingdom|federation|"
    r"market|port|harbou?r|street|road|bridge|mutual|cup|bay|island|river|"
    r"mountain|valley|castle|airport|square|station|hotel|museum|hospital|club|league|festival|"
    r"award|prize|fund|trust|holdings|steel|motors|airlines|records?|band|album|tour|"
    r"show|series|magazine|studios?|theat(?:re|er)|war|battle|empire|county|city|town|centre|"
    r"center|works|society|movement|orchestra|institution|television|radio|new|"
    r"united)s?$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|at|near|into|outside|across|around)\s+(?:the\s+)?$", re.IGNORECASE)
AT_A_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|around|into|outside|across)\s+(?:the\s+)?$", re.IGNORECASE
)
MOST_NAMES = 40  # of one turn that are looked at; answers have some ten
_NO_NOUNS = STOP_WORDS | (VERBS - NOUNS_TOO) | {"worth", "like", "able", "ready"}
_THE = re.compile(r"\b(?:the|a|an)\s+$", re.IGNORECASE)
_BOTH = re.compile(r",? (?:and|&|meet(?: with)?|met(?: with)?) ")
_NOUN_PHRASE = re.compile(
    r"\b(?P<owner>the|a|an|this|that|these|those|"
    r"(?:[A-Z][\w’'-]{0,30}\s){0,3}[A-Z][\w-]{0,30}['’]s?) "
    r"(?P<noun>(?:[\w-]+ ){0,3}?[\w-]+?)"
    r"(?= (?:of|in|at|on|for|to|with|by|from|after|before|during|is|was|were|are|has|have|had|"
    r"that|which|who|and|or|when)\b|[?.,]|$)"
)
_COMPLEMENT = re.compile(
    r"^ (?:of|at|in|on|between|for|with|near) (?:the )?"
    r"[A-Z][\w’'-]*(?: (?:and |of )?[A-Z][\w’'-]*)*"
)


def pronouns(question: str, said: Sequence[Turn]) -> str:
    """`question` with pronouns, and surnames alone, replaced by the names that they stand for."""
    for name in reversed(names(question)):
        full = in_full(name.text, said)
        if name.start and name.text in people(question) and full.lower() not in question.lower():
            question = question[: name.start] + full + question[name.end :]
    own = names(question)
    resolved, apart = question, [n.text for n in own]
    found = SUBJECT_PRONOUN.search(question)
    free = found and not any(people(n.text) for n in own if n.start < found.start())
    if found and free and (who := person(said, apart)):
        resolved = replaced(resolved, found, who)
        apart.append(who)
    found = OBJECT_PRONOUN.search(resolved)
    if found and (who := person(said, apart)):
        resolved = replaced(resolved, found, who)
    found = _PLACE_PRONOUN.search(resolved)
    if found and (where := place(said)):
        resolved = f"{resolved[: found.start()]}in {where}{resolved[found.end() :]}"
    found = THING_PRONOUN.search(question)
    if found and resolved == question and not any(n.start < found.start() for n in own):
        several = found.group().lower().startswith("the")
        if what := thing(said, several=several):
            resolved = replaced(resolved, found, what)
    return resolved


def replaced(question: str, found: re.Match[str], name: str) -> str:
    """`question` with the pronoun `found` in it replaced by `name`, which owns what it owned."""
    pronoun = found.group().lower()
    owns = pronoun in _POSSESSIVE and not (
        pronoun == "her" and not re.match(r"\s+\w", question[found.end() :])
    )
    mark = ("’" if name.endswith("s") else "’s") if owns else ""
    return f"{question[: found.start()]}{name}{mark}{question[found.end() :]}"


def person(said: Sequence[Turn], apart: Sequence[str] = ()) -> str:
    """The person last spoken of, none of `apart`; "" if there is none.

    Whom the questions are about goes before others whom the answers name.
    """
    for likely in (_asked_about, _answered_with, _lone):
        for turn in reversed(said):
            for name in likely(turn):
                if not any(same_name(name, other) for other in apart):
                    return in_full(name, said)
    return ""


def _asked_about(turn: Turn) -> Iterator[str]:
    asked = people(turn.question)
    if asks_person(turn.question):
        yield from _in_role(turn)
        answered = people(f"{turn.head}. {turn.answer}")
        new = [n for n in answered if not any(same_name(n, old) for old in asked)]
        told = [*(n for n in new if " " in n), *_roles(turn.answer)]
        yield from sorted(told, key=turn.answer.find)[:1]
        yield from _described(turn.question)
        yield from new
    acts = _ACTS.search(turn.question)  # then lone names are people's too
    yield from (name for name in asked if " " in name or acts)


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
    named = _ASKS_OF_PERSON.match(question) and people(question)
    return not named and _ASKS_PERSON.search(question) is not None


def in_full(name: str, said: Sequence[Turn]) -> str:
    """The person's name `name` in the longest form that the conversation has for it."""
    if " " in name:
        return name
    known = [p for turn in said for text in (turn.question, turn.answer) for p in people(text)]
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
        if _is_person(name.text) and not _IN.search(before):
            full.append(name.text)
        elif _may_be_person(name.text) and not AT_A_PLACE.search(before):
            lone.append(name.text)
    return (*full, *(name for name in lone if not any(same_name(name, f) for f in full)))


def _in_role(turn: Turn) -> Iterator[str]:
    """Who the answer says holds the office that the question asks for."""
    asked = {found.group().lower() for found in _SPOKEN_OF.finditer(turn.question)}
    for name in names(turn.answer)[:MOST_NAMES] if asked else ():
        before = re.search(r"([\w-]+)\s+$", turn.answer[max(0, name.start - 24) : name.start])
        if before and before[1].lower() in asked:
            yield name.text
    if names(turn.head) and turn.head[0].isupper():
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
        r"who ((?!(?:is|was) (?!\w+ed\b)|(?:did|does|do|else)\b).+ .+)$", asked, re.IGNORECASE
    ):
        yield f"the person who {found[1]}"


def place(said: Sequence[Turn]) -> str:
    """The place last spoken of, without its preposition."""
    for turn in reversed(said):
        if re.match(r"where\b", turn.question, re.IGNORECASE) and names(turn.head):
            return names(turn.head)[0].text
        for text in (turn.answer, turn.question):
            for name in names(text):
                if AT_A_PLACE.search(text[: name.start]) and not _is_person(name.text):
                    return name.text
    return ""


def thing(said: Sequence[Turn], *, several: bool = False) -> str:
    """What "it", or with `several` "they", stands for: no person, unless several."""
    for turn in reversed(said):
        if several and (both := _both(turn.question)):
            return both
        wanted = _ASKS_THING.search(turn.question) or (several and asks_person(turn.question))
        if wanted and (new := _new_thing(turn, several=several)):
            return new
        phrase = noun_phrase(turn.question)
        if phrase and (not several or re.search(r"(?<!s)s\b", phrase)):
            return phrase
        persons = people(turn.question) if _ACTS.search(turn.question) else []
        for name in names(turn.question):
            no_person = not _is_person(name.text) and name.text not in persons
            if (several or no_person) and (name.start or " " in name.text):
                return name.text
    return ""


def _both(text: str) -> str:
    """The two who are named together: "Ann Poe and Jon Ray"."""
    found = names(text)
    for one, other in pairwise(found):
        if _BOTH.fullmatch(text[one.end : other.start]):
            return f"{one.text} and {other.text}"
    return ""


def _new_thing(turn: Turn, *, several: bool) -> str:
    """The name in the answer that the question does not have."""
    if several and names(turn.head):
        return turn.head
    for text in (turn.head, turn.answer):
        for name in names(text):
            if not _is_person(name.text) and name.text.lower() not in turn.question.lower():
                return name.text
    return ""


def noun_phrase(question: str) -> str:
    """What `question` is about where it says so with a noun: "the pay strike at Poe Steel"."""
    for found in _NOUN_PHRASE.finditer(question):
        noun = _without_verb(found["noun"])
        if noun and noun not in STOP_WORDS:
            owner = found["owner"]
            owner = "the" if owner.lower() in ("a", "an", "the") else owner
            whole = f"{owner} {noun}"
            after = question[found.start("noun") + len(noun) :]
            complement = _COMPLEMENT.match(after)
            return whole + (complement.group() if complement else "")
    return ""


def _without_verb(noun: str) -> str:
    """The words before a verb that ends them: "raid planned" in "Was the raid planned?"."""
    before, _, last = noun.rpartition(" ")
    verb = last in VERBS - NOUNS_TOO or re.search(r"ed$|^held$|^made$", last)
    return before if verb else noun


def topic(said: Sequence[Turn]) -> str:
    """What the last question is about, in a few words: its noun or its names."""
    for turn in reversed(said):
        if noted := re.search(r" \(([^()]+)\)\?$", turn.question):
            return noted[1]
        named = [n for n in names(turn.question) if n.start or " " in n.text]
        phrase = noun_phrase(turn.question)
        if named:
            both = _both(turn.question) or _with_noun(turn.question, named[0])
            return phrase if names(phrase) else both
    return noun_phrase(said[-1].question) if said else ""


def _with_noun(question: str, name: Name) -> str:
    """`name` with the names and common nouns that it goes before: "Port Poe harbour"."""
    end = name.end
    if joined := re.compile(r"(?:-| and | & )[A-Z][\w-]+").match(question, end):
        end = joined.end()
    if re.search(r"\b(?:did|do|does)\s+$", question[: name.start], re.IGNORECASE):
        return question[name.start : end]
    while word := re.compile(r" ([a-z]{3,})\b").match(question, end):
        if word[1] in _NO_NOUNS or word[1].endswith(("ed", "ing")):
            break
        end = word.end()
    return question[name.start : end]


def matter(turn: Turn) -> str:
    """What the turn's question takes for granted, as a clause, or what it is about."""
    return statement(turn.question, answering(turn)) or topic([turn])


def _is_person(name: str) -> bool:
    """Whether a name looks like a person's: two to four words, none of an organisation or place."""
    parts = name.split()
    return 2 <= len(parts) <= 4 and not any(_NO_PERSON.match(part) for part in parts)


@cache
def _territories() -> frozenset[str]:
    from babel import Locale

    return frozenset(name.casefold() for name in Locale("en").territories.values())


def _may_be_person(name: str) -> bool:
    """Whether a lone word can be a surname: no country, no people, no organisation."""
    lower = name.casefold()
    return (
        " " not in name
        and len(name) > 1
        and not name.isupper()  # "US", "UN"
        and not lower.endswith(("ese", "ian", "ish", "ean"))
        and lower not in _territories()
        and not _NO_PERSON.match(name)
    )

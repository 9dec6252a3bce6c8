"""Offices and who holds them: "Who is the foreign minister of Norway?".

An office stands before its holder's name ("Norwegian Foreign Minister Ann Poe") with its rank and
whose it is; or it is told first and the name only in the next sentence. "Premier" and "prime
minister" are one office, a deputy's is another.

Elsewhere: who somebody is whose name is asked about (introductions.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.text import (
    OFFICE,
    STOP_WORDS,
    TITLES_IN_FULL,
    Name,
    akin,
    is_role,
    names,
    names_in,
    power,
    root,
    same_name,
    same_power,
    stem,
    telling,
    told_roots,
    word_set,
    words,
)
from rag.types import Evidence

if TYPE_CHECKING:
    from rag.index import Index

LONGEST_NAME = 4  # words of a person's name
LONGEST_OFFICE = 8  # words of an office with whose it is
_NEAR = 60  # characters before a name in which it is said whose office it is

# With what is no title, and stands before a name in small letters.
_OFFICE = re.compile(
    rf"(?<![\w’'-])(?:chief executive(?: officer)?|skipper)(?![\w-])|{OFFICE.pattern}",
    re.IGNORECASE,
)
_TITLES = word_set("mr mrs ms miss dr sir lord lady gen general col colonel maj capt prof")
_LAST_WORD = re.compile(r"(?<![\w’'-])(?P<word>[\w’'-]+)\.?,?\s+$")


def role_before(text: str, start: int) -> str:
    """The words that say who somebody is before the name at `start`; "" where none do.

    >>> role_before("Talks with Kremlin spokesman Dmitry Peskov", 28)
    'Kremlin spokesman'
    """
    office = office_before(text, start).strip()
    if office:
        return "" if office.split()[-1].rstrip(".").lower() in _TITLES else office
    trade = trade_before(text, start)
    if not trade:
        return ""
    named = re.search(r"(?:[A-Z][\w.’'-]* )*$", text[: trade.start("word")])
    return f"{named.group() if named else ''}{trade['word']}"


def trade_before(text: str, start: int) -> re.Match[str] | None:
    """The word before the name at `start` that says what somebody is: "analyst", "coach"."""
    found = _LAST_WORD.search(text[:start])
    return found if found and is_role(found["word"]) else None


def office_before(text: str, start: int) -> str:
    """The office that stands just before `start`, with its rank and whose it is."""
    for found in _OFFICE.finditer(text[:start]):
        if found.end() >= start - 1:
            return _capital_words_before(text, found.start()) + found.group()
    return ""


def _capital_words_before(text: str, start: int) -> str:
    """What an office at `start` begins with, its rank and whose it is: "Norway’s Deputy "."""
    opens = any(name.start == 0 for name in names(text))
    begins = start
    while found := re.search(r"\b[A-Z][\w.’'-]* $", text[:begins]):
        lone = found.start() == 0 and not opens
        if lone or found.group().strip().lower() in STOP_WORDS:
            break
        begins = found.start()
    return text[begins:start]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the articles: the fullest name, and the sentence that says best who it is.

    `office` is the sentence that has the office, where that is another.
    """

    name: str
    evidence: Evidence
    office: Evidence | None = None

    @property
    def role(self) -> str:
        """The words before the name that say who it is: "Kremlin spokesman"; "" where none do."""
        text = self.evidence.sentence.text
        return role_before(text, text.find(self.name))


_SPEAKS_FOR = re.compile(
    r"^who speaks (?:for|on behalf of)\s+(?P<whose>[^,?]+?)\s*\??$", re.IGNORECASE
)
_NAME_OF = re.compile(
    r"^(?:(?:what(?:['’]?s| is| was)|give(?: me)?|tell me) the (?:full |real )?name of|"
    r"name(?!.*\b(?:who|whom|that|which|whose)\b)) (?P<what>.+?)"
    r"(?: (?:who|whom|that|which)\b.*)?[\s?]*$",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"^who(?:['’]?s| is| was| are| were)\s+(?:the |a )?(?P<what>[^,?]+?)\s*\??$", re.IGNORECASE
)
_MORE = re.compile(  # not whose an office is, but when it was held or by what sort of person
    r"\b(?:who|that|which|when|while|during|before|after|since|until|"
    r"(?:in|on|at) (?:\w+ )?(?:\d{4}|the time))\b"
)
_NEW = word_set("new newly elected appointed")
_ENDS_OFFICE = re.compile(
    r"$| (?:of|in|at|for|from|since|until|to|and|when|who|on|as|again|there|here|now)\b"
)
# What before a noun makes it another's: "an adviser to the mayor", "suing the mayor".
NOT_HEAD = re.compile(
    r"^\w+(?:ing|ed)\b(?!-)|(?<!\bone )\b(?:of|in|at|to|with|by|for|from|on|near|against|about|"
    r"between|under|behind|like|than|not|no)\b",
    re.IGNORECASE,
)
_NOT_QUITE = frozenset(
    map(stem, ("deputy", "vice", "assistant", "acting", "former", "ex", "interim"))
)
_SAYS = re.compile(
    r"(?: [A-Z][\w.’'-]*)* (?:\w+ )?(?:said|says|told|added|wrote|warned|promised)\b"
)


@dataclass(frozen=True, slots=True)
class Office:
    """The office whose holder a question asks for: "Who is the foreign minister of Norway?".

    `stands_before`, `stands_before_as_any`, `is_another_before` and `can_be_held_by` look at what
    stands before a name in a text; `heads` takes a phrase that says what somebody is; the others
    take any text.
    """

    stems: frozenset[str]  # of the office's words
    whose: tuple[str, ...]  # the other telling words: of what
    more: tuple[str, ...] = ()  # what else is said of the holder: "new", "in 2019"

    @classmethod
    def asked(cls, question: str) -> Office | None:
        """The office that `question` asks the holder of; None where it asks for none."""
        if speaks := _SPEAKS_FOR.search(question.strip()):
            question = f"Who is {speaks['whose']} spokesman?"
        elif name_of := _NAME_OF.search(question.strip()):
            question = f"Who is {name_of['what']}?"
        found = _HOLDER.search(question.strip())
        what = found["what"] if found else ""
        office = next((each for each in _OFFICE.finditer(what) if _is_office(what, each)), None)
        if not office or len(what.split()) > LONGEST_OFFICE:
            return None
        if what.startswith(("'", "’"), office.end()):
            return None  # "the mayor's wife" is no mayor
        behind = what[office.end() :]
        told = _MORE.search(behind)
        place = told.start() if told else len(behind)
        rest = _whose_words(f"{what[: office.start()]} {behind[:place]}")
        more = [word for word in rest if word in _NEW] + _whose_words(behind[place:])
        whose = (word for word in rest if word not in _NEW)
        return cls(_office_stems(office.group()), tuple(whose), tuple(more))

    def stands_before(self, text: str, start: int) -> bool:
        """Whether the name at `start` of `text` has this office before it."""
        held = office_before(text, start)
        owner = _owner(text, start, held)
        around = owner or f"{text[max(0, start - _NEAR) : start]} {held}"
        return self._is(held) and self.is_all_told_in(around)

    def is_apposed(self, text: str, start: int, passage: str) -> bool:
        """Whether the name at `start` of `text` has this office before a comma: "The mayor, Ann
        Lund"; whose it is the passage may tell.
        """
        before = re.search(r"(?:^|[,;:“] ?)((?:[\w’'-]+ ?){1,6}), $", text[:start])
        found = _OFFICE.search(before[1]) if before else None
        if not before or not found or NOT_HEAD.search(before[1][: found.start()]):
            return False
        own = _whose_words(before[1][: found.start()] + before[1][found.end() :])
        held = _capital_words_before(before[1], found.start()) + found.group()
        return self._is(held) and self.is_all_told_in(before[1] if own else passage)

    def heads(self, phrase: str) -> bool:
        """Whether a phrase that says what somebody is names this office: "the mayor of Lund"."""
        found = _OFFICE.search(phrase)
        if not found or NOT_HEAD.search(phrase[: found.start()]):
            return False
        held = _capital_words_before(phrase, found.start()) + found.group()
        ends = _ENDS_OFFICE.match(phrase, found.end()) is not None
        return ends and self._is(held) and self.is_all_told_in(phrase)

    def stands_before_as_any(self, text: str, start: int) -> bool:
        """Whether the name at `start` of `text` has this office before it, whosever it is."""
        return self._is(office_before(text, start))

    def _is(self, held: str) -> bool:
        """Whether an office before a name is this one, and no deputy's or former holder's."""
        said = _office_stems(held)
        return bool(held) and self.stems <= said and not said & _NOT_QUITE - self.stems

    def is_named_in(self, text: str) -> bool:
        """Whether `text` has the word for this office, whoever holds it."""
        return any(self.stems <= _office_stems(found.group()) for found in _OFFICE.finditer(text))

    def is_anothers_word(self, text: str) -> bool:
        """Whether the holder of another office of the kind says what `text` tells.

        >>> office = Office.asked("Who is Norland's defence minister?")
        >>> office.is_anothers_word("Norland's foreign minister said on Monday that it would help.")
        True
        """
        others = [
            found
            for found in _OFFICE.finditer(text)
            if self.stems & _office_stems(found.group())
            and not self.stems <= _office_stems(found.group())
        ]
        speaks = any(_SAYS.match(text, found.end()) for found in others)
        return speaks and not self.is_named_in(text)

    def is_another_before(self, text: str, start: int) -> bool:
        """Whether the name at `start` of `text` has another office before it, or another's."""
        held = office_before(text, start)
        owner = _owner(text, start, held)
        return bool(held) and not (
            self._is(held) and (not owner or self.has_owners_in(f"{owner} {held}"))
        )

    def has_owners_in(self, text: str) -> bool:
        """Whether all whose the office is stand in a text, in any form: Norway, Norwegian."""
        return _has_all(text, self.whose)

    def is_of_one_named_in(self, text: str, asked: Iterable[str]) -> bool:
        """Whether one of the names `asked` that say whose the office is stands in a text, in any
        form; True where none of them does.

        >>> office = Office.asked("Who is the president of the United States?")
        >>> office.is_of_one_named_in("Washington is snowed in.", ["United States"])
        True
        """
        owners = [name for name in asked if any(_has_all(name, [own]) for own in self.whose)]
        held = names_in(text)
        return not owners or any(
            any(same_power(name, other) for other in held) or _has_all(text, name.split())
            for name in owners
        )

    def is_all_told_in(self, text: str) -> bool:
        """Whether a text has whose the office is and all else that is said of the holder."""
        return self.has_owners_in(text) and _has_all(text, self.more)

    def can_be_held_by(self, text: str, name: Name) -> bool:
        """Whether `name` can be its holder's: no country, and no other office before it."""
        if power(name.text) or any(akin(own, name.text) for own in self.whose):
            return False
        return not self.is_another_before(text, name.start) or _is_bare(text, name)


# What names no holder: courtesies, and a skipper, who is told by many words ("at the helm").
_NO_OFFICE = re.compile(r"(?:mr|mrs|ms|miss|sir|dame|lord|lady|madam|skipper)\.?", re.I)
# "The chief suspect", "a major shareholder": of what sort somebody is.
_DESCRIBES = re.compile(
    r"(?:chief|major|general) (?!(?:of|in|at|for|to|from|on|with|who|that|during|before|after|"
    r"since|when|while|now|then|executive)\b)[a-z]"
)
_OF_A_HOLDER = re.compile(r"(?: [A-Z][\w.-]*){1,3}['’]")


def _is_office(what: str, found: re.Match[str]) -> bool:
    """Whether what may be an office is one: no "Mr", no "chief suspect", no "mayor spokesman", and
    no title of whom something belongs to: "President Poe's spokesman".
    """
    return not (
        _NO_OFFICE.fullmatch(found.group())
        or _DESCRIBES.match(what, found.start())
        or _OFFICE.match(what, found.end() + 1)
        or _OF_A_HOLDER.match(what, found.end())
    )


_CURRENT = word_set("current present incumbent sitting serving currently today")


def _whose_words(phrase: str) -> list[str]:
    """The words that say whose an office is, or since when: not that its holder is the current."""
    return [word.text for word in telling(phrase) if word.text not in _CURRENT]


def _has_all(text: str, told: Iterable[str]) -> bool:
    """Whether a text has all words of `told` in any form."""
    said = [word.text for word in words(text)]
    return all(any(akin(own, word) for word in said) for own in told)


def _owner(text: str, start: int, held: str) -> str:
    """Whose the office `held` by the name at `start` is by the words beside: "Norwegian"."""
    before = "" if _OFFICE.match(held) else held
    name = next((n for n in names(text) if n.start == start), None)
    after = re.match(r" of (?:the )?[A-Z]\w+", text[name.end :]) if name else None
    return f"{before} {after.group() if after else ''}".strip()


_SPOKESMAN = re.compile(r"\bspokes(?:woman|person)\b", re.IGNORECASE)
_SAME_OFFICE = (
    (re.compile(r"\bprime minister\b|\bpm\b", re.IGNORECASE), "premier"),
    (re.compile(r"\bchief executive(?: officer)?\b", re.IGNORECASE), "ceo"),
    (re.compile(r"(?<=\bforeign )secretary\b|(?<=\bdefence )secretary\b", re.I), "minister"),
)


def _office_stems(office: str) -> frozenset[str]:
    office = _SPOKESMAN.sub("spokesman", office.replace("efense", "efence").replace("-", " "))
    for other, usual in _SAME_OFFICE:
        office = other.sub(usual, office)
    said = (TITLES_IN_FULL.get(word.text, word.text) for word in words(office))
    return frozenset(stem(word) for word in said if word not in STOP_WORDS)


def holders(office: Office, documents: Iterable[str], index: Index) -> list[Person]:
    """Return who holds `office` by a sentence of `documents`, in their order, each once.

    By the one that says that the office is given up, where one does.
    """
    found: list[Person] = []
    for document in dict.fromkeys(documents):
        for passage in index.passages_of(document):
            for sentence in passage.sentences:
                for name in names(sentence.text):
                    person = Person(name.text, Evidence(passage, sentence))
                    if not office.stands_before(sentence.text, name.start) and not (
                        office.is_apposed(sentence.text, name.start, passage.whole)
                        and leaves(person)
                    ):
                        continue
                    known = next((p for p in found if same_name(name.text, p.name)), None)
                    if known is None:
                        found.append(person)
                    elif leaves(person) and not leaves(known):
                        found[found.index(known)] = person
    return found


_HAS_LEFT = (
    r"(?:(?:has|had|have|was|were|is|will|be|been|to|who|\w+ly),? )*(?:resign\w*|"
    r"step(?:s|ped)? down|quits?|retire[sd]?|"
    r"le(?:ft|aves?) (?:the |his |her )?(?:office|post|job)|dies|died|killed|"
    r"sacked|dismissed|ousted|removed|voted out|succeeded by|replaced)\b"
)
_LEAVING = re.compile(r"\b(?:outgoing|departing|late) (?:\S+ ){0,4}$", re.IGNORECASE)
_SUCCEEDED = re.compile(
    r"\b(?:(?:his|her) (?:deputy|successor)\b.* (?:tak(?:es?|en|ing)|took) over\b|"
    r"(?:his|her) successor\b|(?:succeed\w*|replac\w+|(?:tak\w+|took) over from) (?:him|her)\b)",
    re.IGNORECASE,
)


def leaves(person: Person) -> tuple[Evidence, ...]:
    """The sentence that names the holder of an office, where it says that the office is given up:
    "Mayor Ann Lund resigned", with the next where that does; () where neither does.
    """
    said, then = person.evidence, person.evidence.after
    text, after = said.sentence.text, then.sentence.text if then else ""
    start = text.find(person.name)
    gone = re.match(rf"(?:, [^,.;]{{1,60}})?,? {_HAS_LEFT}", text[start + len(person.name) :])
    surname = re.escape(person.name.split()[-1])
    goes = re.match(rf"(?:[Hh]e|[Ss]he|(?:M\S+ )?{surname}) {_HAS_LEFT}", after)
    if then and (goes or _SUCCEEDED.search(after)):
        return said, then
    return (said,) if gone or _LEAVING.search(text[:start]) else ()


def implied_holder(office: Office, documents: Iterable[str], index: Index) -> Person | None:
    """Return who holds `office` by two sentences, one on the other; the first found.

    A report often opens with the office alone and goes on with the name: "The king met Norland's
    minister on Sunday. The king and Gen. Ann Lund met …". Both must tell of the same, and the
    second bring in one person only who has no office of their own in it.
    """
    for document in dict.fromkeys(documents):
        for passage in index.passages_of(document):
            for first, then in pairwise(passage.sentences):
                new = _new_people(first.text, then.text)
                if (
                    len(new) == 1
                    and not first.is_heading
                    and _tells_alone(office, first.text)
                    and _tells_again(first.text, then.text)
                ):
                    said, named = Evidence(passage, first), Evidence(passage, then)
                    return Person(new[0].text, named, office=said)
    return None


def _tells_alone(office: Office, text: str) -> bool:
    """Whether `text` has the office, its owner before it and no name behind it."""
    for found in _OFFICE.finditer(text):
        held = _capital_words_before(text, found.start()) + found.group()
        named = any(found.end() <= name.start <= found.end() + 2 for name in names(text))
        if (
            not named
            and office.stems <= _office_stems(held)
            and office.is_all_told_in(text[: found.end()])
        ):
            return True
    return False


def _tells_again(text: str, then: str) -> bool:
    """Whether two sentences share a name and a deed."""
    own = names_in(text)
    named = any(same_name(name, other) for name in names_in(then) for other in own)
    return named and bool(_deeds(text) & _deeds(then))


def _deeds(text: str) -> frozenset[str]:
    return told_roots(text) - {
        root(word) for found in _OFFICE.finditer(text) for word in found.group().lower().split()
    }


def _new_people(text: str, then: str) -> list[Name]:
    """The full names of `then` that `text` has not, of whom no office is told but a rank."""
    own = names_in(text)
    return [
        name
        for name in names(then)
        if 2 <= len(name.text.split()) <= LONGEST_NAME
        and _is_bare(then, name)
        and not any(same_name(name.text, other) for other in own)
    ]


def _is_bare(text: str, name: Name) -> bool:
    """Whether nothing but a rank says before a name who it is."""
    trade = trade_before(text, name.start)
    called = [*office_before(text, name.start).split(), *([trade["word"]] if trade else [])]
    return {word.strip(".").lower() for word in called} <= _TITLES

"""The articles' people: their full names, and the sentence that introduces each.

News introduces a person once, by full name with an office or a description ("Kremlin spokesman
Dmitry Peskov", "Nathaniel Sher, a senior analyst"), and goes on with the surname. "Who is
Peskov?" asks for that sentence; a surname that two people bear must be told with the full name.

A name is taken for a person's where some sentence introduces it so: rules, wrong now and then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.reader.evidence import FINISHED
from rag.reader.premises.denials import telling_words
from rag.text import (
    OFFICE,
    STOP_WORDS,
    TITLES_IN_FULL,
    Name,
    akin,
    land,
    names,
    power,
    root,
    same_name,
    stem,
    word_set,
    words,
)
from rag.types import Evidence, Passage

if TYPE_CHECKING:
    from rag.index import Index

# With what is no title, and stands before a name in small letters.
_OFFICE = re.compile(
    rf"(?<![\w’'-])(?:chief executive(?: officer)?|skipper)(?![\w-])|{OFFICE.pattern}",
    re.IGNORECASE,
)
_NOT_QUITE = frozenset(
    map(stem, ("deputy", "vice", "assistant", "acting", "former", "ex", "interim"))
)
LONGEST_NAME = 4  # words of a person's name
LONGEST_OFFICE = 8  # words of an office with whose it is
_NEAR = 60  # characters before a name in which it is said whose office it is

_ASKED = (
    re.compile(r"^who(?:['’]?s| is| was| are| were)\s+(?P<name>[^,?]+?)\s*\??$", re.IGNORECASE),
    re.compile(
        r"^what(?:['’]?s| is| was)\s+(?P<name>[^,?]+?)['’]s?\s+(?:current |official )?"
        r"(?:job|role|post|position|title|office|occupation|profession)\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^what(?:['’]?s| is| was)\s+the\s+(?:job|role|post|position|title|office|occupation|"
        r"profession) of\s+(?P<name>[^,?]+?)\s*\??$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:who|which|what|list|name|(?:tell me )?about|introduce|(?:the )?two)\b.{0,40}\b"
        r"(?:called|named|surnamed|by the name of|"
        r"with the (?:sur|last |family )?name)\s+(?P<name>(?-i:[A-Z])[\w’'-]+)"
        r"(?=\s*(?:[?,]|$)|\s+(?:in|and|are|is|was|were|had|have|met|appear|do|does|who)\b)",
        re.IGNORECASE,
    ),
)
_HOLDER = re.compile(
    r"^who(?:['’]?s| is| was| are| were)\s+(?:the |a )?(?P<what>[^,?]+?)\s*\??$", re.IGNORECASE
)
_NAME_OF = re.compile(
    r"^(?:(?:what(?:['’]?s| is| was)|give(?: me)?|tell me) the (?:full |real )?name of|"
    r"name(?!.*\b(?:who|whom|that|which|whose)\b)) (?P<what>.+?)"
    r"(?: (?:who|whom|that|which)\b.*)?[\s?]*$",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(
    r"^who speaks (?:for|on behalf of)\s+(?P<whose>[^,?]+?)\s*\??$", re.IGNORECASE
)
_SPOKESMAN = re.compile(r"\bspokes(?:woman|person)\b", re.IGNORECASE)
_SAME_OFFICE = (
    (re.compile(r"\bprime minister\b|\bpm\b", re.IGNORECASE), "premier"),
    (re.compile(r"\bchief executive(?: officer)?\b", re.IGNORECASE), "ceo"),
    (re.compile(r"(?<=\bforeign )secretary\b|(?<=\bdefence )secretary\b", re.I), "minister"),
)
_OWNS = re.compile(r"['’]s\b")
_OWNER = re.compile(r"['’]")
# What before a noun makes it another's: "an adviser to the mayor", "suing the mayor".
NOT_HEAD = re.compile(
    r"^\w+(?:ing|ed)\b(?!-)|(?<!\bone )\b(?:of|in|at|to|with|by|for|from|on|near|against|about|"
    r"between|under|behind|like|than|not|no)\b",
    re.IGNORECASE,
)
_ENDS_OFFICE = re.compile(
    r"$| (?:of|in|at|for|from|since|until|to|and|when|who|on|as|again|there|here|now)\b"
)
_SAYS = re.compile(
    r"(?: [A-Z][\w.’'-]*)* (?:\w+ )?(?:said|says|told|added|wrote|warned|promised)\b"
)
_POST = re.compile(
    r"^what (?:is|are|was|were) (?:his|her|their) (?:jobs?|posts?|roles?|titles?|positions?|"
    r"offices?|occupations?|professions?)\b",
    re.IGNORECASE,
)
_TRADE = re.compile(  # "Kremlin spokesman", "analyst", "the activist"
    r"\b(?P<word>[a-z]*(?:m[ae]n|women|persons?|people|ists?|ers?|ors?|ants?|ents?|ysts?|eers?|"
    r"cians?|aides?|heads?|chiefs?|mates?|mothers?|wives|wife|widow|daughter|son|gen|lt|col|maj|"
    r"capt|adm|mr|mrs|ms|dr|prof))\.?,?\s+$",
    re.IGNORECASE,
)
_NO_TRADE = word_set(
    "after under over other former never ever however rather whether either neither for or nor per "
    "later earlier sooner latter further together river water center september october november "
    "december summer winter party event current recent different moment government parliament "
    "department important"
)
_TITLES = word_set("mr mrs ms miss dr sir lord lady gen general col colonel maj capt prof")
_DESCRIBED = re.compile(
    r",\s+(?:(?:the|a|an|its|his|her|their|one of|who|whose|formerly|once|now|then|of)\b|\d\d\b|"
    r"(?:[A-Z][\w’'.-]*['’]s?\s+)?[a-z-]+(?:\s+[a-z-]+){0,3}\s+(?:of|at|in|for|to|with)\b)"
)


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


def role_before(text: str, start: int) -> str:
    """The words that say who somebody is before the name at `start`; "" where none do.

    >>> role_before("Talks with Kremlin spokesman Dmitry Peskov", 28)
    'Kremlin spokesman'
    """
    before = text[:start]
    office = _office(text, start).strip()
    if office:
        return "" if office.split()[-1].rstrip(".").lower() in _TITLES else office
    trade = _TRADE.search(before)
    if not trade or trade["word"].lower() in _NO_TRADE:
        return ""
    named = re.search(r"(?:[A-Z][\w.’'-]* )*$", before[: trade.start("word")])
    return f"{named.group() if named else ''}{trade['word']}"


def asked_about(question: str) -> str:
    """Return the name of whom `question` wants to know who it is, as written; "" for none.

    >>> asked_about("Who is Peskov?"), asked_about("Who is the mayor of Oslo?")
    ('Peskov', '')
    """
    for form in _ASKED:
        if found := form.search(question.strip()):
            told = found["name"].split()
            if len(told) <= LONGEST_NAME and not any(w.lower() in STOP_WORDS for w in told):
                return " ".join(told)
    return ""


# What names no holder: courtesies, and a skipper, who is told by many words ("at the helm").
_NO_OFFICE = re.compile(r"(?:mr|mrs|ms|miss|sir|dame|lord|lady|madam|skipper)\.?", re.I)
_OF_A_HOLDER = re.compile(r"(?: [A-Z][\w.-]*){1,3}['’]")
# "The chief suspect", "a major shareholder": of what sort somebody is.
_DESCRIBES = re.compile(
    r"(?:chief|major|general) (?!(?:of|in|at|for|to|from|on|with|who|that|during|before|after|"
    r"since|when|while|now|then|executive)\b)[a-z]"
)
_MORE = re.compile(  # not whose an office is, but when it was held or by what sort of person
    r"\b(?:who|that|which|when|while|during|before|after|since|until|"
    r"(?:in|on|at) (?:\w+ )?(?:\d{4}|the time))\b"
)
_CURRENT = word_set("current present incumbent sitting serving currently today")
_NEW = word_set("new newly elected appointed")


@dataclass(frozen=True, slots=True)
class Office:
    """The office whose holder a question asks for: "Who is the foreign minister of Norway?"."""

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
        if not office or len(what.split()) > LONGEST_OFFICE or _OWNER.match(what, office.end()):
            return None  # "the mayor's wife" is no mayor
        behind = what[office.end() :]
        told = _MORE.search(behind)
        place = told.start() if told else len(behind)
        rest = _telling(f"{what[: office.start()]} {behind[:place]}")
        more = [word for word in rest if word in _NEW] + _telling(behind[place:])
        whose = (word for word in rest if word not in _NEW)
        return cls(_stems(office.group()), tuple(whose), tuple(more))

    def is_held_by(self, text: str, start: int) -> bool:
        """Whether the name at `start` of `text` has this office before it."""
        held = _office(text, start)
        owner = _owner(text, start, held)
        around = owner or f"{text[max(0, start - _NEAR) : start]} {held}"
        return self._is(held) and self.is_all_of(around)

    def is_head_of(self, phrase: str) -> bool:
        """Whether a phrase that says what somebody is names this office: "the mayor of Lund"."""
        found = _OFFICE.search(phrase)
        if not found or NOT_HEAD.search(phrase[: found.start()]):
            return False
        held = _capital_words_before(phrase, found.start()) + found.group()
        ends = _ENDS_OFFICE.match(phrase, found.end()) is not None
        return ends and self._is(held) and self.is_all_of(phrase)

    def is_before(self, text: str, start: int) -> bool:
        """Whether the name at `start` of `text` has this office before it, whosever it is."""
        return self._is(_office(text, start))

    def _is(self, held: str) -> bool:
        """Whether an office before a name is this one, and no deputy's or former holder's."""
        said = _stems(held)
        return bool(held) and self.stems <= said and not said & _NOT_QUITE - self.stems

    def is_named_in(self, text: str) -> bool:
        """Whether `text` has the word for this office, whoever holds it."""
        return any(self.stems <= _stems(found.group()) for found in _OFFICE.finditer(text))

    def is_anothers_word(self, text: str) -> bool:
        """Whether the holder of another office of the kind says what `text` tells.

        >>> office = Office.asked("Who is Norland's defence minister?")
        >>> office.is_anothers_word("Norland's foreign minister said on Monday that it would help.")
        True
        """
        others = [
            found
            for found in _OFFICE.finditer(text)
            if self.stems & _stems(found.group()) and not self.stems <= _stems(found.group())
        ]
        speaks = any(_SAYS.match(text, found.end()) for found in others)
        return speaks and not self.is_named_in(text)

    def is_not_of(self, text: str, start: int) -> bool:
        """Whether the name at `start` of `text` has another office before it, or another's."""
        held = _office(text, start)
        owner = _owner(text, start, held)
        return bool(held) and not (self._is(held) and (not owner or self.is_of(f"{owner} {held}")))

    def is_of(self, owners: str) -> bool:
        """Whether all whose the office is stand in `owners`, in any form: Norway, Norwegian."""
        return _holds(owners, self.whose)

    def is_all_of(self, text: str) -> bool:
        """Whether a text has whose the office is and all else that is said of the holder."""
        return self.is_of(text) and _holds(text, self.more)

    def can_be_of(self, text: str, name: Name) -> bool:
        """Whether `name` can be its holder's: no country, and no other office before it."""
        if power(name.text) or any(akin(own, name.text) for own in self.whose):
            return False
        return not self.is_not_of(text, name.start) or _is_bare(text, name)


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


def _telling(phrase: str) -> list[str]:
    """The words that say whose an office is, or since when: not that its holder is the current."""
    told = (word.text for word in words(_OWNS.sub("", phrase)))
    return [word for word in told if word not in STOP_WORDS and word not in _CURRENT]


def _holds(text: str, told: Iterable[str]) -> bool:
    """Whether a text has all words of `told` in any form."""
    said = [word.text for word in words(text)]
    return all(any(akin(own, word) for word in said) for own in told)


def _owner(text: str, start: int, held: str) -> str:
    """Whose the office `held` by the name at `start` is by the words beside: "Norwegian"."""
    before = "" if _OFFICE.match(held) else held
    name = next((n for n in names(text) if n.start == start), None)
    after = re.match(r" of (?:the )?[A-Z]\w+", text[name.end :]) if name else None
    return f"{before} {after.group() if after else ''}".strip()


def holders(office: Office, documents: Iterable[str], index: Index) -> list[Person]:
    """Return who holds `office` by a sentence of `documents`, in their order, each once."""
    found: list[Person] = []
    for document in dict.fromkeys(documents):
        for passage in index.passages_of(document):
            for sentence in passage.sentences:
                for name in names(sentence.text):
                    known = any(same_name(name.text, person.name) for person in found)
                    if not known and office.is_held_by(sentence.text, name.start):
                        found.append(Person(name.text, Evidence(passage, sentence)))
    return found


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
                    and first.text[-1:] in FINISHED
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
        if not named and office.stems <= _stems(held) and office.is_all_of(text[: found.end()]):
            return True
    return False


def _tells_again(text: str, then: str) -> bool:
    """Whether two sentences share a name and a deed."""
    own = [name.text for name in names(text)]
    named = any(same_name(name.text, other) for name in names(then) for other in own)
    return named and bool(_deeds(text) & _deeds(then))


def _deeds(text: str) -> set[str]:
    return {root(word.text) for word in telling_words(text)} - {
        root(word) for found in _OFFICE.finditer(text) for word in found.group().lower().split()
    }


def _new_people(text: str, then: str) -> list[Name]:
    """The full names of `then` that `text` has not, of whom no office is told but a rank."""
    own = [name.text for name in names(text)]
    return [
        name
        for name in names(then)
        if 2 <= len(name.text.split()) <= LONGEST_NAME
        and _is_bare(then, name)
        and not any(same_name(name.text, other) for other in own)
    ]


def _is_bare(text: str, name: Name) -> bool:
    """Whether nothing but a rank says before a name who it is."""
    trade = _TRADE.search(text[: name.start])
    called = [*_office(text, name.start).split(), *([trade["word"]] if trade else [])]
    return {word.strip(".").lower() for word in called} <= _TITLES | _NO_TRADE


def asks_post(question: str) -> bool:
    """Whether `question` asks what an introduction tells: "What are their posts?"."""
    return _POST.search(question) is not None


def bearers_of(name: str, documents: Iterable[str], index: Index) -> list[Person]:
    """Return who in `documents` bears `name`, a surname or a full one in any case of letters.

    In the order of the documents; a person of several articles comes once, with the sentence that
    says most. Nobody whom no sentence introduces is in it: "Carnegie China" is not a Mr China.
    """
    best: dict[str, tuple[int, Person]] = {}
    for document in dict.fromkeys(documents):
        for bearer, worth, evidence in _borne(name, index.passages_of(document)):
            known = next((n for n in best if same_name(n, bearer)), bearer)
            if known not in best or worth > best[known][0]:
                best[known] = (worth, Person(bearer, evidence))
    return [person for worth, person in best.values() if worth > 0]


def shared_surname(name: str, passages: Sequence[Passage]) -> bool:
    """Whether `passages` hold two full names that a bare `name` may stand for."""
    found: list[str] = []
    for bearer, _, _ in _borne(name, passages):
        if not any(same_name(bearer, other) for other in found):
            found.append(bearer)
    return len(found) > 1


def whose(evidence: Evidence, beside: Sequence[Passage], index: Index) -> Person | None:
    """Return whose surname stands alone in a sentence, where others in `beside` bear it too.

    None where nobody else does, or where the sentence's own article does not give the full name, or
    gives two.
    """
    found = [name.text for name in names(evidence.sentence.text)]
    for name in found:
        alone = " " not in name and not any(" " in n and same_name(name, n) for n in found)
        if alone and shared_surname(name, beside):
            own = index.passages_of(evidence.passage.document)
            bearers = bearers_of(name, [evidence.passage.document], index)
            if len(bearers) == 1 and not shared_surname(name, own):
                return bearers[0]
    return None


def _stems(office: str) -> frozenset[str]:
    office = _SPOKESMAN.sub("spokesman", office.replace("efense", "efence").replace("-", " "))
    for other, usual in _SAME_OFFICE:
        office = other.sub(usual, office)
    said = (TITLES_IN_FULL.get(word.text, word.text) for word in words(office))
    return frozenset(stem(word) for word in said if word not in STOP_WORDS)


def _borne(name: str, passages: Iterable[Passage]) -> Iterator[tuple[str, int, Evidence]]:
    """Yield the full names that `name` may stand for, with how well they are introduced."""
    surname = name.casefold().split()[-1]
    for passage in passages:
        for sentence in passage.sentences:
            if surname not in sentence.text.casefold():
                continue
            for found in names(sentence.text):
                if 2 <= len(found.text.split()) <= LONGEST_NAME and same_name(name, found.text):
                    worth = _introduced(sentence.text, found.start, found.end)
                    yield found.text, worth, Evidence(passage, sentence)


def introduced_in(passages: Iterable[Passage]) -> Iterator[tuple[str, int, Evidence]]:
    """Yield the full names of people in `passages`, with how well a sentence introduces each."""
    for passage in passages:
        for sentence in passage.sentences:
            for found in names(sentence.text):
                worth = _introduced(sentence.text, found.start, found.end)
                called = found.text.split()
                if worth and 2 <= len(called) <= LONGEST_NAME and not land(called[-1]):
                    yield found.text, worth, Evidence(passage, sentence)


def _introduced(text: str, start: int, end: int) -> int:
    """How much the words about a name say of who it is: 0 for nothing."""
    office = len(_office(text, start).split())
    trade = _TRADE.search(text[:start])
    if trade and not office:
        office = int(trade["word"].lower() not in _NO_TRADE)
    return 2 * office + (_DESCRIBED.match(text, end) is not None)


def _office(text: str, start: int) -> str:
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

"""Who says each sentence of an article: its speakers, and all that the article calls them.

News names a speaker beside a verb of saying ("said Ann Poe, the harbour master"), goes on with a
pronoun or with what the speaker is ("she said", "the harbour master added"), and lets a quotation
run on without either. The rules follow these habits, as the attribution of quotations in news does
(O'Keefe et al., "A Sequence Labelling Approach to Quote Attribution", EMNLP 2012, whose rule-based
baseline they resemble): the words beside the verb, else whoever the words point back to, else
whoever spoke last.

Elsewhere: which quotation answers a question (rag/reader/people/quotes.py).
Not promised: that every quotation finds its speaker. One that does not has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rag.text import (
    IRREGULAR,
    OFFICE,
    STOP_WORDS,
    Name,
    can_be_person,
    is_person,
    names,
    same_name,
    stem,
    words,
)

_VERBS = (
    r"said|says|told|tells|added|adds|noted|notes|wrote|writes|called|promised|promises|"
    r"vowed|vows|pledged|described|describes|commented|remarked|replied|answered|explained|"
    r"explains|warned|warns|claimed|claims|argued|argues|announced|stated|stressed|stresses|"
    r"insisted|insists|urged|urges|joked|recalled|recalls|admitted|admits|denied|denies|accused|"
    r"accuses|agreed|agrees|asked|asks|thanked|praised|praises|welcomed|welcomes|criticised|"
    r"criticized|criticises|criticizes|dismissed|rejected|reiterated|confirmed|confirms|declared|"
    r"suggested|predicted|conceded|repeated|maintained|grinned|laughed|shouted|concluded|thinks|"
    r"thought|believes|believed|hopes|hoped|wants|wanted|regretted|spoke"
)
_SAYS = re.compile(
    rf"\b(?:(?:is|are|was|were) (?:cited|quoted|heard) (?:as saying|to say|saying)|{_VERBS})\b"
)
_SAYS_SO = re.compile(  # "has repeatedly denied"
    rf"(?:\s+(?:has|have|had|does|do|did|also|not|never|often|always|later|again|once|[a-z]+ly))*"
    rf"\s+(?:{_VERBS}|say|deny)\b"
)
_SAYING = frozenset(stem(verb) for verb in (*_VERBS.split("|"), "say", "tell"))
_SAID_BY = re.compile(
    rf"\b(?:{_VERBS})(?: (?!that\b|if\b|whether\b)[\w’'-]+){{0,4}}\s+$"
)  # "said Mayor …"
# Verbs that tell of nothing but words; "added" and "claimed" may tell of a goal and a title.
_ONLY_SAYS = re.compile(
    r"\b(?:said|says?|told|tells|stated|remarked|commented|replied|explained|explains|argued|argues|"
    r"insisted|insists|warned|warns|joked|spoke|thinks|thought|believes|believed|hopes|hoped)$"
)
_REPORTS = re.compile(r"\s*(?:[.,;:“”\"]|$)|(?: [\w’'-]+){0,4} that\b")  # behind a verb of saying
_REPORTED = re.compile(rf"[,“”\"’]\s+(?:{_VERBS})(?: [\w’'-]+){{0,4}}\s+$")  # before a name
# What a speaker does beside: "said nothing and sold the yard", "said that he had sold it".
_DOES = re.compile(
    r"(?: (?!that\b|is\b|are\b|was\b|were\b|ha[sd]\b|have\b|will\b|would\b)[\w’'-]+){0,3}"
    rf" and (?:\w+ly |then |later )?(?!said\b)(?:[a-z]+ed|{'|'.join(IRREGULAR)})\b|"
    r"(?: that)? (?:he|she|they|I|we)\b"
)
_PASSIVE = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|being)(?: \w+ly)?|than(?: \w+)?)\s+$", re.IGNORECASE
)
_BETWEEN = re.compile(  # what may stand between a subject and its verb
    r"(?:\s+(?:had|has|have|also|later|then|again|now|once|never|always|only|just|still|[a-z]+ly))"
    r"*\s*$"
)
_PRONOUN = re.compile(r"(?:[a-z]+ ){0,3}(he|she|they|it)$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|you|who|which|that|and|but)$", re.IGNORECASE)
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.;:“”\"]+)")
_INVERTED = re.compile(
    r"\s+(?=(?:the|an?|its|his|her|their|one)\b|(?:[a-z-]+ ){0,4}[A-Z])"
    r"(?P<subject>[^.;:!?“”\"]+?)(?=[.;:!?“”\"]|$|, who\b|\bthat\b|\bas\b|\bin an?\b)"
)
_PHRASE = re.compile(  # a noun phrase of one chunk between commas
    r"(?:the|an?|its|his|her|their|this|that|one|another|some|who|whose|now|once|formerly|then|"
    r"aged|\d|[A-Z])",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]nother|[Oo]ne)\s")
_AFTER_OF = re.compile(r"\b(?:of|for|at|in|from|with|by|to|on)\s$")
_INSIDE = re.compile(  # "a clerk at the failed society Poe Mutual"
    r"(?:^|,)\s*(?:the|an?|its|his|her|their|one|another)\s[^,]*"
    r"\b(?:of|at|for|in|from|with|by|to|on)\b[^,]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r" (?:of|from|in|at|for|had|has|also|later|then|himself|herself|and)\b")
_NOT_HEAD = re.compile(r"\b(?:of|for|at|in|from|with|by|near|outside|to)\s+(?:the\s+)?$")
_DEFINITE = re.compile(r"(?:the|its|his|her|their)\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:its|his|her|their)\b", re.IGNORECASE)
_OWNER = re.compile(r"['’]s?\b")
_BESIDE = re.compile(r"(?:[\w’'-]+ ){1,6}$")  # words before a name: "museum director "
_DESCRIBED_BEFORE = re.compile(
    r"((?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[A-Z][\w-]*['’]s?|[A-Z][a-z]+|[Cc]hair|"
    r"[Aa]nother)\b[^,.;:“”\"()]{2,60}), (?:who is )?$"
)
_DESCRIBED_AFTER = re.compile(
    r",? ((?!(?:will|would|can|could|is|are|was|were|has|have|had|said|says|and|but|or|in|on|at|"
    r"for|from|with|after|before|when|while|which|where|[a-z]+ed)\b)[a-z]+\b[^,.;:“”\"()]{2,60})"
)
_UNRELATED = re.compile(r"\b(?:no relation|not related|unrelated|unlike)\b")
_ACTS = re.compile(r"who(?:se)? (?:\w+ly )?(\w+)")  # "who heads the line"
_MALE, _FEMALE = re.compile(r"\bMr\.? $"), re.compile(r"\b(?:Mrs|Ms|Miss)\.? $")
_MARKS = '“”"'
_LOOKED_BACK = 3  # sentences in which the one that a pronoun points back to is sought
_MOST_CHUNKS = 3  # "the union's leader, Ann Poe, 45, said"
_PERSONAL = re.compile(
    r"(?:m[ae]n|women|persons?|people|ists?|ers?|ors?|ants?|ents?|ysts?|eers?|cians?|aides?|heads?|"
    r"chiefs?|boss|coach|judge|general|captain|clerk|barmaid|teacher|mother|father|brother|sister|"
    r"son|daughter|wife|husband|widow|secretary|king|queen|prince|princess|pope|guest|host|"
    r"counsel|chair|skipper|victim|envoy|colonel|major|guard|diplomat|pilot)$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:government|parliament|department|manufacturer|paper|newspaper|carrier|centre|center|"
    r"operator|insurer|maker|retailer|regulator|supplier|employer|developer|brewer)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a sentence."""

    name: str  # the fullest that the article has; "" where it gives none
    called: frozenset[str]  # the words by which the article calls it, as written, the name's too
    is_a: frozenset[str]  # of those, in small letters, the nouns that say what it is: "director"
    named: int  # number of the sentence that names it: the one that is said, or one before


@dataclass(slots=True)
class _Known:
    """A bearer of a name in one article."""

    name: str
    called: set[str] = field(default_factory=set)
    is_a: set[str] = field(default_factory=set)
    seen: list[int] = field(default_factory=list)  # sentences that name it
    person: bool = False
    gender: str = ""  # "he" or "she" where "Mr" or "Ms" tells

    def call(self, phrase: str) -> None:
        """Take in that the article calls the bearer by `phrase`: "the director of the line"."""
        self.called |= _telling(phrase)
        if noun := _head_noun(phrase):
            self.is_a.add(noun)

    def speaking(self, named: int) -> Speaker:
        return Speaker(self.name, frozenset(self.called), frozenset(self.is_a), named)


@lru_cache(maxsize=128)
def speakers(sentences: tuple[str, ...]) -> tuple[tuple[Speaker, ...], ...]:
    """Return, for each of an article's `sentences` in order, who says it; the surest first.

    >>> told = speakers(("“It is safe,” said Ann Poe, the engineer.", "“Very,” she added."))
    >>> [who[0].name for who in told]
    ['Ann Poe', 'Ann Poe']
    """
    return _Article(sentences).attributed()


class _Article:
    """One article's sentences, and whom they have named so far."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        self._plain, self._within = _unquoted(sentences)
        self._known: list[_Known] = []
        self._named = [self._met(i, text) for i, text in enumerate(self._plain)]

    def attributed(self) -> tuple[tuple[Speaker, ...], ...]:
        found: list[tuple[Speaker, ...]] = []
        for i, plain in enumerate(self._plain):
            told = tuple(dict.fromkeys(self._speakers(i, plain, found)))
            if not told and self._only_quoted(i) and found:
                told = found[-1]
            found.append(told)
        for i in reversed(range(len(found) - 1)):  # “One. Two,” she said.
            if not found[i] and self._only_quoted(i) and self._within[i + 1]:
                found[i] = found[i + 1]
        return tuple(found)

    def _only_quoted(self, i: int) -> bool:
        """Whether all words of a sentence are a quotation's."""
        return not re.search(r"\w", self._plain[i]) and bool(re.search(r"\w", self._sentences[i]))

    def _met(self, number: int, text: str) -> list[tuple[Name, _Known]]:
        """The names of a sentence with their bearers, who are learnt here with what they are."""
        met = []
        for found in names(text):
            name, role = _without_role(found)
            one = next((k for k in self._known if _same(k, text, name)), None)
            if one is None:
                one = _Known(name.text)
                self._known.append(one)
            elif len(name.text) > len(one.name):
                one.name = name.text
            one.seen.append(number)
            one.person = one.person or _is_persons(text, name)
            before = text[: name.start]
            gender = "he" if _MALE.search(before) else "she" if _FEMALE.search(before) else ""
            one.gender = one.gender or gender
            one.called |= _telling(name.text)
            for phrase in (role, *_described(text, name)):
                one.call(phrase)
            met.append((name, one))
        return met

    def _speakers(
        self, i: int, text: str, before: Sequence[tuple[Speaker, ...]]
    ) -> Iterator[Speaker]:
        for found in _SAYS.finditer(text):
            subject = _subject(text, found)
            if subject is None:
                continue
            if who := self._who(i, *subject, before):
                yield who
        for found in _ACCORDING.finditer(text):
            if who := self._who(i, found.start(1), found.end(1), before):
                yield who

    def _who(
        self, i: int, start: int, end: int, before: Sequence[tuple[Speaker, ...]]
    ) -> Speaker | None:
        """Whom the subject at [start, end) of sentence `i` means."""
        text = self._plain[i][start:end].strip(" ,")
        if pronoun := _PRONOUN.match(text):
            return self._meant(i, start, pronoun[1].lower(), before)
        inside = [(n, k) for n, k in self._named[i] if start <= n.start < end]
        heads = [(n, k) for n, k in inside if self._heads(i, n, start, end)]
        persons = [k for n, k in heads if k.person]
        if heads:
            likely = persons or [k for n, k in heads]
            known = likely[0] if "," in text else likely[-1]
            return known.speaking(i)
        noun = _head_noun(text)
        if not noun:
            return None
        if _is_personal(noun):
            person = self._bridged(i, text, noun, before)
            if person:
                person.call(text)
                return person.speaking(self._shown(person, i))
        return Speaker("", _telling(text), frozenset({noun}), i)

    def _heads(self, i: int, name: Name, start: int, end: int) -> bool:
        """Whether a name is what its phrase is about: not "Poe's brother", "the mayor of Poe"."""
        text = self._plain[i]
        owns = _OWNER.match(text, name.end)
        before, after = text[start : name.start], text[name.end : end]
        described = re.match(r" [a-z]", after) and not _GOES_ON.match(after)
        of_another = _INSIDE.search(before) or _NOT_HEAD.search(before)
        return not owns and not described and not of_another

    def _bridged(
        self, i: int, phrase: str, noun: str, before: Sequence[tuple[Speaker, ...]]
    ) -> _Known | None:
        """The person whom "the coach" means: one who is called so, or the one last spoken of."""
        if not _DEFINITE.match(phrase):
            return None
        told = [k for k in self._known if k.person and noun in k.is_a]
        seen = [k for k in told if any(place <= i for place in k.seen)]
        if seen:
            return max(seen, key=lambda k: max(place for place in k.seen if place <= i))
        return self._last(i, "", before) if not told and not _OWNED.match(phrase) else None

    def _last(self, i: int, gender: str, before: Sequence[tuple[Speaker, ...]]) -> _Known | None:
        """The person last spoken of before sentence `i`: who spoke, or whom it is about."""
        for place in range(i - 1, max(-1, i - 1 - _LOOKED_BACK), -1):
            spoke = [k for s in before[place] for k in self._known if k.name == s.name]
            text = self._plain[place]
            about = [k for n, k in self._named[place] if self._is_subject(text, n, gender)]
            for known in (*spoke, *about):
                if known.person and not (gender and known.gender and known.gender != gender):
                    return known
        return None

    def _is_subject(self, text: str, name: Name, gender: str) -> bool:
        """Whether a pronoun of a later sentence can mean a name: no owner, and no other before it
        is "he" already.
        """
        same = gender and re.search(rf"\b{gender}\b", text[: name.start], re.IGNORECASE)
        return not same and not _OWNER.match(text, name.end)

    def _meant(
        self, i: int, start: int, pronoun: str, before: Sequence[tuple[Speaker, ...]]
    ) -> Speaker | None:
        """Whom a pronoun means: a person of its own sentence, or of those before."""
        if pronoun in ("he", "she"):
            own = [k for n, k in self._named[i] if n.end <= start and k.person]
            if self._plain[i].lower().startswith(f"{pronoun} "):
                own = []  # the same as the one before
            own = [k for k in own if not k.gender or k.gender == pronoun]
            known = own[0] if own else self._last(i, pronoun, before)
            if known is None:
                return None
            shown = i if own else self._shown(known, i)
            return known.speaking(shown)
        if own := [k for n, k in self._named[i] if n.end <= start and not k.person]:
            return own[0].speaking(i)
        for place in range(i - 1, max(-1, i - 1 - _LOOKED_BACK), -1):
            bodies = [s for s in before[place] if not self._is_person(s)]
            if bodies:
                return bodies[0]
        return None

    def _is_person(self, speaker: Speaker) -> bool:
        return any(k.person for k in self._known if k.name == speaker.name)

    def _shown(self, known: _Known, i: int) -> int:
        """The nearest sentence up to `i` that names somebody."""
        return max((place for place in known.seen if place <= i), default=i)


def says(text: str) -> bool:
    """Whether `text` has a verb of saying, in any form.

    >>> says("Did Poe deny it?"), says("Is Poe ill?")
    (True, False)
    """
    return any(stem(word.text) in _SAYING for word in words(text))


def only_speaks(name: str, sentence: str) -> bool:
    """Whether all that `sentence` tells of `name` is that it says something of others.

    >>> only_speaks("Poe", "The bridge is safe, said Mayor Ann Poe.")
    True
    >>> only_speaks("Poe", "Ann Poe said that Poe would resign.")
    False
    >>> only_speaks("Poe", "Ann Poe added a second goal.")
    False
    """
    known = [known for known in names(sentence) if same_name(name, known.text)]
    return bool(known) and all(_merely_speaks(sentence, each) for each in known)


def _merely_speaks(sentence: str, name: Name) -> bool:
    said = _SAYS_SO.match(sentence, name.end)
    if not said:
        return _REPORTED.search(sentence[: name.start]) is not None
    reports = _ONLY_SAYS.search(said.group()) or _REPORTS.match(sentence, said.end())
    return bool(reports) and not _DOES.match(sentence, said.end())


def speaks(name: str, sentence: str) -> bool:
    """Whether `sentence` tells that `name` says something.

    >>> speaks("Poe", "Ann Poe has often denied it."), speaks("Poe", "Ann Poe was at the bridge.")
    (True, False)
    """
    return any(_as_speaker(name, sentence))


def _as_speaker(name: str, sentence: str) -> list[bool]:
    """Whether each mention of `name` stands beside a verb of saying."""
    return [
        _SAYS_SO.match(sentence, known.end) is not None
        or _SAID_BY.search(sentence[: known.start]) is not None
        for known in names(sentence)
        if same_name(name, known.text)
    ]


def _unquoted(sentences: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Each sentence with blanks for what is quoted, and whether it begins inside a quotation."""
    plain, within, inside = [], [], False
    for text in sentences:
        if text[:1] in '“"':
            inside = False  # a quotation that was never closed
        within.append(inside)
        shown = []
        for sign in text:
            if sign in _MARKS:
                inside = sign == "“" or (sign == '"' and not inside)
            shown.append(sign if sign in _MARKS or not inside else " ")
        plain.append("".join(shown))
    return plain, within


def _subject(text: str, verb: re.Match[str]) -> tuple[int, int] | None:
    """Where the subject of a verb of saying stands in `text`; None where it has none."""
    before = text[: verb.start()]
    if _PASSIVE.search(before):
        return None
    begins = before.rstrip(" ,")[-1:] in (*_MARKS, "’", "")
    if begins and (after := _INVERTED.match(text, verb.end())):
        return after.span("subject")
    between = _BETWEEN.search(before)
    end = between.start() if between else len(before)
    head = before[:end]
    if _FIRST_PERSON.search(head.rstrip(" ,")):
        return None
    start = max((head.rfind(mark) for mark in (*_MARKS, ";", ":", " – ", " — ")), default=-1) + 1
    chunks = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^,]+", head[start:])]
    chunks = [(a, b) for a, b in chunks if text[a:b].strip()]
    if not chunks:
        return None
    if not head.rstrip(" ").endswith(","):
        a, b = chunks[-1]
        return (_phrase_start(text, a, b), b)
    apposed = chunks[-_MOST_CHUNKS:]
    while len(apposed) > 1 and not all(_PHRASE.match(text[a:b].lstrip()) for a, b in apposed[1:]):
        apposed = apposed[1:]
    return _phrase_start(text, *apposed[0]), chunks[-1][1]


def _phrase_start(text: str, start: int, end: int) -> int:
    """Where a chunk's last noun phrase begins: "the judge" of "Outside the court the judge"."""
    begins = [m.start() + start for m in _DETERMINED.finditer(text[start:end])]
    begins = [place for place in begins if not _AFTER_OF.search(text[start:place])]
    return begins[-1] if begins else start


def _head_noun(text: str) -> str:
    """The noun of a phrase, in small letters: "director" of "the managing director of the line"."""
    head = re.split(r",|\b(?:of|for|at|in|from|with|by|on|who|which|to)\b", text, maxsplit=1)[0]
    if acts := _ACTS.match(text):
        head = acts[1]
    told = [w.group().lower() for w in re.finditer(r"[\w’'-]+", head)]
    return told[-1] if told and told[-1] not in STOP_WORDS else ""


def _is_personal(noun: str) -> bool:
    office = OFFICE.fullmatch(noun) is not None
    return office or (_PERSONAL.search(noun) is not None and not _BODY.search(noun))


def _is_persons(text: str, name: Name) -> bool:
    """Whether a name is a person's by its form or by the title or office before it."""
    before = text[: name.start]
    if any(found.end() >= name.start - 1 for found in OFFICE.finditer(before)):
        return True
    return is_person(name.text) or (_MALE.search(before) or _FEMALE.search(before)) is not None


def _without_role(name: Name) -> tuple[Name, str]:
    """A name that begins a sentence without what its bearer is, and that: "Coach Ann Poe"."""
    role, _, rest = name.text.partition(" ")
    if " " not in rest or not _is_personal(role):
        return name, ""
    return Name(rest, name.end - len(rest), name.end), role


def _same(known: _Known, text: str, name: Name) -> bool:
    """Whether a name is `known`'s: a part of one only where both are people's."""
    if known.name == name.text:
        return True
    personal = can_be_person(name.text) or _is_persons(text, name)
    return personal and can_be_person(known.name) and same_name(known.name, name.text)


def _described(text: str, name: Name) -> Iterator[str]:
    """What the words about a name call its bearer: "museum director", "the driver"."""
    before = text[: name.start]
    if beside := _BESIDE.search(before):
        run: list[str] = []
        for word in reversed(beside.group().split()):
            if word.lower() in STOP_WORDS or _SAYS.fullmatch(word):
                break
            run.insert(0, word)
        yield " ".join(run)
    if ahead := _DESCRIBED_BEFORE.search(before):
        yield ahead[1]
    apposed = text.startswith(", ", name.end)
    after = _DESCRIBED_AFTER.match(text, name.end) if apposed else None
    if after and not _UNRELATED.search(after[1]):
        yield after[1]


def _telling(text: str) -> frozenset[str]:
    """The words of a text that say something, as they are written there."""
    told = (text[w.start : w.end] for w in words(text) if w.text not in STOP_WORDS)
    return frozenset(_OWNER.sub("", word) for word in told)

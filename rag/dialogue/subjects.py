"""What a conversation is about: its matter, its things and its places, by rules.

Elsewhere: people (people.py), what was done (deeds.py), where the words stand that these take the
place of (referents.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.dialogue.deeds import EVENTS, deed
from rag.dialogue.people import ACTS, AT_A_PLACE, answering, asks_person, doing, people
from rag.dialogue.phrasing import parted, plain, some, statement, what_is_counted
from rag.dialogue.turns import Turn, kind, meant, named_whole
from rag.text import (
    AUXILIARY,
    BE,
    DO,
    HAVE,
    MODAL,
    NOUNS_TOO,
    PAST_FORMS,
    PREPOSITION,
    ROLE,
    STOP_WORDS,
    VERBS,
    Name,
    can_be_person,
    is_people,
    is_person,
    is_role,
    land,
    names,
    names_in,
    power,
    word_set,
)

_ASKS_THING = re.compile(
    r"\bwhich of (?:the|these|those)\b|\b(?:which|what)(?:['’]s| (?:is|was|are|were))? (?:the )?"
    r"(?:names? of|title of|[\w-]+ called)|"
    r"\b(?:which|what) (?!year|month|day|date|time|way|kind|sort|type|else|other|happened|part\b)"
    rf"(?:[a-z-]+ ){{0,2}}?[a-z-]{{3,}} (?:{BE}|{DO}|has|have)\b",
    re.IGNORECASE,
)
_NO_NOUNS = STOP_WORDS | (VERBS - NOUNS_TOO) | PAST_FORMS | {"worth", "like", "able", "ready"}
_BOTH = re.compile(r",? (?:and|&|meet(?: with)?|met(?: with)?) ")
# Here "that" begins a clause, or stands alone: "Had that happened before?"
_NOT_OF_THAT = (
    rf" (?:the|an?|someone)\b| (?:[a-z]+ed|{'|'.join(sorted(PAST_FORMS))})\b| [a-z]+(?<![su'])s\b"
)
_NOUN_PHRASE = re.compile(
    rf"\b(?P<owner>the|a|an|his|her|its|their|this|that(?!{_NOT_OF_THAT})|these|those|"
    r"(?:[A-Z][\w’'-]{0,30}\s){0,3}[A-Z][\w-]{0,30}['’]s?) "
    r"(?P<noun>(?:[\w-]+(?:['’]s?)? ){0,3}?[\w-]+?)"
    r"(?= (?:of|in|at|on|for|to|with|by|from|between|against|after|before|during|is|was|were|are|"
    rf"be|been|{HAVE}|being|going|{DO}|{MODAL}|that|which|who|and|or|when|"
    r"than|over|under|about|into|"
    r"still|also|ever)\b|(?= \()|[?.,]|$)"
)
_COMPLEMENT = re.compile(
    r"(?: (?:of|for) [a-z][\w-]+(?= (?:of|at|in|on|near) [A-Z]|$))?"
    r"(?P<names>(?: (?:of|at|in|on|between|for|with|near) (?:the )?"
    r"[A-Z][\w’'-]*(?: (?:and |of )?[A-Z][\w’'-]*)*)*)"
)
_OF_THINGS = re.compile(  # "the sale of the docks"
    r" of (?:the |an? )?[a-z][\w-]+(?: [a-z][\w-]+)??"
    rf"(?=$|[?.,]| (?:{AUXILIARY}|{PREPOSITION}|that|which|who|and|or)\b)"
)
_WALKED_OUT = re.compile(r"(?<=[a-z]) \w+ed (?:out|off|up|down|away|back)$")
_NAMES_OF = ("name", "names", "number")  # "the names of the men": what is meant are the men
_HOW_OR_WHEN = word_set(
    "afternoon end evening future moment morning night past phone telephone time way week year"
)
_PREPOSED = re.compile(r"\b(?:at|by|during|for|in|on|over)\s+$")
_TOWARDS = word_set(
    "access aid ambassador bridge envoy exports ferry flight invitation journey letter message "
    "road route sales train trip visit"
)
_TO_A_PLACE = re.compile(r" to (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_TOLD_ABOUT = re.compile(
    r"\b(?:say|said|think|thought|know|known|there|tell|told|feel|decide|do|done) "
    r"(?:\w+ ){0,3}?about "
    r"((?:[\w’'&/.-]+ )*?[\w’'&/.-]+)\s*(?:\(.*)?\??$"
)
_BARE_SUBJECT = re.compile(  # "How big was trade between Velm and Hay?"
    r"\b(?:is|was|were|are) (?P<what>[a-z]{3,}(?<!ed)(?: [a-z]{3,})? "
    r"(?:between|with|of|from|to|in) [A-Z][\w’'-]*(?: (?:and|of) [A-Z][\w’'-]*)*)"
)
_THERE_IS = re.compile(  # with a clause; without one, its noun phrase is enough
    r"^(?:is|are|was|were) there (?:an?|any) ((?:[\w’'-]+ ){1,5}(?:that|which|who) .+)$",
    re.IGNORECASE,
)
_BODY = re.compile(  # who are "they" too
    r"\b(?:agency|army|authority|band|bank|board|club|committee|company|council|county|court|crew|"
    r"family|firm|government|group|ministry|navy|parliament|party|police|side|team|union)$",
    re.IGNORECASE,
)
_ACTING = re.compile(rf"\b(?:{ROLE}|man|woman|men|women|people)s?$|{_BODY.pattern}", re.IGNORECASE)
_AFTER_HEAD = re.compile(r" (?:of|in|at|on|for|from|near|between|with|to) .*$")
_OF_A_THING = re.compile(  # whose object has a name like a person's: "Who bought Poe Foods?"
    r"^who (?:else )?(?:bought|buys|built|designed|founded|led|leads|made|makes|owned|owns|ran|"
    r"runs|sold|sells|sponsors|won|wrote) (?=[A-Z\"“])",
    re.IGNORECASE,
)
# "Was the ferry late?": there has to be something that it is.
_PREDICATE = re.compile(r"^((?:is|are|was|were) the [a-z-]+(?: [a-z-]+)*?) [a-z-]+$", re.IGNORECASE)
_WHOSE = re.compile(r"^whose (?=[a-z])", re.IGNORECASE)
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?]\s+|[-—]\s+|\n)[“\"]?$")
_PLURAL = re.compile(r"\w(?<![s'’])s\b")
_NAME_ALONE = re.compile(r"(?:the )?[A-Z][\w’'/.&-]*(?: [A-Z0-9][\w’'/.&-]*){0,3}")
_ASKS_SEVERAL = re.compile(
    r"(?:how many|which|what) (?:[\w.-]+ )?"
    r"(?:(?!(?:is|was|has|does)\b)[a-z-]+(?<!s)s|people|children)\b",
    re.IGNORECASE,
)
_ASKS_ONE = re.compile(
    rf"(?:which|what) (?!(?:{AUXILIARY})\b)(?P<what>(?:[\w’'-]+ ){{0,3}}?"
    r"(?!(?:year|month|day|date|time|way|kind|sort|type|else|other|part)\b)[a-z-]{3,}(?<![^su]s)) "
    rf"(?:{AUXILIARY}|[a-z]+ed|{'|'.join(sorted(PAST_FORMS))})\b",
    re.IGNORECASE,
)
_JOURNEYS = word_set("visit trip journey tour stay")
_THAT_EVENT = re.compile(
    rf"\b(?:that|this|the) ({'|'.join(sorted(EVENTS | _JOURNEYS))})\b"
    r"(?! (?:of|in|on|to|at)\b| [A-Z])",
    re.IGNORECASE,
)
_THE_NAME = r"(?P<the>the )?(?P<name>[A-Z][\w’'/&-]*(?: [A-Z0-9][\w’'/&-]*){0,3})"
_HOW_MANY_DID = re.compile(  # "How many were hurt in Velm?"
    r"how many (?P<did>(?:(?:were|have been) )?(?:[a-z]+ed|hurt|"
    rf"{'|'.join(sorted(PAST_FORMS - {'had', 'did', 'was', 'were'}))})\b.*)",
    re.IGNORECASE,
)
ASKS_SOURCE = ("According to whom: ", "Who says that ", "Where does the figure of ")
_ASKS_PLACE = re.compile(
    r"(?:where|(?:(?:in|to|at|from) )?(?:which|what) (?:[a-z]+ )?"
    r"(?:villages?|towns?|cit(?:y|ies)|countr(?:y|ies)|places?|islands?|regions?|states?))\b",
    re.IGNORECASE,
)
_OF_A_PEOPLE = re.compile(r"(?:ese|ian|ish|ean|can)$")  # "Chilean", before a noun
_DO_QUESTION = re.compile(
    rf"\b(?:{DO}|{MODAL})\s+(?!be\b|have\b)(?P<rest>.+)$",
    re.IGNORECASE,
)


def place(said: Sequence[Turn]) -> str:
    """The place last spoken of, without its preposition."""
    for turn in reversed(said):
        if _ASKS_PLACE.match(turn.question):
            told = [n.text for n in names(turn.head or turn.answer) if n.text not in turn.question]
            fits = is_people if turn.head else _is_no_place
            if there := _both(turn.head) or next((n for n in told if not fits(n)), ""):
                return there
        for text in (turn.head, turn.question, turn.answer):
            for name in names(text):
                placed = AT_A_PLACE.search(text[: name.start])
                if placed and not _is_no_place(name.text):
                    return name.text
    return ""


def _is_no_place(name: str) -> bool:
    return is_people(name) or (is_person(name) and not land(name))


def happening(turn: Turn) -> str:
    """What was done in the turn's question; "" where it calls an event by its noun."""
    calls = EVENTS & set(noun_phrase(turn.question).lower().split())
    return "" if calls else deed(turn.question)


def thing(said: Sequence[Turn], pronoun: str, *, apart: str = "", speaks: bool = False) -> str:
    """What `pronoun`, a form of "it" or "they", stands for: no person, unless several.

    Nothing that `apart`, the question so far, names already. What `speaks`, as "it" in "did it
    deny that?", is whoever the last question asks the deeds of.

    What the last answer brought in goes first, then what `pronoun` stood for in the question
    before, then what the questions are about.
    """
    several = kind(pronoun) == "they"
    if speaks and (doer := doing(said[-1].question) or _body(said[-1])):
        return doer
    found = _brought_in(said[-1], several=several) or meant(said[-1]).get(kind(pronoun))
    if found and found not in apart:
        return found
    persons = {meant(turn).get(he_or_she) for turn in said for he_or_she in ("he", "she")}
    asked = (_asked_about(turn, several=several) for turn in reversed(said))
    if several:
        return next((what for what in asked if what and what not in apart), "")
    what = next((what for what in asked if what and what not in persons), "")
    return "" if what in apart else what


def _asked_about(turn: Turn, *, several: bool) -> str:
    """The thing, or with `several` the things or persons, that the turn's question is about."""
    return next(filter(None, (_several if several else _one)(turn)), "")


def _several(turn: Turn) -> Iterator[str]:
    asked = turn.question
    yield _both(asked) or group(asked) or some(asked)
    yield from (p for p in noun_phrases(asked) if _PLURAL.search(p) or _BODY.search(p))
    yield named_whole(asked)
    yield from _named(asked, several=True)


def _one(turn: Turn) -> Iterator[str]:
    asked = turn.question
    yield told_about(asked)
    if there := _THERE_IS.match(asked):
        yield f"the {plain(there[1])}"
    if noted := re.search(r" \((the [^()]+)\)\?$", asked):
        yield noted[1]
    phrases = [phrase for phrase in noun_phrases(asked) if not acting(phrase)]
    yield from sorted(phrases, key=_is_plural)
    if acting(noun_phrase(asked)):
        yield happening(turn)
    if bare := _BARE_SUBJECT.search(asked):
        yield bare["what"]
    if _OF_A_THING.match(asked):
        yield from (name.text for name in names(asked))
    yield named_whole(asked)
    named = list(_named(asked, several=False))
    yield from (name for name in named if not _placed(name, asked))
    yield happening(turn) or _body(turn)
    yield from named


def _is_plural(phrase: str) -> bool:
    return re.search(r"(?<![su'’])s$", _AFTER_HEAD.sub("", phrase)) is not None


def _body(turn: Turn) -> str:
    """The body that the turn's question has: "the council"; or ""."""
    return next((phrase for phrase in noun_phrases(turn.question) if _BODY.search(phrase)), "")


def _named(asked: str, *, several: bool) -> Iterator[str]:
    persons = people(asked) if ACTS.search(asked) else ()
    for name in names(asked):
        called = asked[: name.start].endswith("the ")  # "the Coast Party"
        called_so = re.search(r"\bname\b.* for $", asked[: name.start])  # "a new name for Velm"
        person = is_person(name.text) or name.text in persons
        thing = called or called_so or not person
        placed = _placed(name.text, asked)
        of_people = re.match(r" [a-z]", asked[name.end :]) and _OF_A_PEOPLE.search(name.text)
        described = of_people or (called and _with_nouns(asked, name.end) > name.end)
        if (several or thing or placed) and (name.start or " " in name.text) and not described:
            yield f"the {name.text}" if called else name.text


def _placed(name: str, text: str) -> bool:
    return AT_A_PLACE.search(text.partition(name)[0]) is not None


def group(question: str) -> str:
    """The things that `question` counts or asks for: "the shops that closed"; or ""."""
    if met := _HOW_MANY_DID.match(question):
        return f"the people who {plain(met['did'])}"
    said = what_is_counted(question) if _ASKS_SEVERAL.match(question) else ""
    return said if said.startswith("the ") else ""


def _brought_in(turn: Turn, *, several: bool) -> str:
    """What the answer to the turn's question brings in: "the comet" of "a comet"."""
    if turn.question.startswith(ASKS_SOURCE):
        return ""
    if several and _PLURAL.search(noun_phrase(turn.question)) and asks_person(turn.question):
        return ""  # "Who are the two suspects?"
    things = "" if names(turn.head) else group(turn.question)
    if things:
        return things if several else ""
    if not several and (called := _called(turn)):
        return called
    wanted = several if asks_person(turn.question) else _ASKS_THING.search(turn.question)
    if wanted and (named := _new_thing(turn, several=several)):
        return named
    new = None if several else re.match(r"an? ([a-z][\w -]*)$", turn.head)
    return f"the {new[1]}" if new else ""


def _called(turn: Turn) -> str:
    """What the answer calls the one thing that is asked for: "the Grey Heron" of "Which ship
    sank?", where it says that the ship is the Grey Heron; or "".
    """
    found = _ASKS_ONE.match(turn.question)
    noun = found["what"].split()[-1].lower() if found else ""
    if not noun or is_role(noun):
        return ""
    for form in (
        rf"\b[Tt]he {noun}\b[^.;]{{0,60}}? (?:is|was)(?: called| named)? {_THE_NAME}",
        rf"{_THE_NAME}, (?:the|an?) (?:[\w’'-]+ ){{0,3}}?{noun}\b",
        rf"\b{noun},?(?: called| named)? {_THE_NAME}",
    ):
        told = re.search(form, turn.answer)
        if told and told["name"] not in turn.question:
            return f"{told['the'] or ''}{told['name']}"
    return ""


def _both(text: str) -> str:
    """The two who are named together: "Ann Poe and Jon Ray"."""
    found = names(text)
    for one, other in pairwise(found):
        if _BOTH.fullmatch(text[one.end : other.start]):
            return f"{one.text} and {other.text}"
    return ""


def _new_thing(turn: Turn, *, several: bool) -> str:
    """The name in the answer that the question does not have; no word that opens a sentence."""
    if names(turn.head) and (several or _NAME_ALONE.fullmatch(turn.head)):
        return _with_article(turn.answer, turn.head)
    for text in (turn.head, turn.answer):
        new = []
        for name in names(text):
            opens = " " not in name.text and _OPENS_SENTENCE.search(text[: name.start])
            known = is_person(name.text) or name.text.lower() in turn.question.lower()
            told = "" if known else _with_article(turn.answer, name.text)
            describes = is_people(told.removeprefix("the ")) and not told.endswith("s")
            if told and not describes and (text == turn.head or not opens):
                new.append(told)
        if new and (several or text == turn.head or len(set(new)) == 1):
            return new[0]
    return ""


def _with_article(answer: str, name: str) -> str:
    """`name` as `answer` has it: "the Imperial family" of "Imperial"."""
    found = answer.find(f"the {name}")
    end = found + len(f"the {name}")
    return answer[found : _with_nouns(answer, end)] if found >= 0 else name


def noun_phrase(question: str) -> str:
    """What `question` is about where it says so with a noun: "the pay strike at Poe Steel"."""
    return next(noun_phrases(question), "")


def noun_phrases(question: str) -> Iterator[str]:
    """What `question` calls by a noun, in order; its verb is none of it."""
    asked = _PREDICATE.sub(r"\1", _WHOSE.sub("the ", plain(question)))
    parts = [asked]
    if found := _DO_QUESTION.search(asked):
        parts = [asked[: found.start()], *parted(found["rest"])]
    before = ""
    for part in parts:
        yield from _noun_phrases(part, before)
        before = f"{before} {part}".strip()


def _noun_phrases(text: str, before: str) -> Iterator[str]:
    end = 0
    for found in _NOUN_PHRASE.finditer(text):
        if found.start() < end:  # "the docks" of "the sale of the docks"
            continue
        noun = _without_verb(found["noun"])
        of = noun in _NAMES_OF and text.startswith(" of the ", found.end("noun"))
        how = noun in _HOW_OR_WHEN and _PREPOSED.search(text[: found.start()])
        if noun and noun not in STOP_WORDS and not (of or how or is_people(noun)):
            owner = found["owner"]
            owner = _owner(owner, f"{before} {text[: found.start()]}")
            owner = f"the {owner}" if text[: found.start()].endswith("the ") else owner
            end = found.start("noun") + len(noun)
            complement = _COMPLEMENT.match(text, end)
            if complement and complement.group():
                named = complement["names"]
                end = _with_nouns(text, complement.end()) if named else complement.end()
            elif of_thing := _OF_THINGS.match(text, end):
                end = of_thing.end()
            if noun.split()[-1] in _TOWARDS and (towards := _TO_A_PLACE.match(text, end)):
                end = towards.end()
            yield f"{owner} {text[found.start('noun') : end]}"


def _owner(said: str, before: str) -> str:
    """Whose or which: "Ann’s" for "her" where only Ann is named `before`, else "the"."""
    if said.lower() not in ("a", "an", "the", "his", "her", "its", "their"):
        return said
    own = names_in(f"x {before}") if kind(said) in ("he", "she", "it") else []
    person = len(own) == 1 and can_be_person(own[0]) and not power(own[0])
    if len(own) != 1 or person != (kind(said) != "it"):
        return "the"
    return f"{own[0]}{'’' if own[0].endswith('s') else '’s'}"


def acting(phrase: str) -> bool:
    """Whether `phrase` calls a person or a body that acts: "the mayor of Velm", "the council".

    >>> acting("the new mayor of Velm"), acting("the council"), acting("the council tax")
    (True, True, False)
    """
    return _ACTING.search(_AFTER_HEAD.sub("", phrase)) is not None


def _without_verb(noun: str) -> str:
    """The words before a verb that ends them: "raid planned" in "Was the raid planned?"."""
    noun = _WALKED_OUT.sub("", noun)
    before, _, last = noun.rpartition(" ")
    verb = last in (VERBS - NOUNS_TOO) | PAST_FORMS or re.search(r"ed$|^held$|^made$", last)
    return before if verb and before else noun


def told_about(question: str) -> str:
    """What `question` asks to be told about: "the raid" of "What did Poe say about the raid?"."""
    told = _TOLD_ABOUT.search(question)
    return told[1] if told else ""


def topic(said: Sequence[Turn]) -> str:
    """What the last question is about, in a few words: its noun or its names."""
    for turn in reversed(said):
        if noted := re.search(r" \(([^()]+)\)\?$", turn.question):
            return noted[1]
        named = [n for n in names(turn.question) if n.start or " " in n.text]
        phrase = noun_phrase(turn.question)
        asked = _ASKS_ONE.match(turn.question)
        if asked and named and named[0].end <= asked.end("what"):  # "Which Velm firm closed?"
            return _called(turn) or f"the {asked['what']}"
        if named:
            both = _both(turn.question) or _with_noun(turn.question, named[0])
            return phrase if names(phrase) else both
    return noun_phrase(said[-1].question) if said else ""


def _with_noun(question: str, name: Name) -> str:
    """`name` with the names and common nouns that it goes before: "Port Poe harbour"."""
    end = name.end
    if joined := re.compile(r"(?:-| and | & )[A-Z][\w-]+").match(question, end):
        end = joined.end()
    if re.search(
        rf"\b(?:{DO}|{MODAL})\s+$",
        question[: name.start],
        re.IGNORECASE,
    ):
        return question[name.start : end]
    whole = _with_nouns(question, end)
    asks_what = re.match(rf"(?:what|whom?) (?:{DO}|{MODAL})\b", question, re.IGNORECASE)
    if asks_what and whole > end and whole == len(plain(question)):  # a verb stands last
        whole = question.rindex(" ", 0, whole)
    return question[name.start : whole]


def _with_nouns(text: str, end: int) -> int:
    """Where the common nouns end that follow the name that ends at `end`."""
    while word := re.compile(r" ([a-z]{3,})\b").match(text, end):
        if word[1] in _NO_NOUNS or word[1].endswith(("ed", "ing")):
            break
        end = word.end()
    return end


def that_event(question: str, last: Turn) -> str:
    """`question` with the deed that its "that visit" is: "Ann Poe’s visit to Velm"."""
    pointed = _THAT_EVENT.search(question)
    if not pointed or names(question[: pointed.start()]):
        return question
    for done in (deed(last.question), *noun_phrases(last.question)):
        noun = next((word for word in done.split() if word in EVENTS or word in _JOURNEYS), "")
        if pointed[1].lower() == noun or {pointed[1].lower(), noun} <= _JOURNEYS:
            return question[: pointed.start()] + done + question[pointed.end() :]
    return question


def matter(turn: Turn) -> str:
    """What the turn's question takes for granted, as a clause, or what it is about."""
    return statement(turn.question, answering(turn)) or topic([turn])

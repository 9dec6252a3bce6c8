"""Questions that an article may well answer, made from its own sentences.

Who holds an office, what somebody said, when a thing was done, how many there were, why; and for
an article of none of these, its sum. Whether it is answered is for the caller to ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.reader.people.offices import office_before
from rag.reader.people.saying import SAYS, speaks
from rag.split import sentences
from rag.text import (
    IRREGULAR,
    OF_A_PEOPLE,
    STOP_WORDS,
    dates,
    is_past,
    is_people,
    is_person,
    names,
    past,
    word_set,
)
from rag.types import Answer, Article

_TOPIC = re.compile(r"\b(?:of|with|against|between|about|for|in) (?:the )?$")
# What a sentence begins with, short and whole: "The Mill bridge in Hay", "Ann Poe".
_SUBJECT = r"(?P<who>(?:The|An?)(?: [\w’'-]+){1,5}?|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3})"
_DONE = re.compile(
    rf"{_SUBJECT} (?P<verb>was|were|will|has|have|had) (?P<rest>[a-z]+(?: [\w’'-]+){{0,7}})"
)
_HAD = re.compile(
    rf"{_SUBJECT} (?P<verb>[a-z]+) (?:(?:about|some|around|nearly|almost|over|more than|only) )?"
    r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r" (?P<things>(?!per\b|million|billion|thousand)"
    r"(?:[a-z]+ )?(?:[a-z]+s|people|children|men|women))\b"
)
_REASON = re.compile(r",? because\b(?! of\b)")
# A noun phrase that needs no other sentence has none of these in it.
_NO_PART = word_set("is are was were has have had will who that which")
_POINTS = word_set("its his her their this these it he she they him them")
_LONGEST = 60  # characters of what was done
_TIME = re.compile(r" (?:on|at|in|last|next|by|for|from|until|to)\b.*$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question about somebody or something; with `heard`, about what that person said."""

    about: str
    question: str
    heard: bool = False

    def is_met_by(self, answer: Answer) -> bool:
        """Whether the articles answer it, from that person's mouth where it must be."""
        if answer.status != "answered":
            return False
        return not self.heard or any(
            name.text in {self.about, *self.about.split()} and speaks(name.text, citation.quote)
            for citation in answer.citations
            for name in names(citation.quote)
        )


def suggestions(articles: Sequence[Article]) -> Iterator[Suggestion]:
    """Yield questions of each kind and each article in turn."""
    kinds: tuple[Callable[[Article], Iterator[Suggestion]], ...] = (_sayings, _offices, _facts)
    return spread([spread([kind(article) for article in articles]) for kind in kinds])


def overviews(articles: Sequence[Article]) -> Iterator[Suggestion]:
    """Yield of each article that has a title the wish to have it summed up."""
    for article in articles:
        if article.title:
            yield Suggestion(article.title, f"Summarise the article “{article.title}”.")


def _offices(article: Article) -> Iterator[Suggestion]:
    """Who holds each office of a people that is named: "the Danish prime minister"."""
    for sentence in sentences(article.body):
        for name in names(sentence.text):
            words = office_before(sentence.text, name.start).split()
            full = is_person(name.text) and " " in name.text
            if full and len(words) > 1 and OF_A_PEOPLE.search(words[0]):
                office = " ".join([words[0], *(w.lower() if w.istitle() else w for w in words[1:])])
                yield Suggestion(name.text, f"Who is the {office}?")


def _sayings(article: Article) -> Iterator[Suggestion]:
    """What each speaker said about something that the article names more than once."""
    for sentence in sentences(article.body):
        text = sentence.text
        named = names(text)
        said = SAYS.search(text)
        for who in named if said else ():
            if " " not in who.text or not is_person(who.text) or not speaks(who.text, text):
                continue
            for topic in named:
                after = said is not None and topic.start > max(who.end, said.end())
                if (
                    after
                    and not is_people(topic.text)
                    and _TOPIC.search(text[: topic.start])
                    and article.body.count(topic.text) > 1
                ):
                    question = f"What did {who.text} say about {topic.text}?"
                    yield Suggestion(who.text, question, heard=True)
                    break


def _facts(article: Article) -> Iterator[Suggestion]:
    """When a thing was done, why, and how many there were."""
    for text in (sentence.text for sentence in sentences(article.body)):
        had, done = _HAD.match(text), _DONE.match(text)
        if had and _is_whole(had["who"]) and (verb := _infinitive(had["verb"])):
            question = f"How many {had['things']} did {_uncapitalised(had['who'])} {verb}?"
            yield Suggestion(had["who"], question)
        if not done or not _is_whole(done["who"]):
            continue
        asked, rest = "", done["rest"]
        if reason := _REASON.search(text, done.start("rest")):
            asked, rest = "Why", text[done.start("rest") : reason.start()]
        elif dates(text) and done["verb"] in ("was", "were") and is_past(rest.split()[0]):
            asked, rest = "When", _TIME.sub("", rest)
        whole = asked == "Why" or rest.split()[-1].lower() not in STOP_WORDS
        if asked and whole and len(rest) < _LONGEST:
            question = f"{asked} {done['verb']} {_uncapitalised(done['who'])} {rest}?"
            yield Suggestion(done["who"], question)


def _is_whole(subject: str) -> bool:
    """Whether a sentence's beginning is one noun phrase that says of itself what it is of: it
    holds no verb and no pronoun."""
    return not any(is_past(word) or word in _NO_PART | _POINTS for word in subject.split())


def _infinitive(verb: str) -> str:
    """Of a simple past whose infinitive is known, and that tells no words; else empty."""
    base = IRREGULAR.get(verb, "")
    return base if base and past(base) == verb and not SAYS.fullmatch(verb) else ""


def _uncapitalised(subject: str) -> str:
    """A sentence's beginning as it stands within one."""
    first, *rest = subject.split(" ")
    return " ".join([first.lower() if first in ("The", "A", "An") else first, *rest])


def spread(sources: Iterable[Iterator[Suggestion]]) -> Iterator[Suggestion]:
    """The first of each, then the second of each, and so on; each once."""
    waiting, seen = list(sources), set()
    while waiting:
        for source in tuple(waiting):
            found = next(source, None)
            if found is None:
                waiting.remove(source)
            elif found not in seen:
                seen.add(found)
                yield found

"""Questions to begin with, drawn from whatever is indexed.

Candidates come from the articles' own sentences (who said what, who holds an office); each is put
to the embedded reader, and only those that the articles answer are offered: what somebody said
only where that person speaks in what is cited.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag import EVERYWHERE, Answer, RagError, Scope

if TYPE_CHECKING:
    from rag import Assistant

log = logging.getLogger(__name__)

WANTED = 4  # what fits a first screen, phone included
TRIED = 12  # candidates put to the reader at most: about two seconds on two cores
ARTICLES = 40  # of a large folder, those whose sentences are looked at: 2 ms each

_WORD = r"[A-Z][\w’'-]*[a-z]"
_VERBS = "said|told|promised|announced|warned|accused|vowed|called|urged|insisted"
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SPEAKS = rf"\)?,? (?:has |have |had )?(?:{_VERBS})\b"
_SAID = re.compile(rf"(?P<who>{_WORD} {_WORD}){_SPEAKS}(?P<rest>[^.?!]*)")
_SPEAKER = re.compile(rf"(?P<who>{_WORD}(?: {_WORD})?){_SPEAKS}")
_TOPIC = re.compile(
    r"\b(?:of|with|against|between|about|for|in) (?:the )?"
    rf"(?P<topic>{_WORD}(?: {_WORD})?)\b(?![-’'])"
)
_OFFICES = (
    "prime minister|foreign minister|defen[cs]e minister|finance minister|minister|president|"
    "premier|chancellor|governor|mayor|ambassador|chairman|chief executive|secretary of state"
)
_OFFICE = re.compile(
    rf"\b(?P<of>[A-Z][a-z]+(?:an|ese|ish|ian|ch|sh)) (?P<office>(?i:{_OFFICES})) "
    rf"(?P<who>{_WORD} {_WORD})"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question about somebody; with `heard`, about what that person said."""

    about: str
    question: str
    heard: bool = False

    def is_met_by(self, answer: Answer) -> bool:
        """Whether the articles answer it, from that person's mouth where it must be."""
        if answer.status != "answered":
            return False
        names = {self.about, *self.about.split()}
        return not self.heard or any(
            speaker["who"] in names
            for citation in answer.citations
            for speaker in _SPEAKER.finditer(citation.quote)
        )


class Examples:
    """Example questions, worked out once for each state of the articles."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._for: tuple[list[str], int] | None = None  # documents, and what the first of them say
        self._questions: tuple[str, ...] = ()

    def get(self) -> tuple[str, ...]:
        """At most four questions that the articles answer; slow the first time."""
        with self._lock:
            try:
                documents = self._inside(EVERYWHERE)
                bodies = self._bodies(documents)
            except RagError as error:
                log.warning("no example questions: %s", error)
                return ()
            state = documents, hash(bodies)
            if state != self._for:
                self._questions = self._answered(bodies, EVERYWHERE)
                self._for = state
            return self._questions

    def last(self) -> tuple[str, ...]:
        """Those of the articles as they were before; at once."""
        return self._questions

    def near(self, documents: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[str, ...]:
        """Questions that these articles answer, or if there are none any others inside `scope`."""
        try:
            inside = self._inside(scope)
            nearest = [document for document in dict.fromkeys(documents) if document in inside][:3]
            if found := self._answered(self._bodies(nearest), scope, wanted=3):
                return found
            return self._answered(self._bodies(inside), scope, wanted=3) if scope else self.get()
        except RagError as error:
            log.warning("no questions to offer: %s", error)
            return ()

    def _inside(self, scope: Scope) -> list[str]:
        return [
            info.document
            for info in self._assistant.articles()
            if scope.in_time(info.published)
            and (not scope.documents or info.document in scope.documents)
        ]

    def _bodies(self, documents: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._assistant.article(document).body for document in documents[:ARTICLES])

    def _answered(
        self, bodies: Sequence[str], scope: Scope, wanted: int = WANTED
    ) -> tuple[str, ...]:
        found: dict[str, str] = {}
        try:
            tried = 0
            for candidate in candidates(bodies):
                if tried == TRIED or len(found) == wanted:
                    break
                if candidate.about in found:
                    continue
                tried += 1
                question = candidate.question
                answer = self._assistant.answer(question, scope=scope, answerer="reader")
                if candidate.is_met_by(answer):
                    found[candidate.about] = question
        except RagError as error:
            log.info("no example questions: %s", error)
        return tuple(found.values())


def candidates(bodies: Sequence[str]) -> Iterator[Candidate]:
    """Yield candidates of each kind and each article in turn."""
    kinds = (_sayings, _offices)
    return spread([spread([kind(body) for body in bodies]) for kind in kinds])


def _offices(body: str) -> Iterator[Candidate]:
    for held in _OFFICE.finditer(body):
        yield Candidate(held["who"], f"Who is the {held['of']} {held['office'].lower()}?")


def _sayings(body: str) -> Iterator[Candidate]:
    """What each speaker said about something that the article names more than once."""
    for said in _SAID.finditer(body):
        for found in _TOPIC.finditer(said["rest"]):
            topic = re.sub(rf" ?\b{_DAYS}$", "", found["topic"])
            if topic and body.count(topic) > 1:
                question = f"What did {said['who']} say about {topic}?"
                yield Candidate(said["who"], question, heard=True)
                break


def spread(sources: Iterable[Iterator[Candidate]]) -> Iterator[Candidate]:
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

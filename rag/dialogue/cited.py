"""What is asked of the article that was cited last: "Who wrote it?", "When was it published?".

A conversation is a list of messages, and names no article: what is given here is the question
whose answer cites it, to be asked anew (rag/answering.py). After talk of a book, a letter or a plan
"it" is that.

Elsewhere: who wrote an article and when it was published (rag/collection/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.dialogue.phrasing import plain
from rag.dialogue.turns import Turn

_SIGN = r"wrote|edited|translated|published"
_ROLE = r"author|writer|editor|translator|publisher"
_IT = r"(?:it|this|that|(?P<named>(?:the|this|that) (?:news )?(?:article|story|piece|report|text)))"
_FORMS = tuple(
    (re.compile(asked, re.IGNORECASE), anew)
    for asked, anew in (
        (rf"who (?P<did>{_SIGN}) {_IT}", "Who {did} the article “{title}”?"),
        (
            rf"(?:which|what) (?:news ?)?(?:paper|agency|magazine|site|station) published {_IT}",
            "Who published the article “{title}”?",
        ),
        (rf"by whom (?:is|was) {_IT} published", "Who published the article “{title}”?"),
        (rf"by whom (?:is|was) {_IT} written", "Who wrote the article “{title}”?"),
        (
            rf"who (?:is|was) (?:its (?P<did>{_ROLE})|the (?P<of>{_ROLE}) of {_IT})",
            "Who is the {did} of the article “{title}”?",
        ),
        (
            rf"(?:when|(?:on )?(?:what|which) (?:day|date)) (?:is|was) {_IT} "
            r"(?:first )?(?:published|written|posted|printed)",
            "When was the article “{title}” published?",
        ),
        (
            rf"what (?:is|was) (?:its|the) (?:publication|publishing) date(?: of {_IT})?",
            "When was the article “{title}” published?",
        ),
        (
            rf"what (?:is|was) (?:its (?:headline|title)|the headline(?: of {_IT})?)",
            "What is the headline of the article “{title}”?",
        ),
    )
)
_WORK = re.compile(
    r"[“\"]|\b(?:agreement|album|bill|book|column|comedy|constitution|declaration|document|drama|"
    r"editorial|essay|film|hymn|law|letter|list|magazine|manifesto|memo(?:ir)?|message|motion|movie|"
    r"musical|note|novel|opera|paper|petition|plan|play|poem|post|proposal|report|resolution|review|"
    r"rules?|script|song|speech|statement|story|study|survey|text|treaty|tweet)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OfTheCited:
    """What is asked of an article, and the question whose answer cites it."""

    asks: str  # with "{title}"
    source: str

    def of(self, title: str) -> str:
        """The question with the article's title."""
        return self.asks.replace("{title}", title)


def of_the_cited(question: str, said: Sequence[Turn]) -> OfTheCited | None:
    """What `question`, without its "and", asks of the article cited last; None if it does not."""
    form = _form(question)
    if not form:
        return None
    for turn in reversed(said):
        if not _form(turn.question):
            named, asks = form
            of_a_work = not named and _WORK.search(f"{turn.question} {turn.head}")
            return None if of_a_work else OfTheCited(asks, turn.question)
    return None


def _form(question: str) -> tuple[str, str] | None:
    """How an article is called in `question`, "" for "it", and what is asked of it."""
    asked = plain(question)
    for form, anew in _FORMS:
        if found := form.fullmatch(asked):
            told = found.groupdict()
            did = told.get("did") or told.get("of") or ""
            return told.get("named") or "", anew.replace("{did}", did.lower())
    return None

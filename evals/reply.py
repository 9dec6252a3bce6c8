"""What was answered, in a form that can also hold broken answers, and the log of a run's answers.

`rag.Answer` refuses to be wrong; a `Reply` does not, so that the evals can score what a faulty
program, another system or a deliberate corruption would say.

Elsewhere: how replies are obtained (evals/run.py), the folder they lie in (evals/store.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from evals.text import Span, markers, plain, sentences
from rag import Answer

_LEAD = re.compile(r"\s*(?:[-*]\s+)?\*\*(?P<lead>[^*]+)\*\*\s*[—–:-]\s")


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as it was given, right or not."""

    marker: int
    document: str
    quote: str
    start: int
    end: int
    title: str = ""
    published: str = ""

    @property
    def span(self) -> Span:
        """Its range in the article's body."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was looked at."""

    document: str
    start: int
    end: int
    text: str
    score: float = 0.0
    dense: float | None = None

    @property
    def span(self) -> Span:
        """Its range in the article's body."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer, with its markers in place.

    `head` is the short answer that it says first, '' if none; None where only the text tells: of a
    text that was changed, or an older run.
    """

    text: str
    side: str = ""
    head: str | None = None

    @property
    def markers(self) -> tuple[int, ...]:
        """The markers in it, each once."""
        return tuple(dict.fromkeys(markers(self.text)))

    @property
    def words(self) -> str:
        """It, without markers and Markdown."""
        return plain(self.text)

    @property
    def lead(self) -> str:
        """The short answer that it opens with; by its text in bold before a dash or colon."""
        if self.head is not None:
            return self.head
        found = _LEAD.match(self.text)
        return plain(found["lead"]) if found else ""


@dataclass(frozen=True)
class Reply:
    """One answer. Nothing is checked here: the scorers do that.

    `missing` are those of the remarks that say what is not in the articles; None where that is not
    told, as in older runs, which also have the lead among the remarks.
    """

    text: str
    status: str
    said: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    question: str = ""
    answered_by: str = ""
    lead: str = ""
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    confidence: float | None = None

    @classmethod
    def of(cls, answer: Answer) -> Reply:
        """Take over what the assistant answered."""
        usage = answer.usage
        return cls(
            text=answer.text,
            status=answer.status,
            said=tuple(Claim(claim.text, claim.side, claim.head) for claim in answer.sentences),
            citations=tuple(
                Citation(
                    c.marker,
                    c.document,
                    c.quote,
                    c.start,
                    c.end,
                    c.title,
                    c.published.isoformat() if c.published else "",
                )
                for c in answer.citations
            ),
            passages=tuple(
                Passage(h.document, h.start, h.end, h.text, h.score, h.dense)
                for h in answer.passages
            ),
            question=answer.question,
            answered_by=answer.answered_by,
            lead=answer.lead,
            remarks=tuple(answer.remarks),
            missing=tuple(answer.missing),
            timings=dict(answer.timings),
            prompt_tokens=usage.prompt_tokens if usage else 0,
            completion_tokens=usage.completion_tokens if usage else 0,
            cost=usage.cost if usage else None,
            confidence=answer.confidence,
        )

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Reply:
        """Read what `to_dict` wrote."""
        missing = raw.get("missing")
        return cls(
            **{
                **raw,
                "said": tuple(Claim(**s) for s in raw["said"]),
                "citations": tuple(Citation(**c) for c in raw["citations"]),
                "passages": tuple(Passage(**p) for p in raw["passages"]),
                "remarks": tuple(raw["remarks"]),
                "missing": None if missing is None else tuple(missing),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """The reply as plain values for JSON."""
        return asdict(self)

    @property
    def refused(self) -> bool:
        """Whether it says that the articles do not hold the answer."""
        return self.status == "not_found"

    @cached_property
    def words(self) -> str:
        """All that a person reads, without markers and Markdown."""
        return plain(self.text)

    @cached_property
    def length(self) -> int:
        """How many sentences a person has to read, the program's own remarks not counted."""
        return sum(len(sentences(said.words)) for said in self.said)

    def cited(self, said: Claim) -> tuple[Citation, ...]:
        """The citations that the markers of `said` stand for; a dangling one stands for none."""
        return tuple(c for c in self.citations if c.marker in said.markers)

    def with_said(self, said: tuple[Claim, ...], **changes: Any) -> Reply:
        """This reply saying something else: `text` follows `said`, lead and remarks stay."""
        joined = " ".join(s.text for s in said)
        text = "\n\n".join(part for part in (self.lead, joined, *self.remarks) if part)
        return replace(self, said=said, text=text, **changes)


@dataclass(frozen=True, slots=True)
class Record:
    """What happened when a case was put to an answerer: a reply, or an error."""

    case: str
    answerer: str
    reply: Reply | None = None
    error: str = ""
    seconds: float = 0.0
    earlier: tuple[tuple[str, str], ...] = ()  # question and answer of the turns before

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Record:
        """Read what `to_dict` wrote."""
        return cls(
            case=raw["case"],
            answerer=raw["answerer"],
            reply=Reply.from_dict(raw["reply"]) if raw["reply"] else None,
            error=raw["error"],
            seconds=raw["seconds"],
            earlier=tuple((q, a) for q, a in raw["earlier"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """The record as plain values for JSON."""
        return {
            "case": self.case,
            "answerer": self.answerer,
            "reply": self.reply.to_dict() if self.reply else None,
            "error": self.error,
            "seconds": round(self.seconds, 6),
            "earlier": [list(turn) for turn in self.earlier],
        }

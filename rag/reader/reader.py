"""The embedded reader: answers in the articles' own sentences, or says that they do not.

Said first are the answer's own words, in bold, where they are sure; then the whole sentence that
holds them. As many sentences as the question needs and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rag.answer import assemble, escape
from rag.reader.agreement import relation, witnesses
from rag.reader.calibration import Calibration
from rag.reader.evidence import Candidate, weigh
from rag.reader.question import Question
from rag.reader.refusal import chance, missing_names
from rag.reader.say import as_written, headed, sided
from rag.types import Answer, Draft, Hit, Scope

if TYPE_CHECKING:
    from rag.index import Index
    from rag.reader.encoder import Encoder

NOT_HERE = "The articles do not say."
EVERYWHERE = Scope()

SUMMARY_SENTENCES = 5
LIST_SENTENCES = 4


class Reader:
    """Reads answers out of passages of one index; safe to use from many threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._calibration = Calibration.load()

    @cached_property
    def _encoder(self) -> Encoder:
        from rag.reader.encoder import Encoder

        return Encoder.load()

    def read(self, question: str, hits: Sequence[Hit], *, scope: Scope = EVERYWHERE) -> Answer:
        """Return the answer that `hits` hold, in their own sentences, or a refusal."""
        asked = Question(question)
        if missing := missing_names(asked, self._index):
            listed = " or ".join(escape(name) for name in missing)
            return self._refused(asked, hits, f"No article mentions {listed}.")
        found = self.weigh(asked, hits)
        if not found or chance(found, self._calibration) < self._calibration.refuse_below:
            return self._refused(asked, hits, NOT_HERE)
        return self._answered(asked, hits, found)

    def weigh(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """Every sentence of `hits` with what speaks for it, best first."""
        return weigh(
            question,
            hits,
            index=self._index,
            encoder=self._encoder,
            calibration=self._calibration,
        )

    def _refused(self, question: Question, hits: Sequence[Hit], why: str) -> Answer:
        return assemble("not_found", [], question=question.text, passages=hits, remarks=[why])

    def _answered(
        self, question: Question, hits: Sequence[Hit], found: Sequence[Candidate]
    ) -> Answer:
        best = found[0]
        if question.kind in {"fact"}:
            others = [c for c in witnesses(found)[1:] if c.score >= 0.6 * best.score]
            for other in others:
                if relation(question, best, other) == "disputed":
                    return assemble(
                        "disputed",
                        [sided(best), sided(other)],
                        question=question.text,
                        passages=hits,
                        lead="The articles disagree.",
                    )
        many = {"summary": SUMMARY_SENTENCES, "list": LIST_SENTENCES, "compare": LIST_SENTENCES}
        chosen = found[: many.get(question.kind, 1)]
        drafts = (
            [headed(best)]
            if question.kind == "fact"
            else [as_written(c, source=len(chosen) > 1) for c in chosen]
        )
        return assemble(
            "answered", drafts, question=question.text, passages=hits, bullets=len(drafts) > 1
        )

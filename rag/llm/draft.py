"""What a model has said so far: proved, dropped, or that the articles do not say."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.compose import DISAGREE, assemble, escape
from rag.llm.parser import Statement
from rag.llm.prompt import Numbered
from rag.text import in_words, stems
from rag.types import Answer, Draft, Dropped, Evidence, Hit, Status, Usage
from rag.verify import Judge, prove

NOT_HERE = "The articles do not say."
REST_NOT_HERE = "The model says that the articles do not hold the rest."
_NOT_FOUND = re.compile(r"\W*not[_ ]found\b", re.I)
_SOURCES = (
    r"(?:articles?|evidence|sentences?|sources?|passages?|documents?|texts?|information|context)"
)
_DENIAL = re.compile(
    rf"(?:\b{_SOURCES}\b.{{0,40}}\b(?:do(?:es)?|did|is|are|was)(?:n['’]t| not)\b"
    rf"|\bno\b.{{0,20}}\b(?:information|mention|evidence|answer)\b"
    rf"|\b{_SOURCES}\b.{{0,20}}\bnothing\b"
    rf"|\bnot\b.{{0,20}}\b(?:mentioned|stated|provided|specified|given|found)\b.{{0,30}}\b{_SOURCES}\b"
    r"|\A\W*I (?:cannot|can['’]t|could not|do not|don['’]t|am unable)\b"
    r"|\A\W*(?:sorry|unfortunately)\b)",
    re.I,
)
_SELF_LINK = re.compile(r":/(?=/)|\bwww\.|(?<=\w)@(?=\w)", re.I)  # Markdown links these itself


class AnswerSoFar:
    """Takes sentences as they come and keeps those that stand."""

    def __init__(self, numbered: Numbered, judge: Judge | None) -> None:
        self._numbered = numbered
        self._judge = judge
        self._drafts: list[Draft] = []
        self._dropped: list[Dropped] = []
        self._seen: set[str] = set()
        self._items = 0
        self._refused = False  # its first word was NOT_FOUND
        self._denied = False  # it said that the articles do not hold the answer
        self.seconds = 0.0  # spent on proof

    @property
    def nothing(self) -> bool:
        """Whether the model has said nothing at all."""
        return not (self._drafts or self._dropped or self._denied)

    @property
    def proved(self) -> int:
        """How many sentences stand."""
        return len(self._drafts)

    def keep(self, earlier: AnswerSoFar) -> None:
        """Say what was proved when the model was asked before, if that was more."""
        if earlier.proved > self.proved:
            self._drafts, self._items = earlier._drafts, earlier._items

    def take(self, said: Statement) -> bool:
        """Prove a sentence and keep it, or drop it; True if the answer has grown."""
        if _NOT_FOUND.match(said.text):
            self._denied = True
            self._refused = not self._drafts
            return False
        if self._refused:  # what a model says after that is talk
            return False
        known = said.text.casefold()
        if said.text.endswith("?") or known in self._seen:  # an echo, or a model that loops
            return False
        self._seen.add(known)
        began = time.perf_counter()
        proof = prove(
            said.text,
            self._numbered.cited(said.numbers),
            self._numbered.evidence,
            judge=self._judge,
        )
        self.seconds += time.perf_counter() - began
        if not proof.verdict.supported:
            if _DENIAL.search(said.text):
                self._denied = True
            else:
                self._dropped.append(Dropped(said.text, _reason(said, proof.verdict.reason)))
            return False
        side = said.side if _borne_out(said.side, said.text, proof.evidence) else ""
        self._drafts.append(Draft(shown(said.text), proof.evidence, side))
        self._items += said.item
        return True

    def answer(
        self,
        question: str,
        hits: Sequence[Hit],
        model: str,
        *,
        complete: bool,
        remarks: Sequence[str],
        usage: Usage | None,
        timings: Mapping[str, float],
    ) -> Answer:
        """The Answer that says what has been proved so far."""
        status, drafts = _settled(self._drafts)
        missing, told = "", ""
        if complete and not drafts:
            missing = NOT_HERE
        elif complete:
            missing = REST_NOT_HERE if self._denied else ""
            told = _left_out(len(self._dropped)) if self._dropped else ""
        return assemble(
            status,
            drafts,
            question=question,
            passages=hits,
            answered_by=model,
            lead=DISAGREE if status == "disputed" else "",
            remarks=[missing, told, *remarks],
            missing=[missing],
            bullets=1 < len(drafts) == self._items,
            dropped=self._dropped if complete else (),
            usage=usage,
            timings=timings,
        )


def shown(text: str) -> str:
    r"""Return a model's words as Markdown that makes no markup, link or image of them.

    >>> shown("*see* http://example.org")
    '\\*see\\* http:\\//example.org'
    """
    return _SELF_LINK.sub(lambda sign: sign[0][:-1] + "\\" + sign[0][-1], escape(text))


def _borne_out(side: str, claim: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the name of a side is made of words that the claim or its evidence has."""
    held = {stem for text in (claim, *(e.sentence.text for e in evidence)) for stem in stems(text)}
    return bool(stems(side)) and held.issuperset(stems(side))


def _settled(drafts: Sequence[Draft]) -> tuple[Status, list[Draft]]:
    """A dispute needs two sides with different names and articles; else the sides are dropped."""
    if not drafts:
        return "not_found", []
    by_side: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.side:
            documents = {evidence.passage.document for evidence in draft.evidence}
            by_side.setdefault(draft.side, set()).update(documents)
    names = [name.casefold() for name in by_side]
    distinct = all(a not in b for a in names for b in names if a is not b)
    sources = set().union(*by_side.values()) if by_side else set()
    if len(by_side) < 2 or not distinct or len(sources) < 2:
        return "answered", [replace(draft, side="") for draft in drafts]
    return "disputed", [_with_heading(draft) for draft in drafts]


def _with_heading(draft: Draft) -> Draft:
    """The sentence behind the name of its side and the dates of its articles."""
    if not draft.side:
        return draft
    days = dict.fromkeys(in_words(e.passage.published) or "undated" for e in draft.evidence)
    opening = f"**{shown(draft.side)}** ({', '.join(days)}): "
    return replace(draft, text=opening + draft.text, opening=opening)


def _reason(said: Statement, reason: str) -> str:
    if said.numbers or not said.unknown:
        return reason
    return f"it cites sentence {said.unknown[0]}, which was not shown to the model; {reason}"


def _left_out(count: int) -> str:
    if count == 1:
        return "One sentence of the model was left out: the articles do not bear it out."
    return f"{count} sentences of the model were left out: the articles do not bear them out."

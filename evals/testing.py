"""Hand-made articles, cases and replies, for tests that need no assistant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.cases import Case
from evals.reply import Citation, Claim, Passage, Record, Reply
from evals.store import Article, Library
from evals.verdict import CaseScore, judge
from rag import Message

RECORD_QUOTE = "Trade between China and Russia reached a record $190 billion last year."
SO_FAR_QUOTE = "Li noted Wednesday that trade had already reached $70 billion so far this year."
RAID_QUOTE = "More than 70 militants were killed in Belgorod, Moscow said."
ECHO_QUOTE = "The raid on the Belgrade region killed 70 fighters."

LIBRARY: Library = {
    "trade.txt": Article(
        f"{RECORD_QUOTE} {SO_FAR_QUOTE} Mishustin told Xi Jinping that they would not yield.",
        "Trade at a record",
        "2023-05-24",
    ),
    "raid.txt": Article(f"{RAID_QUOTE} Four vehicles burned."),
    "echo.txt": Article(f"{ECHO_QUOTE} Trade was not discussed."),
}


def cite(marker: int, document: str, quote: str, library: Library = LIBRARY) -> Citation:
    """A right citation of `quote`."""
    article = library[document]
    start = article.body.index(quote)
    return Citation(
        marker, document, quote, start, start + len(quote), article.title, article.published
    )


def seen(document: str, quote: str, *, dense: float | None = None) -> Passage:
    """A passage that is just `quote`."""
    start = LIBRARY[document].body.index(quote)
    return Passage(document, start, start + len(quote), quote, dense=dense)


def reply(
    *said: str | Claim,
    citations: Sequence[Citation] = (),
    passages: Sequence[Passage] = (),
    status: str = "answered",
    remarks: Sequence[str] = (),
) -> Reply:
    """A reply that says `said`."""
    empty = Reply("", status, (), tuple(citations), tuple(passages), remarks=tuple(remarks))
    return empty.with_said(tuple(s if isinstance(s, Claim) else Claim(s) for s in said))


def refusal(*passages: Passage) -> Reply:
    """A reply that says that the articles do not."""
    text = "The articles do not say."
    return Reply(text, "not_found", passages=tuple(passages), remarks=(text,))


def right_answer() -> Reply:
    """What `trade_case` asks for, with its proof."""
    return reply(
        "Trade between China and Russia reached a record $190 billion last year [1].",
        citations=[cite(1, "trade.txt", RECORD_QUOTE)],
        passages=[seen("trade.txt", RECORD_QUOTE, dense=0.8)],
    )


def nugget(
    *variants: str, quote: str = "", document: str = "trade.txt", **more: Any
) -> dict[str, Any]:
    """A nugget as YAML would hold it, with evidence if a quote is given."""
    evidence = [{"document": document, "quote": quote}] if quote else []
    return {"text": variants[0], "variants": list(variants), "evidence": evidence, **more}


def case(expect: Mapping[str, Any], *, case_id: str = "c", **more: Any) -> Case:
    """A case about anything."""
    asked = {} if "turns" in more else {"question": "How big was it?"}
    raw = {"id": case_id, "kind": "how_much", "story": "s", "expect": expect, **asked, **more}
    return Case.model_validate(raw)


def trade_case(**more: Any) -> Case:
    """What trade was worth last year; this year's figure is stale."""
    wanted = nugget("$190 billion", quote=RECORD_QUOTE, number={"value": 190e9, "unit": "dollar"})
    expect = {
        "type": "answer",
        "nuggets": [wanted],
        "stale": ["$70 billion"],
        "wrong": ["$200 billion"],
    }
    return case(expect, **more)


def score(one: Case, answer: Reply | None, *, seconds: float = 0.1, error: str = "") -> CaseScore:
    """`answer` judged against the hand-made articles."""
    return judge(one, Record(one.id, "reader", reply=answer, error=error, seconds=seconds), LIBRARY)


@dataclass
class ScriptedAnswerer:
    """Answers each question from a table and keeps what it was asked; an exception is raised."""

    answers: Mapping[str, Reply | Exception]
    name: str = "scripted"

    def __post_init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Give the scripted answer."""
        self.asked.append((question, [m["content"] for m in history]))
        answer = self.answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer

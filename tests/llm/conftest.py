"""What the tests of the language model share: passages of the seeds, and a judge that agrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from rag.llm import ModelWriter
from rag.settings import Settings
from rag.testing import ScriptedModel
from rag.types import Answer, Hit, Sentence
from rag.verify import Judge


@dataclass(frozen=True)
class Likely:
    supported: float = 0.9
    refuted: float = 0.05
    unknown: float = 0.05


class Agreeing:
    """A judge that believes every claim, so that only the rules can stop one."""

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[Likely]:
        return [Likely() for _ in pairs]


class Doubting(Agreeing):
    """A judge that believes no claim."""

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[Likely]:
        return [Likely(0.05, 0.05, 0.9) for _ in pairs]


def hit(
    body: str, document: str = "a.txt", *, title: str = "", published: date | None = None
) -> Hit:
    """A passage of one article, a sentence at each full stop and each line."""
    spans = [m.span() for m in re.finditer(r"\S[^\n]*?(?:[.!?]”?(?=\s|\Z)|(?=\n|\Z))", body)]
    sentences = tuple(Sentence(body[start:end], start, end) for start, end in spans)
    first, last = sentences[0].start, sentences[-1].end
    return Hit(document, body[first:last], first, last, sentences, title, "", published, score=0.9)


@pytest.fixture
def trade() -> list[Hit]:
    """Two articles on ties between China and Russia; the sentences are numbered 1 to 5."""
    one = (
        "China is Russia’s largest trading partner, with trade between the nations reaching a "
        "record $190 billion last year, according to Chinese customs data.\n"
        "Li noted Wednesday that bilateral trade had already reached $70 billion this year.\n"
        "The raid hit the Russian border region of Belgorod."
    )
    two = (
        "The attack took place in the Belgrade region of Russia.\n"
        "Ukraine has denied involvement in the incident."
    )
    return [
        hit(one, "one.txt", title="Pressure strengthens ties", published=date(2023, 5, 24)),
        hit(two, "two.txt", title="Ties at unprecedented high", published=date(2023, 5, 25)),
    ]


@pytest.fixture
def writer() -> Callable[..., ModelWriter]:
    """Make a writer that asks a model, hardly waits, and believes what the rules allow."""

    def made(to: ScriptedModel | str, judge: Judge | None = None, **settings: Any) -> ModelWriter:
        url = to if isinstance(to, str) else to.url
        chosen = Settings(openai_base_url=url, _env_file=None, **settings)
        return ModelWriter(chosen, judge=judge or Agreeing(), backoff_s=0.01)

    return made


@pytest.fixture
def ask(writer: Callable[..., ModelWriter], trade: list[Hit]) -> Callable[..., Answer]:
    """Ask a scripted model about the articles on trade; the complete answer."""

    def asked(*script: Any, question: str = "How much was trade worth?", **settings: Any) -> Answer:
        with ScriptedModel(*script) as model:
            *_, complete = writer(model, **settings).write(question, trade)
        return complete

    return asked

"""What a model is told: the rules, the evidence as numbered sentences, the question.

Text of articles and people stands between tags and is data. Brackets and angle brackets of its own
become round ones, and each sentence is one line, so that it cannot close a tag, start an article
or pass for a numbered sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rag.text import in_words
from rag.types import Evidence, Hit, Message, Passage

_NEUTRAL = str.maketrans({"<": "(", ">": ")", "[": "(", "]": ")", "【": "(", "】": ")"})
_TURNS = 6  # latest messages of a conversation that are sent
_TURN_MAX = 1200  # characters of each of them


@dataclass(frozen=True, slots=True)
class Numbered:
    """Evidence in the order of its numbers: sentence n is `evidence[n - 1]`."""

    evidence: tuple[Evidence, ...]
    text: str

    def cited(self, numbers: Sequence[int]) -> tuple[Evidence, ...]:
        """The evidence behind numbers that exist."""
        return tuple(self.evidence[n - 1] for n in numbers)


def number(hits: Sequence[Hit]) -> Numbered:
    """Number the sentences of `hits`: articles by their best hit, sentences as they stand there.

    A sentence that two passages share is shown once.
    """
    articles: dict[str, dict[int, Evidence]] = {}
    for hit in hits:
        known = articles.setdefault(hit.document, {})
        for sentence in hit.sentences:
            known.setdefault(sentence.start, Evidence(hit, sentence))
    evidence: list[Evidence] = []
    lines: list[str] = []
    for known in articles.values():
        found = [known[start] for start in sorted(known)]
        lines.append(_heading(found[0].passage))
        for one in found:
            evidence.append(one)
            lines.append(f"[{len(evidence)}] {data(one.sentence.text)}")
        lines.append("")
    return Numbered(tuple(evidence), "\n".join(lines).strip())


def to_write(question: str, numbered: Numbered, history: Sequence[Message]) -> tuple[str, str]:
    """Return the system's and the user's message that ask for an answer."""
    parts = [f"<evidence>\n{numbered.text}\n</evidence>"]
    if told := _conversation(history):
        parts.append(told)
    parts.append(f"<question>\n{data(question)}\n</question>")
    parts.append(rules("remind"))  # small models have forgotten the rules by now
    return rules("write"), "\n\n".join(parts)


def to_stand_alone(question: str, history: Sequence[Message]) -> tuple[str, str]:
    """Return the system's and the user's message that ask for a question that stands alone."""
    asked = f"<question>\n{data(question)}\n</question>"
    return rules("standalone"), f"{_conversation(history)}\n\n{asked}"


@cache
def rules(name: str) -> str:
    """The prompt in rag/prompts/`name`.md."""
    return resources.files("rag").joinpath("prompts", f"{name}.md").read_text("utf-8").strip()


def data(text: str) -> str:
    """`text` of others on one line, without what could pass for a part of the prompt."""
    return " ".join(text.translate(_NEUTRAL).split())


def _heading(passage: Passage) -> str:
    title = data(passage.title) or "without a title"
    told = (data(passage.publisher), in_words(passage.published) or "date unknown")
    return f"ARTICLE: {title} ({', '.join(part for part in told if part)})"


def _conversation(history: Sequence[Message]) -> str:
    speakers = {"user": "Person", "assistant": "Assistant"}
    turns = [
        f"{speakers[turn['role']]}: {data(turn['content'])[:_TURN_MAX]}"
        for turn in history[-_TURNS:]
        if turn["role"] in speakers and turn["content"].strip()
    ]
    return "<conversation>\n" + "\n".join(turns) + "\n</conversation>" if turns else ""

"""Rows drawn as examples for the network, another way each time.

A row is read once; each time that its turn comes it is drawn anew: another window of whole
sentences, at times a heading, at times turned into a question that the passage does not answer, or
into a claim that it does not support. A draw depends on the seed, the row and how often it was
drawn, not on the order of training.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from rag.reader.premises.claim import claim_of
from rag.reader.training import corrupt, negatives
from rag.reader.training.data import (
    REFUTED,
    SOURCES,
    SUPPORTED,
    UNKNOWN,
    Claim,
    Judged,
    Question,
    Row,
    Source,
    Unseen,
    YesNo,
    read,
    retellings,
    test_texts,
)
from rag.reader.training.synonyms import Synonyms
from rag.reader.training.windows import (
    closely,
    cut,
    heading,
    left,
    nearest,
    sentences,
    silent,
    window,
)

_CLAIMED = ("squad", "newwiki", "reddit", "nq", "covidqa", "nomiracl", "invented")
"""Sources from all of whose passages claims are made by rule."""


@dataclass(frozen=True, slots=True)
class Example:
    """What the network sees of a row: two texts, and the targets that are known for them."""

    first: str  # question or claim
    second: str  # passage or evidence
    span: tuple[int, int] | None = (
        None  # offsets in second; (-1, -1) for "not here"; None: no target
    )
    answerable: int | None = None
    support: int | None = None


def dice(*key: object) -> Random:
    """Return the random numbers that belong to `key`: the same in every run."""
    return Random(":".join(map(str, key)))


class Drawer:
    """Turns rows of all sources into examples.

    Args:
        folder: of the public sets.
        seed: of the draws.
        synonyms: put a third of the questions and a fifth of the claims in other words.
        report: is told how many rows each source has.

    Raises:
        FileNotFoundError: a file of `SOURCES` is not in `folder`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seed: int,
        synonyms: Synonyms | None,
        report: Callable[[str], None],
    ) -> None:
        self.seed, self.synonyms = seed, synonyms
        unseen = Unseen(test_texts(folder))
        self.rows: dict[str, list[Row]] = {}
        self._near: dict[str, negatives.Neighbours] = {}
        self._retold = retellings()
        self._passages: list[str] = []
        known: dict[str, bool] = {}
        for source in SOURCES:
            if source.kind == "made":
                continue
            rows = read(folder, source)
            kept: list[Row] = []
            for row in rows:
                text = row.evidence if isinstance(row, Claim) else row.passage
                if text not in known:
                    known[text] = unseen(text)
                if known[text] and not (isinstance(row, Claim) and not unseen(row.text)):
                    kept.append(row)
            report(f"{source.name}: {len(kept)} rows, {len(rows) - len(kept)} like tests left out")
            self.rows[source.name] = kept
            if source.kind in {"qa", "yes_no", "invented"}:
                passages = list(dict.fromkeys(r.passage for r in kept if not isinstance(r, Claim)))
                self._near[source.name] = negatives.Neighbours(passages)
                if source.name in _CLAIMED:
                    self._passages += passages
                if source.name in ("qamr", "qasrl"):
                    self._passages += passages[:2000]
        rng = dice(seed, "strangers")
        sample = rng.sample(self._passages, 3000)
        self.strangers = sorted(
            {n for p in sample for n in corrupt.names(p) if 1 <= len(n.split()) <= 3}
        )
        # Claims are made from passages and from questions with their answers.
        self.rows["made"] = [
            row for name in ("squad", "newwiki", "qamr", "nq") for row in self.rows[name]
        ] + [Question("", passage) for passage in self._passages]

    def draw(self, source: Source, number: int, turn: int) -> list[Example]:
        """Return row `number` of `source` as it comes on turn `turn`; none if it cannot be used.

        Several are of one question: the first answers it, the others are to be told from it.
        """
        rng = dice(self.seed, source.name, number, turn)
        row = self.rows[source.name][number]
        if isinstance(row, Question) and rng.random() < source.beside:
            found = self._beside(row, source, rng)
        else:
            example = self._drawn(row, source, rng)
            found = [example] if example else []
        if not found or self.synonyms is None:
            return found
        rng = dice(self.seed, source.name, number, turn, "words")
        first, share = found[0].first, 0.33 if found[0].support is None else 0.2
        for _ in range(2):
            if rng.random() < share:
                first = self.synonyms.put(first, rng) or first
        return [replace(example, first=first) for example in found]

    def _beside(self, row: Question, source: Source, rng: Random) -> list[Example]:
        """The answer's surroundings, near or wide, and texts beside it that do not answer."""
        if not row.answers:
            example = self._drawn(row, source, rng)
            return [example] if example else []
        own, near = _answered(row, rng), rng.random() < 0.5
        told = [row.passage[a:b] for a, b in row.answers]
        others = self._others(source, row, told)
        if near:
            a, b = closely(row.passage, row.answers[0])
            start, end = row.answers[0]
            own = Example(_asked(row.text, rng), row.passage[a:b], (start - a, end - a), 1)
        if own is None:
            return []
        rest = silent(row.text, row.passage, told, others, rng, near=near)
        return [own, *(Example(own.first, text, (-1, -1), 0) for text in rest)]

    def _others(self, source: Source, row: Question | YesNo, answers: Iterable[str]) -> list[str]:
        own = self._retold.get(row.passage, (row.passage,))
        return self._near[source.name].without_answer(row.text, own, answers)

    def _drawn(self, row: Row, source: Source, rng: Random) -> Example | None:
        if source.kind == "made" and isinstance(row, Question):
            return self._made(row, rng)
        if isinstance(row, Claim):
            return _claim(row, rng)
        if isinstance(row, YesNo):
            near = self._others(source, row, ())
            return yes_or_no(row, near, rng, negative=source.negative)
        if isinstance(row, Judged):
            return Example(row.text, cut(row.passage, rng), None, int(row.answered))
        if row.answers and rng.random() >= source.negative:
            return _answered(row, rng)
        return self._unanswered(row, source, rng)

    def _unanswered(self, row: Question, source: Source, rng: Random) -> Example | None:
        question, passage = row.text, row.passage
        if not row.answers:
            a, b = window(passage, nearest(question, passage), rng, least=40, most=120)
            return _silent(question, passage[a:b], rng)
        told = [passage[a:b] for a, b in row.answers]
        # Of invented news, questions that a passage nearly answers are written: left are others of
        # the same story.
        way = 0.0 if source.kind == "invented" else rng.random()
        other: str | None = question
        text: str | None
        if way < 0.34:
            near = self._others(source, row, told)
            text = cut(near[min(int(rng.expovariate(0.7)), len(near) - 1)], rng) if near else None
        elif way < 0.47:
            text = left(passage, told)
            text = cut(text, rng) if text else None
        else:
            a, b = window(passage, row.answers[0], rng, least=40, most=120)
            text = passage[a:b]
            if way < 0.60:
                other = negatives.asked_otherwise(question, text, told[0], rng)
            elif way < 0.85:
                other = negatives.about_another(question, text, rng, self.strangers)
                other = other if other != question else None
            else:
                text = negatives.with_another_name(question, text, told[0], rng, self.strangers)
        return _silent(other, text, rng) if other and text else None

    def _made(self, row: Question, rng: Random) -> Example | None:
        passage = row.passage
        parts = sentences(passage)
        if row.answers and rng.random() < 0.6:
            return self._from_question(row, rng)
        place = rng.randrange(len(parts)) if parts else 0
        if not parts or not 6 <= len(passage[slice(*parts[place])].split()) <= 45:
            return None
        claim = passage[slice(*parts[place])]
        last = place
        if place + 1 < len(parts) and rng.random() < 0.12:
            last = place + 1
            claim += " " + passage[slice(*parts[last])]
        low, high = place - rng.choice((0, 0, 1, 2)), last + rng.choice((0, 0, 1, 2))
        evidence = passage[parts[max(0, low)][0] : parts[min(high, len(parts) - 1)][1]]
        if rng.random() < 0.12:
            others = [passage[a:b] for a, b in parts[:place] + parts[last + 1 :]]
            if not others:
                return None
            start = rng.randrange(len(others))
            return Example(
                corrupt.rephrase(claim, rng), " ".join(others[start : start + 2]), support=UNKNOWN
            )
        if rng.random() < 0.5:
            claim = corrupt.rephrase(claim, rng)
        return self._true_or_false(claim, evidence, passage, rng)

    def _true_or_false(
        self, claim: str, evidence: str, passage: str, rng: Random
    ) -> Example | None:
        """Corrupt claim, evidence, both or neither, so that no wording tells the label alone."""
        way = rng.random()
        if way < 0.36:
            return Example(claim, evidence, support=SUPPORTED)
        changed = corrupt.corrupt(claim, rng, context=passage)
        if changed is None:
            return None
        if way < 0.86 or claim not in evidence:
            return Example(changed[0], evidence, support=REFUTED)
        false = evidence.replace(claim, changed[0])
        if way < 0.93:
            return Example(claim, false, support=REFUTED)
        return Example(changed[0], false, support=SUPPORTED)

    def _from_question(self, row: Question, rng: Random) -> Example | None:
        passage = row.passage
        start, end = row.answers[0]
        answer = passage[start:end]
        made = corrupt.statement(row.text, answer)
        if len(answer.split()) > 8 or (made is None and rng.random() < 0.8):
            return None
        a, b = window(passage, row.answers[0], rng, least=8, most=60)
        evidence = passage[a:b]
        true = made or f"{row.text} {answer}."
        way = rng.random()
        if way < 0.4:
            return Example(true, evidence, support=SUPPORTED)
        if way < 0.52:
            parts = [passage[x:y] for x, y in sentences(passage)]
            left = [part for part in parts if answer.lower() not in part.lower()]
            return Example(true, " ".join(left[:3]), support=UNKNOWN) if left else None
        if way < 0.75:
            wrong = _rival(answer, evidence, passage, rng)
            if wrong is None:
                return None
            false = corrupt.statement(row.text, wrong) if made else f"{row.text} {wrong}."
        else:
            false = (corrupt.corrupt(true, rng, context=passage) or (None, ""))[0]
        return Example(false, evidence, support=REFUTED) if false and false != true else None


def yes_or_no(row: YesNo, near: Sequence[str], rng: Random, *, negative: float) -> Example | None:
    """Return `row` as a question or a claim, with its passage or one of `near`, which says neither.

    A claim is the yes to the question, or the statement that the question makes. (The no to it
    was tried as a claim too, and was not learnt: the network judged the question before it.)
    """
    passage, yes = row.passage, row.yes
    if rng.random() < negative:
        if not near:
            return None
        passage, yes = cut(near[0], rng), None
    if rng.random() < 0.3:
        if yes is None:
            return _silent(row.text, passage, rng)
        return Example(_asked(row.text, rng), passage, None, 1)
    claim = f"{row.text} Yes."
    if rng.random() < 0.5:
        claim = claim_of(row.text) or claim
    label = UNKNOWN if yes is None else SUPPORTED if yes else REFUTED
    return Example(claim, passage, support=label)


def _rival(answer: str, evidence: str, passage: str, rng: Random) -> str | None:
    """Return another name or number of the text in the place of `answer`."""
    if re.search(r"\d", answer):
        return corrupt.change_number(answer, rng, re.findall(r"\d[\d,.]*\d", passage))
    if corrupt.names(f"of {answer}"):
        rivals = [
            name
            for name in corrupt.names(evidence) or corrupt.names(passage)
            if name not in answer and answer not in name
        ]
        return rng.choice(rivals) if rivals else None
    return None


def _claim(row: Claim, rng: Random) -> Example:
    evidence = row.evidence.replace("-LRB-", "(").replace("-RRB-", ")").replace("-COLON-", ":")
    claim = row.text.replace("-LRB-", "(").replace("-RRB-", ")").replace("-COLON-", ":")
    return Example(claim, cut(evidence, rng, whole=175), support=row.label)


def _answered(row: Question, rng: Random) -> Example | None:
    span = row.answers[0]
    if not row.passage[slice(*span)].strip():
        return None
    a, b = window(row.passage, span, rng, least=40, most=120)
    passage = row.passage[a:b]
    start, end = span[0] - a, span[1] - a
    if end > len(passage):
        return None
    if rng.random() < 0.12:
        title = heading(passage, rng)
        passage, start, end = title + passage, start + len(title), end + len(title)
    return Example(_asked(row.text, rng), passage, (start, end), 1)


def _silent(question: str, passage: str, rng: Random) -> Example:
    if rng.random() < 0.12:
        passage = heading(passage, rng) + passage
    return Example(_asked(question, rng), passage, (-1, -1), 0)


# Names that newspapers exchange freely; each line is one thing.
_SAME_NAME = tuple(
    tuple(line.split(", "))
    for line in (
        "the United States, the US, America, Washington",
        "the United Kingdom, Britain, the UK",
        "the European Union, the EU",
        "the United Nations, the UN",
        "American, US",
        "British, UK",
        "Russia, Moscow",
        "China, Beijing",
        "Kiev, Kyiv",
        "World War II, the Second World War",
    )
)


def _asked(question: str, rng: Random) -> str:
    """People forget the question mark, and call things by another name than the article."""
    if rng.random() < 0.15:
        for group in _SAME_NAME:
            old = next((n for n in group if re.search(rf"(?<!\w){n}(?![\w-])", question)), None)
            if old:
                question = corrupt.put(question, old, rng.choice([n for n in group if n != old]))
                break
    return question.rstrip("?").rstrip() if rng.random() < 0.1 else question

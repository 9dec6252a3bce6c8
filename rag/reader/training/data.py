"""Public question, answer and claim sets, drawn as examples for the reader.

`SOURCES` is the one table of what is trained on, with each set's licence. A row is read once; each
time that its turn comes it is drawn anew: another window of whole sentences, at times a heading, at
times turned into a question that the passage does not answer, or into a claim that it does not
support. A draw depends on the seed, the row and how often it was drawn, not on the order of
training.

Rows that share a run of words with a test set are left out (`Unseen`).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, Literal

from rag.reader.premises.polarity import statement
from rag.reader.training import corrupt, negatives
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

SUPPORTED, REFUTED, UNKNOWN = 0, 1, 2
UNSUPPORTED = 3
"""Refuted or unknown, which of the two is not told: a target, not an output of the network."""
LABELS = {"supported": SUPPORTED, "refuted": REFUTED, "unknown": UNKNOWN}
INVENTED = Path(__file__).parent / "invented_news"
"""News passages of our own invention with questions and claims; its README.md tells the form."""
_SAID = {"yes": True, "no": False, "unknown": None}
YES_NO_TIMES = 3  # that an invented question for yes or no counts: each is drawn in many forms
NEWWIKI_KEPT_ASIDE = 160
"""Passages at the end of squadshifts_newwiki, about fifteen articles, that are only tested on."""

Kind = Literal["qa", "judged", "yes_no", "support", "made", "invented"]


@dataclass(frozen=True, slots=True)
class Source:
    """One public set: how much of the training it makes up, early and late."""

    name: str
    kind: Kind
    files: tuple[str, ...]  # under the data folder
    licence: str
    early: float  # share of the examples at the start of training
    late: float  # and at its end
    negative: float = 0.33  # share of draws that are made unanswerable
    beside: float = 0.0  # of the answerable ones: with texts that do not answer, to be told apart


# Short and plentiful rows first, natural ones to the end: the last steps decide most.
# What is drawn from "made" is not a set of its own: claims from the passages of the others.
SOURCES = (
    Source("squad", "qa", ("train/qa/squad11_train_44articles", "train/qa/squad11_train_flan900",
           "train/qa/squad11_train_routerlens"), "CC BY-SA 4.0", 0.20, 0.24, 0.34, 0.15),
    Source("squad_dev", "qa", ("train/qa/squad11_dev_rest", "train/qa/adversarialqa_dev"),
           "CC BY-SA 4.0", 0.08, 0.08, 0.3),
    # The sets with questions that people wrote so that a passage nearly answers them.
    Source("squad2", "qa", ("squad2-half-dev", "train/qa/squad2_train_10articles",
           "train/qa/squad2_dev_sample_recross", "train/qa/squad11_misc"),
           "CC BY-SA 4.0", 0.10, 0.14, 0.12),
    Source("newwiki", "qa", ("train/qa/squadshifts_newwiki",), "CC BY 4.0", 0.05, 0.12, 0.34, 0.2),
    Source("reddit", "qa", ("train/qa/squadshifts_reddit",), "CC BY 4.0", 0.05, 0.03),
    Source("amazon", "qa", ("train/qa/squadshifts_amazon",), "CC BY 4.0", 0.04, 0.02),
    Source("qamr", "qa", ("train/qa/qamr_dev_test",), "MIT", 0.20, 0.07, 0.25),
    Source("qadiscourse", "qa", ("train/qa/qadiscourse",), "CC BY 4.0", 0.04, 0.02, 0.2),
    Source("qasrl", "qa", ("train/qa/qasrl_bank2_dev_test", "train/qa/qanom"), "MIT",
           0.04, 0.0, 0.1),
    Source("quoref", "qa", ("train/qa/quoref_dev", "train/qa/quoref_contrast"), "CC BY 4.0",
           0.02, 0.02),
    Source("nq", "qa", ("nq-oracle",), "MIT, text CC BY-SA", 0.02, 0.03),
    Source("nqswap", "qa", ("train/qa/nqswap",), "CC BY-SA 3.0", 0.02, 0.015),
    Source("hotpot", "qa", ("train/qa/hotpotqa_samples", "train/qa/musique_samples",
           "train/qa/2wiki_samples"), "CC BY-SA 4.0, CC BY 4.0, Apache-2.0", 0.015, 0.015, 0.1),
    Source("halueval", "qa", ("halueval-qa",), "MIT", 0.02, 0.015, 0.2),
    Source("covidqa", "qa", ("train/qa/covidqa_windows", "train/qa/quotesum_dev"),
           "Apache-2.0, CC BY-SA 4.0", 0.01, 0.01),
    Source("nomiracl", "qa", ("train/qa/nomiracl_en_unanswerable",), "Apache-2.0", 0.02, 0.025),
    Source("answer_sentences", "judged", ("train/ans_sent/selqa_dev_test",
           "train/ans_sent/squad_sentences_kou"), "Apache-2.0, CC BY-SA 4.0", 0.03, 0.025),
    Source("boolq", "yes_no", ("train/extra/boolq",), "CC BY-SA 3.0", 0.06, 0.06, 0.4),
    Source("fever", "support", ("train/support/fever_athnlp",), "CC BY-SA 3.0", 0.06, 0.06),
    Source("foolmetwice", "support", ("train/support/foolmetwice_dev_test",),
           "Apache-2.0, text CC BY-SA", 0.012, 0.015),
    Source("vitaminc", "support", ("train/support/vitaminc_sample",), "CC BY-SA 3.0", 0.006, 0.006),
    Source("mnli", "support", ("train/support/mnli_dev",), "OANC", 0.05, 0.03),
    Source("snli", "support", ("train/support/snli_dev_test",), "CC BY-SA 4.0", 0.02, 0.005),
    Source("breaking_nli", "support", ("train/support/breaking_nli",), "CC BY-SA 4.0",
           0.006, 0.002),
    Source("made", "made", (), "as the passages", 0.17, 0.17),
    # Answerable in other words than the passage's, nearly answerable in its very words.
    Source("invented", "invented", ("*",), "own", 0.40, 0.45, 0.10, 0.5),
    Source("twins", "invented", ("twins_*",), "own", 0.30, 0.40, 0.10, 0.5),
)  # fmt: skip


_CLAIMED = ("squad", "newwiki", "reddit", "nq", "covidqa", "nomiracl", "invented")
"""Sources from all of whose passages claims are made by rule."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its passage; no answers where the passage holds none."""

    text: str
    passage: str
    answers: tuple[tuple[int, int], ...] = ()  # offsets in passage


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and whether `passage` answers it, without saying where."""

    text: str
    passage: str
    answered: bool


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question with its passage, which says yes or no to it; None where it says neither."""

    text: str
    passage: str
    yes: bool | None


@dataclass(frozen=True, slots=True)
class Claim:
    text: str
    evidence: str
    label: int


Row = Question | Judged | YesNo | Claim


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
    return Random(":".join(map(str, key)))  # noqa: S311 - repeatable draws, no secrets


def open_rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of `folder/name.jsonl.gz`."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read(folder: Path, source: Source) -> list[Row]:
    """Return the rows of `source`, rows of newwiki kept for testing left out."""
    if source.kind == "invented":
        told = [raw for name in source.files for raw in invented(test=False, files=name)]
        return [row for raw in told for row in _invented_rows(raw)]
    rows: list[Row] = []
    for name in source.files:
        if name == "squad2-half-dev":
            rows += _squad2_rows(folder)
        else:
            rows += [row for raw in open_rows(folder, name) if (row := _row(source, name, raw))]
    if source.name == "newwiki":
        aside = set(newwiki_aside(folder))
        rows = [row for row in rows if isinstance(row, Question) and row.passage not in aside]
    return rows


def squad2_articles(folder: Path, *, test: bool) -> list[dict[str, Any]]:
    """Return the articles of SQuAD 2.0's half dev set that are tested on, or the others.

    Every second article by its title: the set is the only one at hand with questions that people
    wrote so that a passage nearly answers them, and is needed for both.
    """
    with gzip.open(folder / "squad2-half-dev.json.gz", "rt", encoding="utf-8") as file:
        articles = sorted(json.load(file)["data"], key=lambda article: str(article["title"]))
    return articles[0 if test else 1 :: 2]


def _squad2_rows(folder: Path) -> list[Row]:
    return [
        Question(
            qa["question"].strip(),
            paragraph["context"],
            tuple((a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]),
        )
        for article in squad2_articles(folder, test=False)
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    ]


def newwiki_aside(folder: Path) -> list[str]:
    """Return the passages of newwiki kept for testing, the last: the set lies by article."""
    passages = dict.fromkeys(
        r["passage"] for r in open_rows(folder, "train/qa/squadshifts_newwiki")
    )
    return list(passages)[-NEWWIKI_KEPT_ASIDE:]


def invented(*, test: bool, files: str = "*") -> list[dict[str, Any]]:
    """Return the invented passages that are tested on, every tenth of each of `files`, or the
    others.

    Articles of one story, which lie together, count as one.
    """
    found: list[dict[str, Any]] = []
    for file in sorted(INVENTED.glob(f"{files}.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        stories = groupby(enumerate(rows), key=lambda pair: pair[1].get("story", pair[0]))
        for number, (_, articles) in enumerate(stories):
            if (number % 10 == 9) == test:
                found += [row for _, row in articles]
    return found


def retellings() -> dict[str, frozenset[str]]:
    """Return, for the texts of articles that report one event, all of them: one may answer what is
    asked of the other.
    """
    told: defaultdict[str, set[str]] = defaultdict(set)
    for raw in invented(test=False):
        if event := raw.get("event"):
            told[event].add(raw["text"])
    return {text: frozenset(texts) for texts in told.values() for text in texts}


def _invented_rows(raw: dict[str, Any]) -> Iterator[Row]:
    text = raw["text"]
    for question, answer in raw["answerable"]:
        found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text)]
        if len(found) == 1:  # of two, one may be another thing's
            yield Question(question, text, (found[0],))
    for question in raw["near"]:
        yield Question(question, text)
    for question, said in raw["yesno"]:
        yield from [YesNo(question, text, _SAID[said])] * YES_NO_TIMES
    yield from _premises(raw)
    yield from (Claim(claim, text, SUPPORTED) for claim in raw["true"])
    yield from (Claim(claim, text, UNSUPPORTED) for claim in raw["false"])


def _premises(raw: dict[str, Any]) -> Iterator[Claim]:
    """Questions as claims that what they take for granted is so.

    With the sentence that shows that it is not, alone, with its neighbours, in its passage, and
    with the passage less that sentence.
    """
    text, denied = raw["text"], raw.get("premise", ())
    parts = sentences(text)
    for question, proof in denied:
        start = text.index(proof)
        end = start + len(proof)
        about = [(a, b) for a, b in parts if a < end and b > start]
        first, last = parts.index(about[0]), parts.index(about[-1])
        near = text[parts[max(0, first - 1)][0] : parts[min(len(parts) - 1, last + 1)][1]]
        yield from (Claim(question, evidence, REFUTED) for evidence in (proof, near, text))
        rest = f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
        if rest:
            yield Claim(question, rest, UNKNOWN)
    for question, answer in raw["answerable"] if denied else ():
        start = text.find(answer)
        told = next((text[a:b] for a, b in parts if a <= start < b), text)
        yield from (Claim(question, evidence, SUPPORTED) for evidence in (told, text))


def _row(source: Source, name: str, raw: dict[str, Any]) -> Row | None:
    if source.kind == "support":
        return Claim(raw["claim"], raw["evidence"], LABELS[raw["label"]])
    if source.kind == "judged":
        context = raw["context"] if raw["label"] and len(raw["context"].split()) < 120 else ""
        return Judged(raw["question"], context or raw["sentence"], bool(raw["label"]))
    if source.kind == "yes_no":
        return YesNo(raw["question"] + "?", raw["passage"].replace(" -- ", "\n", 1), raw["answer"])
    if name == "nq-oracle":
        text = raw["ctxs"][0]["text"]
        return _with_found(raw["question"] + "?", text, raw["answers"])
    if name == "halueval-qa":
        text = re.sub(r"(?<=[a-z)\"])\.(?=[A-Z])", ". ", raw["knowledge"])
        return _with_found(raw["question"], text, [raw["right_answer"]])
    spans = tuple((a["start"], a["start"] + len(a["text"])) for a in raw["answers"])
    return Question(raw["question"].strip(), raw["passage"], spans)


def _with_found(question: str, text: str, answers: Sequence[str]) -> Question | None:
    for answer in answers:
        if len(answer) > 1:
            match = re.search(r"(?<!\w)" + re.escape(answer) + r"(?!\w)", text, re.I)
            if match:
                return Question(question, text, (match.span(),))
    return None


class Unseen:
    """Tells rows apart from test passages by runs of words that both hold."""

    def __init__(self, texts: Iterable[str], *, run: int = 10) -> None:
        self.run = run
        self._runs: set[int] = set()
        for text in texts:
            self._runs.update(self._of(text, 1))

    def _of(self, text: str, step: int) -> Iterator[int]:
        found = re.findall(r"\w+", text.lower())
        for place in range(0, len(found) - self.run + 1, step):
            yield hash(tuple(found[place : place + self.run]))

    def __call__(self, text: str) -> bool:
        return not any(part in self._runs for part in self._of(text, 1))


def test_texts(folder: Path) -> Iterator[str]:
    """Yield every passage and piece of evidence that the reader is tested on."""
    for article in squad2_articles(folder, test=True):
        for paragraph in article["paragraphs"]:
            yield paragraph["context"]
    yield from newwiki_aside(folder)
    for raw in open_rows(folder, "fever-symmetric"):
        yield raw["evidence"]
        yield raw["claim"]
    for name in ("clapnq-dev-answerable", "clapnq-dev-unanswerable", "wice-claim-dev"):
        for raw in open_rows(folder, name):
            yield from _strings(raw)
    with gzip.open(folder / "ragchecker-human-labels.json.gz", "rt", encoding="utf-8") as file:
        yield from _strings(json.load(file))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


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
        claim = statement(row.text) or claim
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

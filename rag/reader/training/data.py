"""The public question, answer and claim sets that the reader is trained on, and the invented news.

`SOURCES` is the one table of them, with each set's licence. Each is read into rows of one form;
rows that share a run of words with a test set are left out (`Unseen`).

Elsewhere: what is made of a row each time that it is drawn (draws.py).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from rag.reader.training.windows import (
    sentences,
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

"""What is asked and what is expected: the cases, as YAML holds them.

A file has one story, the documents it rests on with their sha256, and its cases. A case expects
one of four things: an answer made of nuggets, a refusal, a premise put right, a conflict told.

Elsewhere: whether the gold is true (evals/lint.py); the form in words (docs/evals.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.errors import BadCases

Kind = Literal[
    "who",
    "what",
    "when",
    "where",
    "how_much",
    "quote",
    "why",
    "how",
    "yesno",
    "list",
    "comparison",
    "summarise",
    "follow_up",
    "conflict",
    "false_premise",
    "partial",
    "collection",
    "unanswerable",
]
Split = Literal["dev", "held_out", "all"]
Importance = Literal["vital", "okay"]

# Sentences a fair reader puts up with. A fact needs one or two; six is patience at its end.
_LONGEST = {"list": 8, "comparison": 8, "summarise": 10, "conflict": 8, "collection": 12}
_LONGEST_FACT = 6

BUNDLED_CASES = Path(__file__).with_name("cases")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(_Model):
    """Words of a document that prove something, as the repaired article reads."""

    document: str
    quote: str


class Quantity(_Model):
    """A number that may be said in other words: value, unit, and how far off is still right."""

    value: float
    unit: str = ""
    tolerance: float = Field(default=0.0, ge=0)


class Nugget(_Model):
    """One thing a good answer says. `evidence` lists alternatives: any one of them proves it.

    `variants` are words of the evidence, `paraphrases` are other words for the same.
    """

    text: str
    importance: Importance = "vital"
    variants: tuple[str, ...] = ()
    paraphrases: tuple[str, ...] = ()
    number: Quantity | None = None
    evidence: tuple[Evidence, ...] = ()


class Position(_Model):
    """One side of a conflict, in words of its evidence."""

    label: str
    variants: tuple[str, ...]
    paraphrases: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]


class ExpectAnswer(_Model):
    """An answer. `at_least` of the vital nuggets are needed; by default all.

    `wrong` must not be said at all; `stale` is true of something else, and must not stand before
    or instead of the right thing. `cites` are the documents to be cited, these and no others.
    `missing` is the part of the question that the articles do not hold.
    """

    type: Literal["answer"] = "answer"
    nuggets: tuple[Nugget, ...] = ()
    at_least: int | None = Field(default=None, ge=1)
    wrong: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    polarity: Literal["yes", "no"] | None = None
    cites: tuple[str, ...] = ()
    missing: str = ""
    max_sentences: int | None = Field(default=None, ge=1)

    @property
    def vital(self) -> tuple[Nugget, ...]:
        """The nuggets that an answer cannot do without."""
        return tuple(n for n in self.nuggets if n.importance == "vital")

    @property
    def needed(self) -> int:
        """How many vital nuggets make the answer right."""
        return min(self.at_least or len(self.vital), len(self.vital))


class ExpectAbstain(_Model):
    """A refusal: `missing` is what no article says, though those in `near_miss` come close."""

    type: Literal["abstain"] = "abstain"
    missing: str = ""
    near_miss: tuple[str, ...] = ()


class ExpectPremise(_Model):
    """The question takes `premise` for granted.

    Where the articles contradict it, one of `corrects` must be said and proved. Where they only
    do not hold it (`absent`), a refusal is right too.
    """

    type: Literal["correct_premise"] = "correct_premise"
    premise: str
    absent: str = ""
    corrects: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    near_miss: tuple[str, ...] = ()


class ExpectConflict(_Model):
    """The articles disagree: every position must be said, each with its own citation."""

    type: Literal["report_conflict"] = "report_conflict"
    positions: Annotated[tuple[Position, ...], Field(min_length=2)]


Expect = Annotated[
    ExpectAnswer | ExpectAbstain | ExpectPremise | ExpectConflict, Field(discriminator="type")
]


class Case(_Model):
    """One question, or a conversation whose last turn is judged."""

    id: str
    kind: Kind
    question: str = ""
    turns: tuple[str, ...] = ()
    expect: Expect
    story: str = ""
    tags: tuple[str, ...] = ()
    held_out: bool = False
    draft: bool = False
    note: str = ""
    as_of: date | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Case:
        if bool(self.question) == bool(self.turns):
            raise ValueError("a case has either a question or turns")
        return self

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions in order; the last is the one that is judged."""
        return self.turns or (self.question,)

    @property
    def should_refuse(self) -> bool | None:
        """Whether a refusal is the right answer; None where it is neither right nor wrong."""
        if isinstance(self.expect, ExpectPremise):
            return True if self.expect.absent and not self.expect.corrects else None
        return isinstance(self.expect, ExpectAbstain)

    @property
    def longest(self) -> int:
        """The most sentences that a good answer may have."""
        own = self.expect.max_sentences if isinstance(self.expect, ExpectAnswer) else None
        return own or _LONGEST.get(self.kind, _LONGEST_FACT)

    @property
    def needs(self) -> tuple[Nugget | Position, ...]:
        """What a right answer says: every vital nugget, or every position of a conflict."""
        match self.expect:
            case ExpectAnswer():
                return self.expect.vital
            case ExpectConflict():
                return self.expect.positions
            case _:
                return ()

    @property
    def proofs(self) -> tuple[tuple[Evidence, ...], ...]:
        """What has to be found, one group for each needed thing, alternatives within it."""
        own = (self.expect.evidence,) if isinstance(self.expect, ExpectPremise) else ()
        return tuple(group for group in (*own, *(n.evidence for n in self.needs)) if group)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that the gold quotes, for what is merely welcome too."""
        match self.expect:
            case ExpectAnswer(nuggets=nuggets):
                return tuple(e for nugget in nuggets for e in nugget.evidence)
            case _:
                return tuple(e for group in self.proofs for e in group)

    @property
    def documents(self) -> frozenset[str]:
        """Every document that the gold names."""
        named = (*getattr(self.expect, "near_miss", ()), *getattr(self.expect, "cites", ()))
        return frozenset((*named, *(e.document for e in self.evidence)))


class CaseFile(_Model):
    """One story: its documents, each with the sha256 it had when the cases were written."""

    story: str
    documents: dict[str, str] = {}
    cases: tuple[Case, ...]


def read_file(path: Path) -> CaseFile:
    """Read one YAML file of cases.

    Raises:
        BadCases: it is not YAML, or not of the form; the message names the place.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return CaseFile.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadCases(f"{path}: {where}: {first['msg']}") from error
    # Of YAML's own words some have no value: a 13th month, a number of 5,000 digits.
    except (OSError, yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise BadCases(f"{path} cannot be read: {error}") from error


def case_files(folder: Path) -> list[Path]:
    """The YAML files under `folder`, held-out ones included, in a fixed order.

    Raises:
        BadCases: there are none.
    """
    found = sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")])
    if not found:
        raise BadCases(f"{folder} holds no YAML file of cases; `evals generate` drafts some.")
    return found


def load(folder: Path, *, split: Split = "all", drafts: bool = False) -> list[Case]:
    """Read every case under `folder`; drafts only if asked for.

    Raises:
        BadCases: a file is not of the form, or two cases share an id.
    """
    found: list[Case] = []
    for path in case_files(folder):
        file = read_file(path)
        found += [case.model_copy(update={"story": file.story}) for case in file.cases]
    seen: set[str] = set()
    for case in found:
        if case.id in seen:
            raise BadCases(f"two cases are called {case.id!r}; give one of them another id.")
        seen.add(case.id)
    wanted = {"dev": {False}, "held_out": {True}, "all": {False, True}}[split]
    return [c for c in found if c.held_out in wanted and (drafts or not c.draft)]


def select(
    cases: Iterable[Case],
    *,
    kinds: Sequence[str] = (),
    tags: Sequence[str] = (),
    ids: Sequence[str] = (),
) -> list[Case]:
    """Keep the cases of any of `kinds`, with any of `tags`, whose id begins with any of `ids`."""
    return [
        case
        for case in cases
        if (not kinds or case.kind in kinds)
        and (not tags or set(tags) & set(case.tags))
        and (not ids or case.id.startswith(tuple(ids)))
    ]

"""The folder of a run: its facts, its answers one line each, and the articles they quote.

    run.json        when, which cases, which answerers, which documents
    cases.json      the cases as they were asked
    gold.json       the same with other gold, if it was rescored by that
    results.jsonl   one Record a line, written and synced as each answer comes
    articles.json   title, date and body of every article that matters to a case
    opinions.json   what a language model thinks of the answers, if it was asked
    scores.json     what `evals.summary` made of it
    report.html     the same for people

A killed run leaves whole lines and at most one broken last line, which is asked again. It can be
judged once it has its articles; one that fails before its first answer leaves nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from evals.cases import Case
from evals.errors import BadRun, Unwritable
from evals.reply import Record

_CASES = TypeAdapter(tuple[Case, ...])


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the scorers need it."""

    body: str
    title: str = ""
    published: str = ""


Library = Mapping[str, Article]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run is: enough to resume it and to tell it from another."""

    started: str
    documents: str
    cases: str
    split: str
    answerers: tuple[str, ...]

    @classmethod
    def now(cls, documents: Path, cases: Path, split: str, answerers: tuple[str, ...]) -> RunInfo:
        """A run that starts now."""
        started = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(started, str(documents), str(cases), split, answerers)


class RunFolder:
    """One run on disk.

    Raises:
        BadRun: from every reading method, where the folder does not hold what it should.
        Unwritable: from every writing one, where there is no room or no right to write.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path, info: RunInfo, cases: Sequence[Case]) -> RunFolder:
        """Make the folder of a new run; nothing in an old one is overwritten."""
        if (path / "run.json").exists():
            raise BadRun(f"{path} already holds a run; resume it or choose another folder.")
        with writing(path):
            path.mkdir(parents=True, exist_ok=True)
        folder = cls(path)
        folder._keep_cases("cases.json", cases)
        write_json(path / "run.json", asdict(info))
        return folder

    def forget_unless_begun(self) -> None:
        """Delete the folder if it holds no answer, nor that one failed."""
        if not self.records():
            shutil.rmtree(self.path, ignore_errors=True)

    @property
    def info(self) -> RunInfo:
        """The facts of the run."""
        raw = self._read("run.json")
        return RunInfo(**{**raw, "answerers": tuple(raw["answerers"])})

    @property
    def cases(self) -> list[Case]:
        """The cases as they were asked."""
        return list(_CASES.validate_python(self._read("cases.json")))

    @property
    def gold(self) -> list[Case]:
        """The cases as they are judged: as they were asked, or as `keep_gold` changed them."""
        there = (self.path / "gold.json").exists()
        return list(_CASES.validate_python(self._read("gold.json"))) if there else self.cases

    def keep_gold(self, cases: Sequence[Case]) -> None:
        """Judge the run by `cases` from now on."""
        self._keep_cases("gold.json", cases)

    @property
    def has_library(self) -> bool:
        """Whether its answers can be judged: the articles are kept once all have been asked."""
        return (self.path / "articles.json").exists()

    @property
    def library(self) -> Library:
        """The articles that matter to the run's cases."""
        if not self.has_library and (self.path / "run.json").exists():
            raise BadRun(
                f"{self.path} was stopped before all was asked; go on with "
                f"`pullquote evals run --resume {self.path.name}`."
            )
        return {name: Article(**raw) for name, raw in self._read("articles.json").items()}

    def keep_library(self, library: Library) -> None:
        """Store the articles that the answers are held against."""
        write_json(self.path / "articles.json", {name: asdict(p) for name, p in library.items()})

    def records(self) -> list[Record]:
        """Every answer so far; of a case asked twice the last counts."""
        path = self.path / "results.jsonl"
        if not path.exists():
            return []
        found: dict[tuple[str, str], Record] = {}
        for row in read_lines(path):
            with suppress(KeyError, TypeError, ValueError):  # else its case is asked again
                record = Record.from_dict(row)
                found[record.case, record.answerer] = record
        return list(found.values())

    def append(self, record: Record) -> None:
        """Add one answer so that a kill right after cannot lose it."""
        path = self.path / "results.jsonl"
        whole = not path.exists() or _ends_whole(path)
        line = json.dumps(record.to_dict(), ensure_ascii=False)
        with writing(self.path), path.open("a", encoding="utf-8") as log:
            log.write(line + "\n" if whole else "\n" + line + "\n")
            log.flush()
            os.fsync(log.fileno())

    @property
    def opinions(self) -> list[dict[str, Any]]:
        """What a language model thought of the answers; empty if it was not asked."""
        there = (self.path / "opinions.json").exists()
        return list(self._read("opinions.json")) if there else []

    def keep_opinions(self, opinions: Sequence[Mapping[str, Any]]) -> None:
        """Store a language model's opinions beside the answers."""
        write_json(self.path / "opinions.json", list(opinions))

    def write_scores(self, scores: Mapping[str, Any]) -> None:
        """Store the figures beside the answers."""
        write_json(self.path / "scores.json", scores)

    def _keep_cases(self, name: str, cases: Sequence[Case]) -> None:
        write_json(self.path / name, json.loads(_CASES.dump_json(tuple(cases))))

    def _read(self, name: str) -> Any:
        try:
            return json.loads((self.path / name).read_text(encoding="utf-8"))
        except OSError as error:
            raise BadRun(f"{self.path} holds no {name}; is it a run's folder?") from error
        except ValueError as error:
            raise BadRun(f"{self.path / name} is damaged; run the cases again.") from error


def new_path(root: Path) -> Path:
    """Where a run that starts now is kept; named by its time, names sort as they happened."""
    name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    free = (root / (name if n == 1 else f"{name}-{n}") for n in count(1))
    return next(path for path in free if not os.path.lexists(path))


def runs(root: Path) -> list[RunFolder]:
    """The runs under `root`, oldest first."""
    return [RunFolder(p.parent) for p in sorted(root.glob("*/run.json"))]


def newest(root: Path, *, unfinished: bool = False) -> RunFolder:
    """The latest run under `root` that can be judged; with `unfinished`, whether it can or not.

    Raises:
        BadRun: there is none.
    """
    begun = runs(root)
    found = [folder for folder in begun if unfinished or folder.has_library]
    if begun and not found:
        raise BadRun(
            f"{root} holds no run in which all was asked; go on with "
            "`pullquote evals run --resume latest`."
        )
    if not found:
        raise BadRun(f"{root} holds no run; start one with `pullquote evals run`.")
    return found[-1]


def open_run(root: Path, name: str, *, unfinished: bool = False) -> RunFolder:
    """The run called `name` under `root`, or at the path `name`; "latest" is the newest."""
    if name == "latest":
        return newest(root, unfinished=unfinished)
    for path in (root / name, Path(name)):
        if (path / "run.json").exists():
            return RunFolder(path)
    known = ", ".join(folder.path.name for folder in runs(root)[-5:]) or "none yet"
    raise BadRun(f"there is no run {name!r} under {root}; the newest are: {known}.")


def read_lines(path: Path) -> Iterator[Any]:
    """The object of each line; one that a kill cut short, within a letter even, is passed over."""
    for line in path.read_bytes().split(b"\n"):  # not at U+2028, which JSON allows within
        with suppress(ValueError):
            yield json.loads(line.decode("utf-8"))


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as log:
        if log.seek(0, os.SEEK_END) == 0:
            return True
        log.seek(-1, os.SEEK_END)
        return log.read(1) == b"\n"


def write_json(path: Path, value: Any) -> None:
    """Write `value` to `path`, whole or not at all."""
    partial = path.with_suffix(path.suffix + ".part")
    with writing(path):
        partial.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(path)


@contextmanager
def writing(path: Path, option: str = "--root or RAG_DATA") -> Iterator[None]:
    """Write to `path` inside; a refusal of the system's names it, and the `option` that chose it.

    Raises:
        Unwritable: there is no room, or no right to write.
    """
    try:
        yield
    except OSError as error:
        raise Unwritable(
            f"{str(path)!r} cannot be written ({error.strerror or error}); free some room, mend "
            f"its rights, or choose another place with {option}."
        ) from error

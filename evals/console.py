"""What the commands share: where they write, the options that several take, and how they tell
what a person can mend: in one sentence, with an exit code of its own (evals/cli.py lists them).

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals.errors import EvalError
from rag import IndexProblem, ModelDamaged, ModelProblem, RagError, Settings

PASSED, FAILED, BAD_INPUT, INCOMPLETE, OUT_OF_ORDER = 0, 1, 2, 3, 4

WIDE = 150  # columns of a table that goes to a file

# Of no variable, so that a folder given here was meant; RAG_DOCUMENTS is read by the settings.
Documents = Annotated[
    Path | None, typer.Option("--documents", help="Folder of articles; default: RAG_DOCUMENTS.")
]
Root = Annotated[
    Path | None, typer.Option("--root", help="Where runs are kept; default: evals in RAG_DATA.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

out = Console(width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True)


def settings_over(documents: Path | None) -> Settings:
    """The settings, with `documents` as the folder of articles if one is given.

    RAG_DATA holds the index of one folder. Another than the user's is indexed in a place of its
    own, so that the chat goes on answering from the user's.
    """
    users = Settings()
    if not documents:
        return users
    given = Settings(documents=documents)
    if given.folder == users.folder:
        return given
    digest = hashlib.sha256(given.folder.encode(errors="surrogatepass")).hexdigest()[:10]
    apart = default_root() / "indexes" / f"{Path(given.folder).name}-{digest}"
    return given.model_copy(update={"data": apart, "collection": ""})


def default_root() -> Path:
    """Where runs are kept."""
    return Settings().data / "evals"


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn an error that a person can mend into its message and its exit code."""
    try:
        yield
    except (EvalError, RagError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        out_of_order = isinstance(error, (IndexProblem, ModelDamaged, ModelProblem))
        raise typer.Exit(OUT_OF_ORDER if out_of_order else BAD_INPUT) from error


def print_json(value: Any) -> None:
    """Print `value` for programs, letters as they are."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def progress_bar() -> Progress:
    """How far it is; a task says its speed in `rate`."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=err,
    )

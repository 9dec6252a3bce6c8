"""Where the commands write, and how they tell what a person can mend: in one sentence, exit 2.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from evals.errors import EvalError
from rag import RagError

PASSED, FAILED, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3

WIDE = 150  # columns of a table that goes to a file

out = Console(width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True)


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn an error that a person can mend into its message and exit code 2."""
    try:
        yield
    except (EvalError, RagError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from error

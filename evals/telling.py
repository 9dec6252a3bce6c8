"""What a person can mend is told in one sentence, with exit code 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from evals.errors import EvalError
from rag import RagError

BAD_INPUT = 2

err = Console(stderr=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn an error that a person can mend into its message and exit code 2."""
    try:
        yield
    except (EvalError, RagError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from error

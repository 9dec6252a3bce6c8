"""`python -m evals`, the same as `pullquote evals`."""

from evals.cli import app

app(prog_name="python -m evals")

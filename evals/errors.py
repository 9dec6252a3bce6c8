"""Every error of the evals that a person can mend.

EvalError
├── BadCases     a file of cases that is not of the form
├── BadRun       a folder that holds no run, or one that does not fit
├── BadLabels    a file of human labels that is not of the form
└── Unwritable   a file or folder that cannot be written
"""


class EvalError(Exception):
    """Anything that `evals` raises on purpose; told in one sentence with the next step."""


class BadCases(EvalError):
    """A file of cases that is not of the form."""


class BadRun(EvalError):
    """A folder that holds no run, or a run that does not fit what is asked."""


class BadLabels(EvalError):
    """A file of human labels that is not of the form."""


class Unwritable(EvalError):
    """A file or folder that cannot be written."""

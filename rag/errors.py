"""Every error that a caller can meet, in one tree.

    RagError
    ├── BadSetting            a setting that cannot be used
    ├── BadDocument           one file that cannot be read as an article
    ├── BadQuestion           a question or history that is none, or too long
    ├── BadAnswer             an Answer whose parts contradict each other
    ├── NoDocuments           the folder is missing, or holds nothing that can be read
    ├── UnknownDocument       an id that the index does not hold
    ├── IndexProblem
    │   ├── IndexBusy         another process has the index open
    │   ├── IndexClosed       the assistant was closed, and is asked all the same
    │   ├── IndexDamaged      the index cannot be read, and can be rebuilt
    │   ├── IndexAway         the Chroma server does not answer, or refuses
    │   └── IndexUnwritable   no room, or no right to write
    ├── ModelDamaged          a model file of the package is not the one that was shipped
    └── ModelProblem          a configured language model did not answer

The message is one sentence for the person at the screen: it names the value and the next step.
What only a developer can mend travels as the exception's cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self

MEANT = 3  # documents named where one is asked for that is not there


class RagError(Exception):
    """Anything that `rag` raises on purpose."""


class BadSetting(RagError, ValueError):
    """A setting that cannot be used."""


class BadDocument(RagError):
    """One file that cannot be read as an article; the others are not touched by it."""


class BadQuestion(RagError, ValueError):
    """A question or a history that cannot be read as one."""


class BadAnswer(RagError, ValueError):
    """An Answer whose text, claims and citations do not belong together."""


class NoDocuments(RagError):
    """The folder is missing, or nothing in it can be read."""


class UnknownDocument(RagError, KeyError):
    """A document that the index does not hold."""

    @classmethod
    def among(cls, document: str, known: Iterable[str]) -> Self:
        """The error that names which of `known` may be meant: of that name in another folder, or
        nearly of that name, or with that in its name.
        """
        every, part = list(known), document.casefold()
        meant = [one for one in every if one.rpartition("/")[2] == document.rpartition("/")[2]]
        meant = meant or get_close_matches(document, every)
        meant = (meant or [one for one in every if part and part in one.casefold()])[:MEANT]
        told = f"{' or '.join(map(repr, meant))} may be meant" if meant else ""
        listed = "`pullquote show` lists what is"
        return cls(f"{document!r} is not indexed; {told or listed}.")

    def __str__(self) -> str:  # KeyError would print the message's repr
        return str(self.args[0]) if self.args else ""


class IndexProblem(RagError):
    """The index cannot be used as it is."""


class IndexBusy(IndexProblem):
    """Another process has the index open."""


class IndexClosed(IndexProblem):
    """The assistant was closed; it never opens its index again."""


class IndexDamaged(IndexProblem):
    """The index cannot be read; it is derived from the documents and can be rebuilt."""


class IndexAway(IndexProblem):
    """The Chroma server does not answer, or refuses; what it holds is as it was."""


class IndexUnwritable(IndexProblem):
    """The index could not be written; it is as it was before."""


class ModelDamaged(RagError):
    """A model file of the package is missing or is not the one that was shipped."""


class ModelProblem(RagError):
    """A configured language model did not answer."""

"""Pullquote: questions about a folder of articles, answered with the words that prove it.

>>> from rag import answer
>>> answer("How much was China-Russia trade worth last year?").text  # doctest: +SKIP

`answer` and `stream` use one shared assistant, made on first use, until `close`;
`Assistant(settings)` holds an open index and model of your own. Importing this package is light:
what is heavy loads when it is first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rag.errors import (
    BadAnswer,
    BadDocument,
    BadQuestion,
    BadSetting,
    IndexAway,
    IndexBusy,
    IndexClosed,
    IndexDamaged,
    IndexProblem,
    IndexUnwritable,
    ModelDamaged,
    ModelProblem,
    NoDocuments,
    RagError,
    UnknownDocument,
)
from rag.types import (
    EVERYWHERE,
    Answer,
    Article,
    ArticleInfo,
    Citation,
    Claim,
    Dropped,
    Hit,
    IndexProgress,
    IndexReport,
    IndexStatus,
    Message,
    Omission,
    Passage,
    Scope,
    Sentence,
    Skipped,
    Status,
    Usage,
    as_plain,
)

if TYPE_CHECKING:
    from rag.asked import scope_text
    from rag.assistant import Assistant, aanswer, answer, astream, close, stream
    from rag.llm import ModelWriter
    from rag.settings import Settings
    from rag.suggest import Suggestion, overviews, suggestions
    from rag.text import in_words

__all__ = [
    "EVERYWHERE",
    "Answer",
    "Article",
    "ArticleInfo",
    "Assistant",
    "BadAnswer",
    "BadDocument",
    "BadQuestion",
    "BadSetting",
    "Citation",
    "Claim",
    "Dropped",
    "Hit",
    "IndexAway",
    "IndexBusy",
    "IndexClosed",
    "IndexDamaged",
    "IndexProblem",
    "IndexProgress",
    "IndexReport",
    "IndexStatus",
    "IndexUnwritable",
    "Message",
    "ModelDamaged",
    "ModelProblem",
    "ModelWriter",
    "NoDocuments",
    "Omission",
    "Passage",
    "RagError",
    "Scope",
    "Sentence",
    "Settings",
    "Skipped",
    "Status",
    "Suggestion",
    "UnknownDocument",
    "Usage",
    "aanswer",
    "answer",
    "as_plain",
    "astream",
    "close",
    "in_words",
    "overviews",
    "scope_text",
    "stream",
    "suggestions",
]

_LAZY = {
    "Assistant": "rag.assistant",
    "ModelWriter": "rag.llm",
    "Settings": "rag.settings",
    "Suggestion": "rag.suggest",
    "aanswer": "rag.assistant",
    "answer": "rag.assistant",
    "astream": "rag.assistant",
    "close": "rag.assistant",
    "in_words": "rag.text",
    "overviews": "rag.suggest",
    "scope_text": "rag.asked",
    "stream": "rag.assistant",
    "suggestions": "rag.suggest",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)

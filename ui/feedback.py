"""Thumbs, kept so that `evals` can turn them into cases.

One JSON object a line in `feedback.jsonl` under the data folder: question (as it was understood,
so that it stands alone), asked (as it was typed), scope (documents, from, to), answer, citations
(document, quote, start, end), answered_by, verdict, reason, time.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

from rag import Answer
from ui.conversation import Turn, scope_to_dict

FILE = "feedback.jsonl"
MAX_REASON = 1_000  # characters

_lock = threading.Lock()


def row(turn: Turn, answer: Answer, verdict: str, reason: str, time: str) -> dict[str, Any]:
    """One verdict with the turn and the answer that it judges, as plain values."""
    return {
        "question": answer.question or turn.question,
        "asked": turn.question,
        "scope": scope_to_dict(turn.scope),
        "answer": answer.text,
        "citations": [
            {"document": c.document, "quote": c.quote, "start": c.start, "end": c.end}
            for c in answer.citations
        ],
        "answered_by": answer.answered_by,
        "verdict": verdict,
        "reason": reason[:MAX_REASON],
        "time": time,
    }


def append(path: Path, values: dict[str, Any]) -> None:
    """Add one line, whole or not at all; what was stored once is on the disk.

    A line that a crash cut short is closed first, so that it spoils no other.

    Raises:
        OSError: the file cannot be written.
    """
    line = json.dumps(values, ensure_ascii=False).encode(errors="replace") + b"\n"
    with _lock:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            if end:
                file.seek(end - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            try:
                while line:
                    line = line[file.write(line) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise

"""A language model writes the answer, under proof: any server that speaks the OpenAI protocol.

    writer.py   asks, asks again, holds each sentence until it is verified
    wire.py     one request, which can be stopped
    bill.py     where all requests for an answer went, and their tokens
    prompt.py   the numbered evidence and the rules
    parser.py   the streamed answer, read as sentences with their references
    draft.py    what of it was proved
    failure.py  what goes wrong, in words

Elsewhere: proof (rag/verify/), the words (rag/prompts/).
"""

from __future__ import annotations

from rag.llm.bill import Bill
from rag.llm.writer import ModelWriter

__all__ = ["Bill", "ModelWriter"]

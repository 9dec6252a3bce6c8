"""What was sent to a language model for one answer, and what that cost, over all calls."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.types import Answer, Usage


@dataclass(slots=True)
class Bill:
    """Tokens as the server counted them, of each call for one answer: of the one that reads the
    conversation, of each attempt, and of one after which the reader stood in.
    """

    price_in: float | None = None  # of a million tokens
    price_out: float | None = None
    sent_to: str = ""  # the host; empty while nothing was sent
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def usage(self) -> Usage | None:
        """What has been counted so far; None if nothing was."""
        sent, got = self.prompt_tokens, self.completion_tokens
        if not sent and not got:
            return None
        if self.price_in is None or self.price_out is None:  # half of a cost would pass for all
            return Usage(sent, got)
        return Usage(sent, got, (sent * self.price_in + got * self.price_out) / 1e6)

    def on(self, answer: Answer) -> Answer:
        """The answer, which tells of it."""
        return replace(answer, usage=self.usage, sent_to=self.sent_to)

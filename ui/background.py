"""Work in a thread of its own, whose news a handler yields as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

News = TypeVar("News")

LOOK_S = 0.1  # how often a silent work is asked whether it was stopped


def driven(
    work: Callable[[Callable[[News], None]], None],
    *,
    name: str,
    stop: threading.Event | None = None,
) -> Iterator[News]:
    """Run `work` in a thread called `name`; yield what it tells, in order, until it is done.

    What it raises is raised here. Once `stop` is set nothing more is waited for; to end the work
    as well is up to `work`.
    """
    news: queue.Queue[News | Exception | None] = queue.Queue()

    def drive() -> None:
        try:
            work(news.put)
        except Exception as error:  # raised again where it is waited for
            news.put(error)
        else:
            news.put(None)

    threading.Thread(target=drive, name=name, daemon=True).start()
    while stop is None or not stop.is_set():
        try:
            item = news.get(timeout=LOOK_S if stop else None)
        except queue.Empty:
            continue
        if item is None:
            return
        if isinstance(item, Exception):
            raise item
        yield item

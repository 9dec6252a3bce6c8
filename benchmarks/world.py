"""Articles that change, their index, and processes that work on it: what faults are tried on.

Elsewhere: processes killed (benchmarks/kills.py), files spoilt (benchmarks/damage.py).
"""

from __future__ import annotations

import os
import pickle
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromadb.api.rust  # noqa: F401  # all that is heavy once, here: children are forks

import rag.embed
import rag.split
import rag.storage.batches
import rag.storage.nodes
import rag.storage.store
import rag.storage.sync
import rag.storage.vectorfiles
from rag import Settings
from rag.index import Index
from rag.reader.encoder import Encoder
from rag.types import Article

ARTICLES = 24  # about a hundred passages
QUESTION = "How many hives were counted in {place}?"
NOUNS = """
apple barley bridge canal carriage cellar chapel clover copper county
cottage ditch engine ferry field forge garden granary harbour hedge
honey lantern ledger linen market meadow mill miner mason oak
orchard oven parish pasture pier plough pond quarry railway ridge
river road roof school sheep shepherd ship station stone stream
tavern timber tower train valley wagon warehouse water weaver well
wheat wheel willow winter wool workshop yard
"""
WORDS = NOUNS.split()

Text = str | None  # None: the article need not be there


def place(number: int) -> str:
    """A name that no other article has."""
    return f"{'BDFGHKLMNPRSTVW'[number % 15]}{'aeiou'[number % 5]}{'lnrs'[number % 4]}by{number}"


def article(number: int, version: int) -> str:
    """A text of several passages; half its paragraphs are the same in every version.

    Every fourth article is a copy of the one before it with another end.
    """
    base = number - 1 if number % 4 == 3 else number
    paragraphs = [f"In {place(base)} {200 + 7 * version + base} hives were counted this year."]
    for at in range(4):
        chance = random.Random(f"{base}-{at}-{version if at % 2 else 0}")
        sentences = [
            f"The {' '.join(chance.sample(WORDS, 9))} of {place(base)} were seen "
            f"in {1900 + version * (at % 2)}."
            for _ in range(6)
        ]
        paragraphs.append(" ".join(sentences))
    if base != number:
        paragraphs.append(f"This was also told in {place(number)}, where version {version} ends.")
    return "\n\n".join(paragraphs)


@dataclass
class World:
    """A folder of articles, its index, and what may be found there."""

    root: Path
    chance: random.Random
    now: dict[str, str] = field(default_factory=dict)  # what the folder holds
    may: dict[str, set[Text]] = field(default_factory=dict)  # what the index may hold
    splitter: str = "splitter-1"
    shrunk: bool = False  # small batches and buffers, so that all is written more often
    versions: Counter[str] = field(default_factory=Counter)

    @property
    def settings(self) -> Settings:
        return Settings(
            documents=self.root / "docs", data=self.root / "data", threads=1, _env_file=None
        )

    def put(self, number: int) -> None:
        """A new version of an article."""
        name = f"{number:03}.txt"
        text = article(number, self.versions[name])
        self.versions[name] += 1
        (self.root / "docs").mkdir(parents=True, exist_ok=True)
        (self.root / "docs" / name).write_text(text, encoding="utf-8")
        self.now[name] = text
        self.may.setdefault(name, {None}).add(text)
        embed_ahead(name, text)

    def take(self, name: str) -> None:
        """One article out of the folder."""
        (self.root / "docs" / name).unlink(missing_ok=True)
        self.gone(name)

    def gone(self, name: str) -> None:
        """Note that an article leaves."""
        del self.now[name]
        self.may[name].add(None)

    def pick(self, share: float) -> list[str]:
        """Some of what is there, at least one."""
        names = sorted(self.now)
        return self.chance.sample(names, max(1, round(len(names) * share)))

    def settled(self) -> None:
        """The index holds what the folder holds."""
        self.may = {name: {text} for name, text in self.now.items()}


Work = Callable[[World], object]


def sync(world: World, *, rebuild: bool = False) -> None:
    """One run of indexing."""
    with Index.open(world.settings) as index:
        index.sync(rebuild=rebuild)


# Children


def load() -> None:
    """Load the models once for all children, and have each text embedded once.

    So nearly all of a child's time is writing, which is what is to be killed.
    """
    inner, made = rag.embed._Model.vector, dict[str, Any]()

    def vector(model: rag.embed._Model, text: str) -> Any:
        if text not in made:
            made[text] = inner(model, text)
        return made[text]

    rag.embed._Model.vector = vector
    rag.embed.Embedder().warm_up()
    Encoder.load()


def embed_ahead(name: str, text: str) -> None:
    """Embed an article before there is a child that needs it."""
    passages = rag.split.passages(Article(name, text))
    rag.embed.Embedder(threads=1).embed([rag.split.embedding_text(each) for each in passages])


def in_child(
    world: World, work: Work, *, kill_after_s: float | None = None, by: int = signal.SIGKILL
) -> tuple[str, Any]:
    """Do `work` in a fork: ("done", result), ("failed", traceback) or ("killed", None)."""
    out = world.root / "result"
    out.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        rag.split.SPLITTER = world.splitter
        if world.shrunk:
            rag.storage.batches.BATCH_DOCUMENTS = 4
            rag.storage.vectorfiles.SYNC = rag.storage.store.SYNC = 25
        try:
            result = ("done", work(world))
        except KeyboardInterrupt:
            os._exit(0)
        except BaseException:
            result = ("failed", traceback.format_exc())
        out.write_bytes(pickle.dumps(result))
        os._exit(0)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, by)
    os.waitpid(child, 0)
    return pickle.loads(out.read_bytes()) if out.exists() else ("killed", None)  # noqa: S301

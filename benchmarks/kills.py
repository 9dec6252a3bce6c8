"""Kill the index at random moments, a hundred times, and hold what is left against what may be.

    python benchmarks/kills.py [--kills 100] [--seed 1] [--signals KILL,TERM,INT]

A folder of generated articles is indexed, changed, thinned out, added to, indexed by another
splitter and rebuilt, each time by a process that is killed at a seeded moment of it; one kill in
three is followed by another, in the run that mends the first. After each:

- the index opens, and every article in it is one that existed, with the passages of that version;
- an answer quotes such a version, to the character;
- `status` names exactly the differences between folder and index;
- the next run completes, and then ids, texts, rows, vectors and keywords are those of an index
  made from the same folder in one go, with nothing left behind.

Prints one line a kind; exits 1 if anything was found. What it looks for is also looked for by
tests/test_index_faults.py, at fewer moments.
"""

from __future__ import annotations

import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import tantivy
import typer
from world import (
    ARTICLES,
    QUESTION,
    WORDS,
    Work,
    World,
    article,
    embed_ahead,
    in_child,
    load,
    place,
    sync,
)

import rag.split
from rag import Assistant
from rag.index import Index
from rag.retrieve import retrieve
from rag.storage.keywords import Keywords
from rag.types import Article, Scope

LIFE = 12  # kills before all is begun anew

# What is killed: each prepares the world and returns what the child is to do in it.

Kind = Callable[[World], Work]


def first(world: World) -> Work:
    """The first indexing of a folder."""
    shutil.rmtree(world.root / "data", ignore_errors=True)
    world.may = {name: {None, text} for name, text in world.now.items()}
    return sync


def change(world: World) -> Work:
    """Some articles changed, some gone, some new."""
    for name in world.pick(0.3):
        world.put(int(name[:3]))
    for name in world.pick(0.1):
        world.take(name)
    while len(world.now) < ARTICLES:
        world.put(world.chance.randrange(200))
    return sync


def swap(world: World) -> Work:
    """Another fingerprint: a second index is made beside the first and takes its place."""
    world.splitter = f"splitter-{world.chance.randrange(1_000_000)}"
    if world.chance.random() < 0.5:
        change(world)
    return sync


def rebuild(world: World) -> Work:
    """The same by `--rebuild`."""
    return partial(sync, rebuild=True)


def thin(world: World) -> Work:
    """Half of the articles gone."""
    for name in world.pick(0.5):
        world.take(name)
    return sync


def remove(world: World) -> Work:
    """One article taken out by the chat."""
    name = world.chance.choice([name for name, may in sorted(world.may.items()) if None not in may])
    world.gone(name)

    def work(world: World) -> None:
        with Assistant(world.settings) as assistant:
            assistant.remove(name)

    return work


def add(world: World) -> Work:
    """Some articles put in by the chat."""
    inbox = world.root / "inbox"
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir()
    free = [n for n in range(200, 260) if f"{n:03}.txt" not in world.may]
    paths = [inbox / f"{number:03}.txt" for number in world.chance.sample(free, 5)]
    for path in paths:
        text = article(int(path.stem), 0)
        path.write_text(text, encoding="utf-8")
        embed_ahead(path.name, text)
        world.may[path.name] = {None, text}

    def work(world: World) -> None:
        with Assistant(world.settings) as assistant:
            assistant.add(paths)

    return work


def keywords(world: World) -> Work:
    """The keyword index made again by the first who opens."""
    for folder in (world.root / "data" / "index").glob("keywords-*"):
        shutil.rmtree(folder)

    def work(world: World) -> None:
        Index.open(world.settings).close()

    return work


KINDS: tuple[Kind, ...] = (first, change, swap, rebuild, thin, remove, add, keywords)


# What a kill left


def look(world: World) -> list[str]:
    """What is wrong with the index as a kill left it, in the folder's present state."""
    found: list[str] = []
    with Assistant(world.settings) as assistant:
        index = assistant._index
        bodies = {i.document: index.article(i.document).body for i in index.articles()}
        for name, body in bodies.items():
            if body not in world.may.get(name, ()):
                found.append(f"{name} holds a text that never was: {body[:80]!r}")
            wanted = [(p.start, p.end, p.text) for p in rag.split.passages(Article(name, body))]
            held = [(p.start, p.end, p.text) for p in index.passages_of(name)]
            if wanted != held:
                found.append(f"{name} has {len(held)} passages for {len(wanted)}")
        found += [
            f"{name} was lost"
            for name, texts in world.may.items()
            if None not in texts and name not in bodies
        ]
        if bodies:
            for hit in retrieve(index, "the hives and the mill that were seen", k=40):
                if bodies[hit.document][hit.start : hit.end] != hit.text:
                    found.append(f"a hit of {hit.document} is not its text")
            asked = place(int(min(bodies)[:3]))
            for cited in assistant.answer(QUESTION.format(place=asked)).citations:
                if bodies[cited.document][cited.start : cited.end] != cited.quote:
                    found.append(f"a quotation of {cited.document} is not its text")
        found += _untrue(world, assistant.status(), bodies)
    return found


def _untrue(world: World, status: Any, bodies: dict[str, str]) -> list[str]:
    folder = {p.name: p.read_text("utf-8") for p in (world.root / "docs").glob("[!.]*")}
    both = folder.keys() & bodies.keys()
    truth = {
        "articles": len(bodies),
        "new": tuple(sorted(folder.keys() - bodies.keys())),
        "changed": tuple(sorted(name for name in both if folder[name] != bodies[name])),
        "gone": tuple(sorted(bodies.keys() - folder.keys())),
        "skipped": (),
    }
    return [
        f"status says {getattr(status, name)!r} {name}, it is {true!r}"
        for name, true in truth.items()
        if getattr(status, name) != true
    ]


def complete(world: World) -> dict[str, Any]:
    """Index to the end and return all that the index holds."""
    with Index.open(world.settings) as index:
        index.sync()
        view = index._opened.view
        assert view
        assert isinstance(view.keywords, Keywords)
        edition = view.edition
        # When a file is looked at again depends on how young it was, and on nothing else here.
        rows = {row.document: asdict(replace(row, changed_ns=0)) for row in edition.all_rows()}
        stored = [each for page in edition.all_passages() for each in page]
        raw = edition._passages.get(include=["embeddings"])
        hits = view.keywords._index.searcher().search(tantivy.Query.all_query(), limit=100_000).hits
        searcher = view.keywords._index.searcher()
        unfound = [
            name
            for name in rows
            for hits_of in [retrieve(index, "hives", k=3, scope=Scope(documents=(name,)))]
            if not any(h.dense is not None and h.keyword is not None for h in hits_of)
        ]
        status = index.status()
        return {
            "rows": rows,
            "bodies": edition.bodies(list(rows)),
            "passages": sorted((each.key, repr(each.passage)) for each in stored),
            "keywords": sorted(str(searcher.doc(at)["key"][0]) for _, at in hits),
            "frequencies": index.document_frequency([*WORDS[:20], "hive"]),
            "vectors": dict(zip(raw["ids"], raw["embeddings"], strict=True)),
            "unfound": unfound,
            "differences": (status.new, status.changed, status.gone, status.skipped),
        }


def left_behind(world: World) -> list[str]:
    """What a finished run should have cleared away."""
    index = world.root / "data" / "index"
    kinds = Counter(path.name.split("-")[0] for path in index.iterdir())
    wanted = Counter(
        ["lock", "lock.writer", "users", "holder", "chroma", "vectors.json", "keywords", "files"]
    )
    found = [f"left behind in the index: {dict(kinds - wanted)}"] if kinds - wanted else []
    hidden = [path.name for path in (world.root / "docs").glob(".*")]
    return found + [f"left behind in the folder: {name}" for name in hidden]


def differences(mended: dict[str, Any], clean: dict[str, Any]) -> list[str]:
    """Where a mended index is not what a clean one is."""
    found = []
    for what in ("rows", "bodies", "passages", "keywords", "frequencies", "unfound", "differences"):
        one, other = mended[what], clean[what]
        if one != other:
            names = (
                [key for key in {**one, **other} if one.get(key) != other.get(key)]
                if isinstance(one, dict)
                else sorted((Counter(one) - Counter(other)) + (Counter(other) - Counter(one)))
            )
            detail = (
                [(n, one.get(n), other.get(n)) for n in names[:2]]
                if isinstance(one, dict)
                else names[:2]
            )
            found.append(f"{what} differ from a clean index in {len(names)}: {detail}")
    ids = [each["passages"] for each in (mended, clean)]
    if len({key for key, _ in ids[0]}) != len(ids[0]):
        found.append("a passage is there twice")
    if mended["keywords"] != sorted(key for key, _ in ids[0]):
        found.append("the keyword index does not hold what Chroma holds")
    if mended["vectors"].keys() != clean["vectors"].keys():
        return [*found, "the vectors are not those of a clean index"]
    for key, vector in mended["vectors"].items():
        if not np.allclose(vector, clean["vectors"][key], atol=1e-6):
            found.append(f"the vector of passage {key} is another")
    return found


# The loop


@dataclass
class Killer:
    """Kills runs at moments of their usual length, which is measured when a kind first comes."""

    chance: random.Random
    paces: dict[str, float] = field(default_factory=dict)

    def trial(self, world: World, kind: Kind, by: int) -> tuple[int, list[str]]:
        """Kill a run, and perhaps the one that mends it; the kills, and what was found."""
        work = kind(world)
        name = f"{kind.__name__} {world.shrunk}"
        pace = self._pace(name, world, work)
        kills, found = 0, []
        for todo in [work, sync][: 1 + (self.chance.random() < 0.33)]:
            after = self.chance.uniform(0.02, pace)
            how, told = in_child(world, todo, kill_after_s=after, by=by)
            kills += how == "killed"
            if how == "done":
                self.paces[name] = min(self.paces[name], after)  # too late: it is quicker than that
            if how == "failed":
                found.append(f"it failed before it was killed: {told}")
            how, told = in_child(world, look)
            found += told if how == "done" else [f"the index does not open: {told}"]
        return kills, found + finish(world)

    def _pace(self, name: str, world: World, work: Work) -> float:
        """How long `work` takes in this world, which is afterwards as it was; in seconds."""
        if name not in self.paces:
            rehearsal = replace(world, root=world.root.with_name("rehearsal"))
            shutil.copytree(world.root, rehearsal.root)
            began = time.monotonic()
            how, told = in_child(rehearsal, work)
            self.paces[name] = time.monotonic() - began
            shutil.rmtree(rehearsal.root)
            if how != "done":
                raise RuntimeError(told)
        return self.paces[name]


def finish(world: World) -> list[str]:
    """Run to the end and compare with an index that is made in one go."""
    docs = world.root / "docs"
    world.now = {path.name: path.read_text("utf-8") for path in docs.glob("[!.]*")}
    how, mended = in_child(world, complete)
    if how != "done":
        return [f"the next run does not complete: {mended}"]
    found = left_behind(world)
    if mended["bodies"] != world.now:
        found.append("what the folder holds is not what the index holds")
    clean = replace(world, root=world.root / "clean")
    shutil.rmtree(clean.root, ignore_errors=True)
    clean.root.mkdir()
    (clean.root / "docs").symlink_to(docs)
    how, wanted = in_child(clean, complete)
    if how != "done":
        raise RuntimeError(wanted)
    world.settled()
    return found + differences(mended, wanted)


def main(
    kills: Annotated[int, typer.Option(min=1, help="How many processes die.")] = 100,
    seed: Annotated[int, typer.Option(help="Chooses what is killed, and when.")] = 1,
    signals: Annotated[str, typer.Option(help="By what, in turn.")] = "KILL,KILL,KILL,TERM,INT",
) -> None:
    """Kill, look, complete, compare; print what was found."""
    chance = random.Random(seed)
    by = [signal.Signals[f"SIG{name}"] for name in signals.split(",")]
    killer = Killer(chance)
    done: Counter[str] = Counter()
    turn = faults = 0
    began = time.monotonic()
    load()
    with tempfile.TemporaryDirectory() as root:
        world = World(Path(root) / "world", chance)
        while done.total() < kills:
            kind = chance.choice(KINDS)
            if turn % LIFE == 0:
                shutil.rmtree(world.root, ignore_errors=True)
                world = World(world.root, chance, shrunk=turn // LIFE % 2 == 0)
                for number in range(ARTICLES):
                    world.put(number)
                kind = first
            died, found = killer.trial(world, kind, by[turn % len(by)])
            for each in found:
                name = f"{kind.__name__}, {by[turn % len(by)].name}"
                typer.echo(f"turn {turn} ({name}): {each}", err=True)
            faults += len(found)
            done[kind.__name__] += died
            turn += 1
    for name, number in sorted(done.items()):
        typer.echo(f"{name:10}{number:5} killed")
    typer.echo(f"{done.total()} kills, {faults} faults, {time.monotonic() - began:.0f} s")
    sys.exit(faults > 0)


if __name__ == "__main__":
    typer.run(main)

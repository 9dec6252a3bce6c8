"""Spoil every file of an index at random places, and see that no quotation is ever wrong.

    python benchmarks/damage.py [--each 10] [--seed 1] [--file sqlite]

Of an index of generated articles some file of each kind gets a flipped bit, sixteen random bytes, a
page of zeros, its end cut off or nothing at all. Then all of it is read in a process of its own:
every article, passage, list, the status, the answers to some questions. What comes must be

- as from the sound index (harmless),
- the same with fewer or other passages found (weaker): right quotations still,
- or an error that says what to do (told), upon which `--rebuild` must mend it.

Prints how often each came, by file; exits 1 if a quotation was wrong, a process died, or the next
step did not mend it. The same at fewer places: tests/test_faults_damage.py.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from world import ARTICLES, QUESTION, World, in_child, load, place, sync

from rag import Assistant, RagError
from rag.errors import IndexDamaged

FATES = ("bit", "bit", "bytes", "zeros", "cut", "empty")
ASKED = range(0, ARTICLES, 4)  # articles that are asked about


def spoilt(raw: bytes, fate: str, chance: random.Random) -> bytes:
    """The bytes as a bad disk may give them back."""
    at = chance.randrange(len(raw))
    match fate:
        case "bit":
            return raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]
        case "bytes":
            return raw[:at] + chance.randbytes(len(raw[at : at + 16])) + raw[at + 16 :]
        case "zeros":
            return raw[:at] + bytes(len(raw[at : at + 4096])) + raw[at + 4096 :]
        case "cut":
            return raw[:at]
        case _:
            return b""


def shown(world: World) -> dict[str, Any]:
    """All that a person may be shown; "told" holds the errors, "wrong" what no article says."""
    found: dict[str, Any] = {"told": [], "wrong": []}

    def ask(name: str, work: Any) -> None:
        try:
            found[name] = work()
        except RagError as error:
            found["told"].append(str(error))

    def check(document: str, start: int, text: str) -> None:
        if world.now.get(document, "")[start : start + len(text)] != text:
            found["wrong"].append((document, text))

    def article(document: str) -> None:
        check(document, 0, assistant.article(document).body)
        for passage in assistant._index.passages_of(document):
            check(document, passage.start, passage.text)

    def answer(number: int) -> tuple[str, ...]:
        said = assistant.answer(QUESTION.format(place=place(number)))
        for cited in said.citations:
            check(cited.document, cited.start, cited.quote)
        return tuple(sorted(cited.quote for cited in said.citations))

    try:
        with Assistant(world.settings) as assistant:
            ask("list", assistant.articles)
            ask("status", assistant.status)
            for document in world.now:
                ask(document, lambda document=document: article(document))
            for number in ASKED:
                ask(f"answer {number}", lambda number=number: answer(number))
    except RagError as error:
        found["told"].append(str(error))
    return found


def mend(world: World) -> None:
    """What a person does then: index, and if an error says so, anew."""
    try:
        sync(world)
    except IndexDamaged:
        sync(world, rebuild=True)
    if shown(world)["told"]:
        sync(world, rebuild=True)


def judged(report: tuple[str, Any], sound: dict[str, Any]) -> str:
    """What came of it, in a word."""
    how, found = report
    if how != "done":
        return "DIED" if how == "killed" else f"RAISED {found}"
    if found["wrong"]:
        return f"WRONG {found['wrong'][0]}"
    if found["told"]:
        return "told" if all("index" in each for each in found["told"]) else f"{found['told']}"
    return "harmless" if found == sound else "weaker"


def by_kind(folder: Path) -> dict[str, list[Path]]:
    """The files that hold anything, by what they are, relative to `folder`."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size and path.parent.name != "users":
            hashed = path.parent.name == "tantivy" and path.suffix != ".json"
            name = f"keywords {path.suffix}" if hashed else path.name
            found.setdefault(name, []).append(path.relative_to(folder))
    return found


def main(
    each: Annotated[int, typer.Option(min=1, help="How often each kind of file is.")] = 10,
    seed: Annotated[int, typer.Option(help="Chooses where.")] = 1,
    file: Annotated[str, typer.Option(help="Only files with this in their path.")] = "",
) -> None:
    """Spoil, read, mend; print what came of it."""
    chance = random.Random(seed)
    came: Counter[tuple[str, str]] = Counter()
    faults = 0
    load()
    with tempfile.TemporaryDirectory() as root:
        world = World(Path(root) / "world", chance, shrunk=True)
        for number in range(ARTICLES):
            world.put(number)
        in_child(world, sync)
        data, kept = world.root / "data", Path(root) / "kept"
        shutil.copytree(data, kept)
        _, sound = in_child(world, shown)
        for kind, paths in sorted(by_kind(kept).items()):
            for _ in range(each if file in kind else 0):
                path = chance.choice(paths)
                raw = (kept / path).read_bytes()
                shutil.rmtree(data)
                shutil.copytree(kept, data)
                fate = chance.choice(FATES)
                (data / path).write_bytes(spoilt(raw, fate, chance))
                result = judged(in_child(world, shown), sound)
                came[kind, result.split()[0]] += 1
                how, told = in_child(world, mend)
                after = judged(in_child(world, shown), sound)
                mended = how == "done" and after in ("harmless", "weaker")
                if not mended or result.split()[0] not in ("harmless", "weaker", "told"):
                    faults += 1
                    typer.echo(f"{path} ({fate}): {result}; {told or after}", err=True)
    for (kind, result), times in sorted(came.items()):
        typer.echo(f"{kind:24}{result:10}{times:5}")
    typer.echo(f"{came.total()} times, {faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    typer.run(main)

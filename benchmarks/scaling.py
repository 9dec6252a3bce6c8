"""What it costs to grow: from five articles to a million passages, step by step.

    python benchmarks/scaling.py --articles 5 --articles 1000 --out results.json
    python benchmarks/scaling_report.py results.json        # tables and plot for docs/

For each size a corpus of invented news is written (benchmarks/corpus.py), indexed, asked, changed
and asked again, each step in a process of its own (benchmarks/scaling_steps.py). Beside every
figure stands one of the same run on the same passages and vectors: plain Chroma with its defaults,
LlamaIndex's VectorStoreIndex over it, the bare product of the matrix with the question. Machines
differ and are shared: read the ratios.

Real embedding of 100,000 articles takes hours on two cores. From `--stand-in-from` articles on,
vectors come from a table (benchmarks/standin.py), and the results say so.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import corpus
import typer

STEPS = Path(__file__).with_name("scaling_steps.py")
ROUNDS = 5  # of what starts a process
# The bare products stand for one core: threads of BLAS that wait for each other burn time as well.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def main(
    articles: Annotated[list[int], typer.Option(min=5, help="Size of a corpus; repeatable.")],
    out: Annotated[Path, typer.Option(help="Where the results go, as JSON.")] = Path(
        "results.json"
    ),
    work: Annotated[
        Path | None, typer.Option(help="Keep corpora and indexes here; what is there is used.")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="Made by chroma_weights.py: Chroma's default embedder.")
    ] = None,
    stand_in_from: Annotated[int, typer.Option(help="Articles from which vectors are cheap.")] = (
        2000
    ),
    plain_to: Annotated[
        int, typer.Option(help="Articles up to which plain Chroma is written beside ours.")
    ] = 100_000,
    asked: Annotated[int, typer.Option(help="Questions a size.")] = 60,
) -> None:
    """Measure every size and add what was found to OUT."""
    found: dict[str, Any] = json.loads(out.read_text()) if out.exists() else {}
    found["machine"] = _machine()
    out.parent.mkdir(parents=True, exist_ok=True)
    with nullcontext(work) if work else tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        options = ["--weights", str(weights)] if weights else []
        if "embedding" not in found:
            found["embedding"] = _step("embedding", *options)
        for size in articles:
            table = ["--stand-in", str(base / "standin")] if size >= stand_in_from else []
            beside = size <= plain_to
            row = _size(base, size, table, asked, beside=beside)
            found.setdefault("sizes", {})[str(size)] = row
            out.write_text(json.dumps(found, indent=1))


def _size(base: Path, size: int, table: list[str], asked: int, *, beside: bool) -> dict[str, Any]:
    documents, data, plain = (base / f"{kind}-{size}" for kind in ("docs", "data", "plain"))
    corpus.write(documents, size)
    row: dict[str, Any] = {"stand_in": bool(table)}
    if not data.exists():
        row["index"] = _step("index", str(documents), str(data), *table)
    where = (str(documents), str(data), str(size))
    row["answers"] = _step("answers", *where, *table, "--asked", str(asked))
    row["busy"] = _step("busy", *where, *table)
    question = corpus.questions(size, 1)[0].question
    environment = {"RAG_DOCUMENTS": str(documents), "RAG_DATA": str(data)}
    ask = [sys.executable, "-m", "rag.cli", "ask", question]
    row["cold_ask_s"] = _cold(ask, environment)
    if beside:
        row["plain"] = _step("plain", str(data), str(plain), str(size))
        row["plain_memory"] = _step("plain-memory", str(plain))
        row["cold_plain_s"] = _cold([sys.executable, str(STEPS), "plain-memory", str(plain)], {})
    return row


def _step(name: str, *arguments: str) -> dict[str, Any]:
    """What a step of scaling_steps.py printed, with the load of the machine around it."""
    typer.echo(f"{time.strftime('%H:%M:%S')} {name} {' '.join(arguments)}", err=True)
    before = os.getloadavg()[0]
    done = subprocess.run(
        [sys.executable, str(STEPS), name, *arguments],
        env={**os.environ, **ENVIRONMENT},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "load": [before, os.getloadavg()[0]]}


def _cold(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Median seconds of a new process, by the clock and of processor time."""
    took, cpu = [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), os.times()
        subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
        took.append(time.perf_counter() - began)
        now = os.times()
        cpu.append(
            now.children_user + now.children_system - used.children_user - used.children_system
        )
    return {"clock": median(took), "cpu": median(cpu)}


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "kind": platform.machine(),
        "memory_gib": round(memory),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
    }


if __name__ == "__main__":
    typer.run(main)

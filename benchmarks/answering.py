"""How long an answer takes: cold, warm, by stage, beside a plain LlamaIndex query in the same run.

    python benchmarks/answering.py [--documents seeds] [--rounds 5]

The baseline is what the libraries give without this project: LlamaIndex's SentenceSplitter and
VectorStoreIndex over the same files with the same embedder, retrieving as many passages. It finds
passages and answers nothing; its time is the floor under any answer. Machines differ and are
shared: read the ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

QUESTIONS = (
    "How much was trade worth last year?",
    "Where was the raid?",
    "Who said relations are at an unprecedented high level?",
    "What is the minister's favourite book?",
    "When will the next meeting be held?",
    "Which countries border the region?",
)


def main(
    documents: Annotated[Path, typer.Option(help="A folder of articles.")] = Path("seeds"),
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 5,
) -> None:
    """Print medians and their ratios to the baseline."""
    warnings.filterwarnings("ignore")
    with tempfile.TemporaryDirectory() as work:
        data = Path(work) / "data"
        environment = {**os.environ, "RAG_DOCUMENTS": str(documents), "RAG_DATA": str(data)}
        ask = [sys.executable, "-m", "rag.cli", "ask", QUESTIONS[0]]
        subprocess.run(ask, env=environment, capture_output=True, check=False)  # makes the index
        rows = [
            ("import rag, new process", _median(rounds, lambda: _run("import rag", environment))),
            ("python -c pass, new process", _median(rounds, lambda: _run("pass", environment))),
            (
                "pullquote ask, new process",
                _median(
                    rounds,
                    lambda: subprocess.run(ask, env=environment, capture_output=True, check=False),
                ),
            ),
        ]
        rows += _warm(documents, data, rounds)
        baseline = _baseline(documents, rounds)
    for name, seconds in [*rows, ("LlamaIndex query, warm (baseline)", baseline)]:
        typer.echo(f"{name:36} {seconds * 1000:9.1f} ms {seconds / baseline:8.1f} × baseline")


def _run(code: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def _median(rounds: int, work: Callable[[], object]) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _warm(documents: Path, data: Path, rounds: int) -> list[tuple[str, float]]:
    from rag import Assistant, Settings

    with Assistant(Settings(documents=documents, data=data, answerer="reader")) as assistant:
        assistant.answer(QUESTIONS[0])
        answers = [assistant.answer(q) for _ in range(rounds) for q in QUESTIONS]
    stages = {stage for answer in answers for stage in answer.timings}
    return [
        (
            f"answer(), warm: {stage}",
            statistics.median(a.timings[stage] for a in answers if stage in a.timings),
        )
        for stage in sorted(stages)
    ]


def _baseline(documents: Path, rounds: int) -> float:
    from llama_index.core import Settings as LlamaSettings
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    from rag.embed import Embedder
    from rag.storage.nodes import PassageEmbedding

    LlamaSettings.llm = None
    index = VectorStoreIndex.from_documents(
        SimpleDirectoryReader(str(documents)).load_data(),
        transformations=[SentenceSplitter(chunk_size=256, chunk_overlap=20)],
        embed_model=PassageEmbedding(Embedder()),
    )
    retriever = index.as_retriever(similarity_top_k=8)
    took = []
    for question in QUESTIONS * rounds:
        began = time.perf_counter()
        retriever.retrieve(question)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    typer.run(main)

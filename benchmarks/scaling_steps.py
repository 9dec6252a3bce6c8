"""The steps of benchmarks/scaling.py, each run in a process of its own; each prints one JSON line.

A process of its own makes the peak of memory the step's own, and every open a first one. Seconds
come twice: by the clock, and of processor time (`cpu_`), which other programs on the machine hardly
change.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import threading
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import corpus
import numpy as np
import typer
from standin import StandIn

from rag import Answer, Assistant, Settings
from rag.embed import Embedder
from rag.types import Hit, Scope

app = typer.Typer(pretty_exceptions_enable=False)

Documents = Annotated[Path, typer.Argument()]
Data = Annotated[Path, typer.Argument()]
Count = Annotated[int, typer.Argument(help="Articles in the corpus.")]
Table = Annotated[Path | None, typer.Option("--stand-in", help="Folder of the stand-in's table.")]

MISSING = 5_000_000  # numbers of towns from here on are in no corpus


class Stopwatch:
    """Seconds spent inside functions of the program, each without what it calls that is timed."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.cpu: dict[str, float] = defaultdict(float)  # of the calling thread alone
        self.calls: dict[str, int] = defaultdict(int)
        self._inside = threading.local()

    def wrap(self, owner: Any, name: str, part: str) -> None:
        """Time calls of `owner.name` under `part`."""
        inner = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.part(part):
                return inner(*args, **kwargs)

        setattr(owner, name, timed)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what is inside."""
        stack = self._inside.__dict__.setdefault("stack", [])
        began = time.perf_counter(), time.thread_time()
        stack.append((0.0, 0.0))
        try:
            yield
        finally:
            took, cpu = time.perf_counter() - began[0], time.thread_time() - began[1]
            within, cpu_within = stack.pop()
            self.spent[name] += took - within
            self.cpu[name] += cpu - cpu_within
            self.calls[name] += 1
            if stack:
                stack[-1] = (stack[-1][0] + took, stack[-1][1] + cpu)


@app.command()
def index(documents: Documents, data: Data, table: Table = None) -> None:
    """Index a corpus into an empty folder."""
    import rag.read
    import rag.storage.batches
    import rag.storage.edition
    import rag.storage.incoming
    import rag.storage.keywords
    import rag.storage.nodes
    import rag.storage.register
    import rag.storage.sync
    import rag.storage.vectorfiles
    from rag.index import Index

    watch = Stopwatch()
    embedder = StandIn(table) if table else Embedder()
    for owner, name, part in (
        (rag.storage.sync, "sources", "list the folder"),
        (rag.read.Source, "digest", "read"),
        (rag.storage.incoming, "read", "read"),
        (rag.read, "clean", "clean"),
        (rag.storage.nodes, "parse", "split"),
        (embedder, "embed", "embed"),
        (rag.storage.nodes, "embed", "write"),
        (rag.storage.nodes, "write", "write"),
        (rag.storage.edition.Edition, "put", "write"),
        (rag.storage.edition.Edition, "mark", "write"),
        (rag.storage.edition.Edition, "amend", "write"),
        (rag.storage.edition.Edition, "sweep", "sweep"),
        (rag.storage.vectorfiles.VectorFiles, "_save", "guard files"),
        (rag.storage.batches, "settle", "copies"),
        (rag.storage.keywords.KeywordWriter, "add", "keywords"),
        (rag.storage.keywords.KeywordWriter, "commit", "keywords"),
        (rag.storage.register.Register, "note", "register"),
    ):
        watch.wrap(owner, name, part)
    pace: list[tuple[int, float]] = []
    began, cpu = time.perf_counter(), time.process_time()
    with Index.open(Settings(documents=documents, data=data), embedder=embedder) as opened:
        report = opened.sync(progress=lambda p: pace.append((p.done, time.perf_counter() - began)))
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    _print(
        articles=len(report.added),
        passages=report.passages,
        seconds=seconds,
        cpu_seconds=cpu_seconds,
        parts=dict(watch.spent),
        cpu_parts=dict(watch.cpu),
        last_tenth=_pace(pace, 0.9, 1.0),
        first_tenth=_pace(pace, 0.0, 0.1),
        disk={
            kind: sum(f.stat().st_size for f in data.rglob("*") if f.is_file() and _kind(f) == kind)
            for kind in ("vectors", "chroma.sqlite3", "keywords", "files")
        },
        text_bytes=sum(f.stat().st_size for f in documents.rglob("*.txt")),
        peak_mb=_peak_mb(),
    )


@app.command()
def answers(
    documents: Documents,
    data: Data,
    count: Count,
    table: Table = None,
    asked: Annotated[int, typer.Option(help="Questions.")] = 60,
) -> None:
    """Open an index, ask known questions and unknown ones, change an article."""
    from rag.storage.edition import Edition
    from rag.storage.keywords import Keywords
    from rag.storage.search import Searcher

    began, cpu = time.perf_counter(), time.process_time()
    assistant = Assistant(Settings(documents=documents, data=data, answerer="reader"))
    opened = time.perf_counter() - began
    Embedder().warm_up()
    began = time.perf_counter()
    assistant.answer("What is the name of the largest whale?")
    first = time.perf_counter() - began
    opened_cpu, idle_mb = time.process_time() - cpu, _rss_mb()
    if table:  # from here on: it holds 47 MB; the reader's own measure of sentences stays real
        assistant._index.embedder = StandIn(table, paid=True)

    watch = Stopwatch()
    for owner, name, part in (
        (assistant._index.embedder, "embed_query", "embed the question"),
        (Searcher, "nearest", "Chroma: nearest"),
        (Edition, "rows", "Chroma: rows"),
        (Edition, "passages", "Chroma: passages"),
        (Keywords, "search", "keywords: search"),
        (Keywords, "frequency", "keywords: frequency"),
        (Keywords, "like", "keywords: like"),
        (Keywords, "holding_all", "keywords: holding"),
    ):
        watch.wrap(owner, name, part)
    known = corpus.questions(count, asked)
    for each in corpus.questions(count, 8, seed=corpus.SEED + 1):  # of no corpus here: to warm up
        assistant.answer(each.question)
    watch.spent.clear()
    watch.calls.clear()
    given, took, cpu_took = [], [], []
    for each in known:
        began, cpu = time.perf_counter(), time.process_time()
        given.append(assistant.answer(each.question))
        took.append(time.perf_counter() - began)
        cpu_took.append(time.process_time() - cpu)
    parts = {name: spent / len(known) for name, spent in watch.spent.items()}
    calls = {name: n / len(known) for name, n in watch.calls.items()}
    strangers = [corpus.planted(MISSING + i).question for i in range(asked // 2)]
    refused = [assistant.answer(question).status == "not_found" for question in strangers]
    middle = sorted(hit.published for a in given for hit in a.passages if hit.published)
    half = Scope(published_from=middle[len(middle) // 2])
    one = [Scope(documents=(each.document,)) for each in known]
    scoped = {
        "half of the time": [
            _seconds(lambda q=k: assistant.search(q.question, scope=half)) for k in known[:20]
        ],
        "one document": [
            _seconds(lambda q=k, w=w: assistant.search(q.question, scope=w))
            for k, w in list(zip(known, one, strict=True))[:20]
        ],
        "everywhere": [_seconds(lambda q=k: assistant.search(q.question)) for k in known[:20]],
    }
    listing = _seconds(assistant.articles)
    again = _seconds(assistant.articles)
    state = _seconds(assistant.status)
    mb = _rss_mb()
    _print(
        open_s=opened,
        first_answer_s=first,
        open_and_first_cpu_s=opened_cpu,
        rss_after_first_mb=idle_mb,
        answers=len(known),
        p50=_p(took, 50),
        p95=_p(took, 95),
        cpu_p50=_p(cpu_took, 50),
        stages={
            stage: {"p50": _p(values, 50), "p95": _p(values, 95)}
            for stage, values in _stages(given).items()
        },
        parts=parts,
        calls=calls,
        evidence=sum(_has(a.passages, k) for a, k in zip(given, known, strict=True)),
        right=sum(_is_right(a, k) for a, k in zip(given, known, strict=True)),
        wrong=sum(
            a.status != "not_found" and not _is_right(a, k)
            for a, k in zip(given, known, strict=True)
        ),
        strangers=len(refused),
        refused=sum(refused),
        search_p50={where: _p(times, 50) for where, times in scoped.items()},
        articles_s=listing,
        articles_again_s=again,
        status_s=state,
        rss_mb=mb,
        changed=[_changed(assistant, documents, count, n) for n in range(3)],
        peak_mb=_peak_mb(),
    )
    assistant.close()


@app.command()
def busy(documents: Documents, data: Data, count: Count, table: Table = None) -> None:
    """Answers while new articles are indexed by the real embedder, against answers at rest."""
    with Assistant(Settings(documents=documents, data=data, answerer="reader")) as assistant:
        if table:
            assistant._index.embedder = StandIn(table, paid=True)
        known = corpus.questions(count, 80)
        asked = [known[n % len(known)] for n in range(80)]
        for each in asked[:5]:
            assistant.answer(each.question)
        rest = [_seconds(lambda q=each.question: assistant.answer(q)) for each in asked[5:40]]
        new = [corpus.planted(MISSING * 2 + n) for n in range(200)]
        for each in new:
            path = documents / "new" / Path(each.document).name
            path.parent.mkdir(exist_ok=True)
            path.write_text(each.text, encoding="utf-8")
        worker = threading.Thread(target=assistant.index)
        worker.start()
        during = []
        for each in asked[40:]:
            took = _seconds(lambda q=each.question: assistant.answer(q))
            if worker.is_alive():
                during.append(took)
        worker.join()
        for path in (documents / "new").iterdir():
            path.unlink()
        (documents / "new").rmdir()
        assistant.index()
    _print(
        rest_p50=_p(rest, 50),
        busy_p50=_p(during, 50),
        busy_p95=_p(during, 95),
        busy_answers=len(during),
    )


@app.command()
def plain(
    data: Data,
    target: Annotated[Path, typer.Argument(help="Folder for Chroma.")],
    count: Count,
) -> None:
    """The baselines on the very same passages and vectors: Chroma, LlamaIndex over it, numpy."""
    import chromadb
    from llama_index.core import Settings as LlamaSettings
    from llama_index.core import VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from rag.storage.nodes import PassageEmbedding

    source = chromadb.PersistentClient(
        str(data / "index" / "chroma"), chromadb.Settings(anonymized_telemetry=False)
    )
    ours = next(c for c in source.list_collections() if c.name.startswith("pullquote-passages"))
    client = chromadb.PersistentClient(str(target), chromadb.Settings(anonymized_telemetry=False))
    collection = client.create_collection("plain", embedding_function=None)
    vectors, spent, cpu = [], 0.0, 0.0
    for offset in range(0, ours.count(), 1000):
        page = ours.get(limit=1000, offset=offset, include=["embeddings", "documents", "metadatas"])
        vectors.append(np.asarray(page["embeddings"], dtype=np.float32))
        began, cpu_began = time.perf_counter(), time.process_time()
        collection.add(
            ids=page["ids"],
            embeddings=page["embeddings"],
            documents=page["documents"],
            metadatas=page["metadatas"],
        )
        spent += time.perf_counter() - began
        cpu += time.process_time() - cpu_began
    matrix = np.concatenate(vectors)
    embedder = Embedder()
    LlamaSettings.llm = None
    store = ChromaVectorStore.from_collection(collection)
    retriever = VectorStoreIndex.from_vector_store(
        store, embed_model=PassageEmbedding(embedder)
    ).as_retriever(similarity_top_k=8)
    known = [each.question for each in corpus.questions(count, 40)]
    asked = [embedder.embed_query(question) for question in known]
    retriever.retrieve("to warm up")
    bare = _both([lambda q=q: np.argpartition(matrix @ q, -8)[-8:] for q in asked])
    llama = _both([lambda q=q: retriever.retrieve(q) for q in known])
    query = _both([lambda q=q: collection.query(query_embeddings=[q], n_results=8) for q in asked])
    _print(
        passages=len(matrix),
        write_s=spent,
        write_cpu_s=cpu,
        llama=llama,
        chroma=query,
        matrix=bare,
        disk=sum(f.stat().st_size for f in target.rglob("*") if f.is_file()),
    )


@app.command()
def plain_memory(target: Annotated[Path, typer.Argument(help="Made by `plain`.")]) -> None:
    """What a process holds that opens plain Chroma and asks it once, and how long that takes."""
    import chromadb

    before = _rss_mb()
    began = time.perf_counter()
    client = chromadb.PersistentClient(str(target), chromadb.Settings(anonymized_telemetry=False))
    collection = client.get_collection("plain", embedding_function=None)
    collection.query(query_embeddings=[[0.05] * 384], n_results=8)
    _print(rss_mb=_rss_mb() - before, open_and_first_s=time.perf_counter() - began)


@app.command()
def embedding(
    weights: Annotated[Path | None, typer.Option(help="Made by chroma_weights.py.")] = None,
    texts: Annotated[int, typer.Option(help="Passages to embed, three times.")] = 128,
) -> None:
    """The real embedder against Chroma's default one, on passages of the corpus."""
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    from rag.clean import clean
    from rag.split import embedding_text, passages

    sample = [
        embedding_text(passage)
        for number in range(texts)
        for each in [corpus.planted(number)]
        for passage in passages(clean(each.text.encode(), document=each.document))
    ][:texts]
    rates: dict[str, list[float]] = defaultdict(list)
    works: dict[str, Callable[[list[str]], object]] = {
        "ours, all cores": Embedder().embed,
        "ours, one core": Embedder(threads=1).embed,
    }
    if weights:
        ONNXMiniLM_L6_V2.DOWNLOAD_PATH = weights
        chroma = ONNXMiniLM_L6_V2()
        works["Chroma's default"] = chroma
        both = np.sum(Embedder().embed(sample[:32]) * np.array(chroma(sample[:32])), axis=1)
    tokens = 256 * 4
    left = np.ones((tokens, 384), dtype=np.float32)
    shapes = [(384, 384)] * 4 + [(384, 1536), (1536, 384)]
    right = [np.ones(shape, dtype=np.float32) for shape in shapes]
    wide = np.ones((tokens, 1536), dtype=np.float32)

    def products(_: list[str]) -> None:
        for matrix in right * 6:
            (left if len(matrix) == 384 else wide) @ matrix

    for work in works.values():
        work(sample[:4])
    for _ in range(3):
        for name, work in works.items():
            began, cpu = time.perf_counter(), time.process_time()
            work(sample)
            rates[name].append(len(sample) / (time.perf_counter() - began))
            rates[f"{name}, of processor time"].append(len(sample) / (time.process_time() - cpu))
    # The products of texts of 256 tokens in fp32, as Chroma's code pads them.
    cpu = time.process_time()
    for _ in range(8):
        products([])
    rates["bare fp32 products of 256 tokens, of processor time"] = [
        8 * tokens / 256 / (time.process_time() - cpu)
    ]
    _print(
        rates={name: statistics.median(values) for name, values in rates.items()},
        likeness=float(both.mean()) if weights else None,
    )


def _changed(assistant: Assistant, documents: Path, count: int, turn: int) -> dict[str, Any]:
    """Change one article in an open assistant, and ask for what is new in it."""
    number = count // 2 + turn
    each = corpus.planted(number)
    path = documents / each.document
    text = each.text.replace(
        each.evidence, f"{each.evidence} The turnip prize went to Kaspar Q{turn}."
    )
    path.write_text(text, encoding="utf-8")
    began, cpu = time.perf_counter(), time.process_time()
    report = assistant.index()
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    after = _seconds(assistant.articles)
    path.write_text(each.text, encoding="utf-8")
    assistant.index()
    return {
        "changed": len(report.changed),
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "articles_s": after,
    }


def _has(passages: Sequence[Hit], known: corpus.Planted) -> bool:
    return any(known.evidence in hit.text for hit in passages)


def _is_right(answer: Answer, known: corpus.Planted) -> bool:
    quotes = [c.quote for c in answer.citations if c.document == known.document]
    return known.answer in answer.text and any(known.answer in quote for quote in quotes)


def _stages(given: Sequence[Answer]) -> dict[str, list[float]]:
    stages: dict[str, list[float]] = defaultdict(list)
    for answer in given:
        for stage, seconds in answer.timings.items():
            stages[stage].append(seconds)
    return stages


def _pace(pace: Sequence[tuple[int, float]], first: float, last: float) -> float | None:
    """Articles a second between two shares of the run."""
    if len(pace) < 20:
        return None
    one, other = pace[int(first * (len(pace) - 1))], pace[int(last * (len(pace) - 1))]
    return (other[0] - one[0]) / (other[1] - one[1])


def _kind(file: Path) -> str:
    if file.name == "chroma.sqlite3":
        return file.name
    if any(part.startswith("keywords-") for part in file.parts):
        return "keywords"
    return "vectors" if file.parent.parent.name == "chroma" else "files"


def _both(works: Sequence[Callable[[], object]]) -> dict[str, float | None]:
    """Medians over `works` of seconds by the clock, and of processor time."""
    took, cpu = [], []
    for work in works:
        used = time.process_time()
        took.append(_seconds(work))
        cpu.append(time.process_time() - used)
    return {"p50": _p(took, 50), "p95": _p(took, 95), "cpu_p50": _p(cpu, 50)}


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _p(values: Sequence[float], percent: int) -> float | None:
    return float(np.percentile(values, percent)) if values else None


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def _rss_mb() -> float:
    """Memory held now; on systems without /proc the most that was held."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return _peak_mb()
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _print(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    app()

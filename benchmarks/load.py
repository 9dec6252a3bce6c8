"""Many people at the page at once, while the folder is indexed again and again.

    python benchmarks/load.py --minutes 10 --users 50     # the page, over HTTP
    python benchmarks/load.py --minutes 2 --library       # rag.Assistant from 50 threads

Starts a chat of its own over a copy of the seeds. One person asks alone first and last, so that
what the others are made to wait is told as a ratio. Each person asks, reads the whole answer,
pauses and asks again; meanwhile one article changes and the page's own "Read it again" is pressed.
The server's memory, open files and threads are noted all the while (Linux only).

Exit code 1: an answer failed, or something grows. Printed, never tested: it takes minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
ALONE = 15  # questions of the person who asks alone
SAMPLE_S = 5.0
REINDEX_S = 10.0
# Runs of indexing before anything is measured. What Chroma and tantivy keep for themselves grows
# with the first 80 from 500 to 640 MB, with the next 200 to 653.
SETTLED = 80
WARM_UP = 0.3  # of the run, before growth counts: caches fill, threads are made once
GROWN = {"memory_mb": (20.0, 0.1), "files": (20.0, 0.2), "threads": (10.0, 0.2)}  # by, and of it

# Facts, refusals, lists, a follow-up, a question of two parts, slips of the pen, other languages.
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("How much was trade between China and Russia worth last year?", "190 billion"),
    ("Who is the Chinese premier?", ""),
    ("Who won the 1998 World Cup?", ""),
    ("What was said about Belgorod?", ""),
    ("When did Mishustin visit Beijing and whom did he meet?", ""),
    ("Summarise what the articles say about the war in Ukraine.", ""),
    ("how mutch was trade betwen china and rusia worth", ""),
    ("Which countries are named?", ""),
    ("Quelle est la valeur du commerce ?", ""),
    ("x" * 500, ""),
)
FOLLOW_UP = [
    {"role": "user", "content": "Who is the Chinese premier?"},
    {"role": "assistant", "content": "Li Qiang is the Chinese premier [1]."},
]

Ask = Callable[[str, list[dict[str, str]]], dict[str, Any]]


@dataclass
class Run:
    """What happened: (when it ended, seconds it took) of each answer, and what went wrong."""

    began: float = field(default_factory=time.monotonic)
    answers: list[tuple[float, float]] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    indexed: int = 0

    def ask(self, ask: Ask, choice: random.Random) -> float:
        """Ask one question; return the seconds that its answer took."""
        question, expected = choice.choice(QUESTIONS)
        history = FOLLOW_UP if choice.random() < 0.2 else []
        began = time.monotonic()
        try:
            answer = ask(question, history)
            if not history and expected not in json.dumps(answer["text"], ensure_ascii=False):
                self.wrong[f"not the answer to {question[:40]!r}"] += 1
        except Exception as error:  # what it was is counted and told
            self.wrong[f"{type(error).__name__}: {str(error)[:80]}"] += 1
        took = time.monotonic() - began
        self.answers.append((time.monotonic() - self.began, took))
        return took


def page_ask(url: str) -> Ask:
    """Ask as a program does, over the page's own queue."""
    # The server closes a connection that was idle for 5 s; one let go before that is not closed in
    # the middle of a question.
    limits = httpx.Limits(keepalive_expiry=2.0)
    client = httpx.Client(base_url=f"{url}gradio_api/call/answer", timeout=300, limits=limits)

    def ask(question: str, history: list[dict[str, str]]) -> dict[str, Any]:
        asked = client.post("", json={"data": [question, history, None, "", ""]})
        asked.raise_for_status()
        told = client.get(f"/{asked.json()['event_id']}").text
        *_, event, data = re.findall(r"(?:event|data): (.*)", told)
        if event != "complete":
            raise RuntimeError(f"{event}: {data}")
        answer: dict[str, Any] = json.loads(data)[0]
        return answer

    return ask


def page_reindex(url: str) -> Callable[[], None]:
    """Press "Read it again" as the page does."""
    client = httpx.Client(base_url=f"{url}gradio_api", timeout=300)
    dependencies = httpx.get(f"{url}config", timeout=60).json()["dependencies"]
    number = next(
        each["id"] for each in dependencies if any("reindex" in str(t) for t in each["targets"])
    )

    def reindex() -> None:
        session = f"load{random.random()}"
        sent = {"data": [], "event_data": {}, "fn_index": number, "session_hash": session}
        client.post("/queue/join", json=sent).raise_for_status()
        told = client.get("/queue/data", params={"session_hash": session}).text
        if '"success":true' not in told.replace(" ", "") or "problem" in told:
            raise RuntimeError(f"indexing: {told[-200:]}")

    return reindex


@contextmanager
def page(documents: Path, data: Path) -> Iterator[tuple[str, int]]:
    """The chat, started as a person starts it: its address and process."""
    command = [sys.executable, "-m", "rag.cli", "chat", "--port", "0"]
    settings = {"RAG_DOCUMENTS": str(documents), "RAG_DATA": str(data)}
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("RAG_", "OPENAI_"))}
    process = subprocess.Popen(
        command, cwd=ROOT, env=clean | settings, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"http://\S+", line):
                break
        else:
            sys.exit(f"the chat did not start:\n{said}")
        rest = process.stderr
        threading.Thread(target=lambda: sys.stderr.writelines(rest), daemon=True).start()
        yield f"{found[0].rstrip('/')}/", process.pid
    finally:
        process.terminate()
        process.wait(30)


def held(process: int) -> dict[str, float]:
    """Memory in MB, open files and threads of a process; nothing where there is no /proc."""
    folder = Path(f"/proc/{process}")
    if not folder.exists():
        return {}
    status = (folder / "status").read_text()
    kilobytes = int(re.findall(r"VmRSS:\s+(\d+)", status)[0])
    threads = int(re.findall(r"Threads:\s+(\d+)", status)[0])
    files = len(list((folder / "fd").iterdir()))
    return {"memory_mb": kilobytes / 1024, "files": float(files), "threads": float(threads)}


def together(
    run: Run,
    asks: Callable[[], Ask],
    reindex: Callable[[], None],
    at: Path,
    *,
    users: int,
    seconds: float,
    pause_s: float,
    process: int,
) -> list[dict[str, float]]:
    """Let `users` ask until the time is over; returns what the process held, every few seconds."""
    until = run.began + seconds
    over = threading.Event()

    def person(n: int) -> None:
        choice, ask = random.Random(n), asks()
        over.wait(choice.random() * pause_s)
        while not over.is_set():
            run.ask(ask, choice)
            over.wait(choice.expovariate(1 / pause_s) if pause_s else 0)

    def librarian() -> None:
        while not over.wait(REINDEX_S):
            try:
                changed(at, run.indexed)
                reindex()
                run.indexed += 1
            except Exception as error:
                run.wrong[f"indexing: {type(error).__name__}: {str(error)[:80]}"] += 1

    workers = [threading.Thread(target=person, args=(n,)) for n in range(users)]
    workers.append(threading.Thread(target=librarian))
    for worker in workers:
        worker.start()
    samples = []
    while time.monotonic() < until:
        time.sleep(min(SAMPLE_S, max(0.1, until - time.monotonic())))
        samples.append({"at": time.monotonic() - run.began, **held(process)})
    over.set()
    for worker in workers:
        worker.join()
    return samples


def changed(at: Path, number: int) -> None:
    """Write the article that changes."""
    at.write_text(f"Harbour news\n\nThe harbour counted {number} ships on Monday morning.\n")


def centiles(seconds: list[float]) -> tuple[float, float, float]:
    """p50, p95 and the longest."""
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return median(seconds), cuts[18], max(seconds)


def slope(samples: list[dict[str, float]], what: str) -> float:
    """Growth a minute, by least squares."""
    x, y = [s["at"] / 60 for s in samples], [s[what] for s in samples]
    spread = sum((a - fmean(x)) ** 2 for a in x)
    return sum((a - fmean(x)) * (b - fmean(y)) for a, b in zip(x, y, strict=True)) / (spread or 1)


def verdicts(samples: list[dict[str, float]]) -> dict[str, str]:
    """Of each thing that was held: how it grew after the warm-up, and whether that is a leak."""
    late = samples[int(len(samples) * WARM_UP) :]
    told = {}
    for what, (by, share) in GROWN.items():
        if len(late) < 8 or what not in late[0]:
            continue
        fifth = max(2, len(late) // 5)
        first = median(s[what] for s in late[:fifth])
        last = median(s[what] for s in late[-fifth:])
        grows = last - first > by and last > first * (1 + share)
        told[what] = (
            f"{first:.0f} to {last:.0f} ({slope(late, what):+.2f} a minute): "
            f"{'GROWS' if grows else 'no leak'}"
        )
    return told


def report(
    run: Run,
    samples: list[dict[str, float]],
    alone: list[float],
    after: list[float],
    minutes: float,
) -> bool:
    """Print what was seen; whether all was well."""
    window = max(10.0, minutes * 60 / 10)
    print(f"\n{'until':>7} {'answers':>8} {'p50 s':>7} {'p95 s':>7} {'max s':>7}   held")
    end = max((at for at, _ in run.answers), default=0.0)
    start = 0.0
    while start < end:
        took = [s for at, s in run.answers if start <= at < start + window]
        near = [s for s in samples if start <= s["at"] < start + window]
        kept = ", ".join(f"{near[-1][k]:.0f} {k}" for k in GROWN if near and k in near[-1])
        if took:
            p50, p95, longest = centiles(took)
            print(
                f"{start + window:6.0f}s {len(took):8} "
                f"{p50:7.2f} {p95:7.2f} {longest:7.2f}   {kept}"
            )
        start += window
    p50, p95, longest = centiles([s for _, s in run.answers])
    one = median(alone)
    print(
        f"\nall: {len(run.answers)} answers, {len(run.answers) / end:.1f} a second; "
        f"p50 {p50:.2f} s, p95 {p95:.2f} s, max {longest:.2f} s"
    )
    print(
        f"alone: p50 {one:.3f} s before, {median(after):.3f} s after; "
        f"ratios to before: p50 {p50 / one:.0f}, p95 {p95 / one:.0f}, "
        f"after {median(after) / one:.2f}"
    )
    print(f"indexed again {run.indexed} times; errors: {sum(run.wrong.values())}")
    for what, count in run.wrong.most_common():
        print(f"  {count:5} {what}")
    told = verdicts(samples)
    for what, verdict in told.items():
        print(f"{what}: {verdict}")
    return not run.wrong and not any("GROWS" in verdict for verdict in told.values())


def measured(
    asks: Callable[[], Ask],
    reindex: Callable[[], None],
    at: Path,
    process: int,
    options: argparse.Namespace,
) -> bool:
    """One person alone, all of them, one alone again."""
    choice = random.Random(0)
    first = asks()
    for question, _ in QUESTIONS:  # the first answers load the models
        first(question, [])
    for number in range(SETTLED):
        changed(at, -number)
        reindex()
    calm = Run()
    alone = [calm.ask(first, choice) for _ in range(ALONE)]
    run = Run()
    samples = together(
        run,
        asks,
        reindex,
        at,
        users=options.users,
        seconds=options.minutes * 60,
        pause_s=options.pause,
        process=process,
    )
    after = [calm.ask(first, choice) for _ in range(ALONE)]
    run.wrong += calm.wrong
    return report(run, samples, alone, after, options.minutes)


def main() -> None:
    """Measure, print, and fail if something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--pause", type=float, default=2.0, help="Mean seconds between questions.")
    parser.add_argument("--library", action="store_true", help="rag.Assistant instead of the page.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents, data = Path(folder, "articles"), Path(folder, "data")
        shutil.copytree(ROOT / "seeds", documents)
        at = documents / "harbour.txt"
        if options.library:
            from rag import Assistant, Settings

            with Assistant(Settings(documents=documents, data=data)) as assistant:
                assistant.index()

                def ask(question: str, history: Any) -> dict[str, Any]:
                    return assistant.answer(question, history).to_dict()

                well = measured(
                    lambda: ask, lambda: assistant.index() and None, at, os.getpid(), options
                )
        else:
            with page(documents, data) as (url, process):
                well = measured(lambda: page_ask(url), page_reindex(url), at, process, options)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()

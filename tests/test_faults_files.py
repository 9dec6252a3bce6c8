"""The chat's verdicts and the answers of an eval run: no kill, no full disk costs what was kept."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evals.run import ask_all, is_complete
from evals.store import RunFolder, RunInfo
from evals.testing import LIBRARY, ScriptedAnswerer, right_answer, trade_case
from ui import feedback

LONG = "wörd “—” " * 4_000  # a line of several pages: long enough to be cut in the middle

# Forks a child that does one thing again and again, saying so each time, until it is killed.
WRITERS = """
import os, sys
from pathlib import Path
import evals.run, evals.testing, evals.store
from ui import feedback

def thumbs(path, begun):
    for number in range(begun, 10_000):
        feedback.append(path, {"number": number, "text": "wörd “—” " * 4_000})
        yield number

def answers(path, begun):
    folder = evals.store.RunFolder(path)
    case_of = {case.asked[-1]: case for case in folder.cases}
    answerer = evals.testing.ScriptedAnswerer(
        dict.fromkeys(case_of, evals.testing.right_answer())
    )
    done = []
    for number, case in enumerate(folder.cases):
        evals.run.ask_all([case], answerer, folder, done=done.append)
        yield case.id

for line in sys.stdin:
    what, path, begun = line.split()
    child = os.fork()
    if not child:
        os.write(1, f"child {os.getpid()}\\n".encode())
        for each in {"thumbs": thumbs, "answers": answers}[what](Path(path), int(begun)):
            os.write(1, f"{each}\\n".encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


class Writers:
    """Processes that write until they are killed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITERS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_after(self, times: int, what: str, path: Path, *, begun: int = 0) -> list[str]:
        """Have a process write, and kill it when it has said so `times` times; all that it said."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{what} {path} {begun}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline().split()[1])
        said: list[str] = []
        while (line := self.process.stdout.readline().strip()) != "dead":
            said.append(line)
            if len(said) == times:
                os.kill(child, signal.SIGKILL)
        return said


@pytest.fixture(scope="module")
def writers():
    made = Writers()
    yield made
    made.process.communicate(timeout=20)


def lines(path: Path) -> list[int]:
    """The numbers of the whole lines of a file of verdicts."""
    found = []
    for line in path.read_bytes().split(b"\n"):
        try:
            found.append(json.loads(line)["number"])
        except ValueError:
            continue
    return found


def test_a_kill_costs_no_verdict_that_was_stored_and_spoils_none_that_comes(tmp_path, writers):
    path = tmp_path / "feedback.jsonl"
    chance = random.Random(1)
    stored: list[int] = []
    for _ in range(4):
        said = writers.kill_after(
            chance.randrange(1, 4), "thumbs", path, begun=len(stored) and stored[-1] + 100
        )
        stored += map(int, said)
        path.write_bytes(path.read_bytes() + b'{"number": 1, "t\xe2\x80')  # as a kill may leave it
    found = lines(path)
    assert set(stored) <= set(found)
    assert len(found) == len(set(found))


def test_a_verdict_that_does_not_fit_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "feedback.jsonl"
    feedback.append(path, {"number": 1, "text": LONG})
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 5_000, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            feedback.append(path, {"number": 2, "text": LONG})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_bytes() == before
    feedback.append(path, {"number": 3, "text": "half a letter: \ud83d"})
    assert lines(path) == [1, 3]


def test_an_eval_run_that_is_killed_again_and_again_asks_each_case_once(tmp_path, writers):
    cases = [trade_case(case_id=f"c{n}", question=f"How big was it in {n}?") for n in range(40)]
    info = RunInfo.now(Path("documents"), Path("cases"), "dev", ("scripted",))
    folder = RunFolder.create(tmp_path / "run", info, cases)
    folder.keep_library(LIBRARY)
    chance = random.Random(2)
    for _ in range(4):
        writers.kill_after(chance.randrange(1, 30), "answers", folder.path)
        with (folder.path / "results.jsonl").open("ab") as log:
            log.write(b'{"case": "c39", "a\xe2\x80')  # as a kill may leave it, within a letter
    kept = (folder.path / "results.jsonl").read_bytes()
    answerer = ScriptedAnswerer({case.asked[-1]: right_answer() for case in cases})
    ask_all(cases, answerer, folder, done=lambda _: None)
    assert is_complete(folder, "scripted")
    results = (folder.path / "results.jsonl").read_bytes()
    assert results.startswith(kept)
    whole = [json.loads(line) for line in results.split(b"\n") if line.endswith(b"}")]
    assert sorted(each["case"] for each in whole) == sorted(case.id for case in cases)

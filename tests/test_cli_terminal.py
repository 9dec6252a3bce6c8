"""The command line where a person sits at it: a real terminal, by a pseudo-terminal's two ends."""

import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from rag.testing import Reply, ScriptedModel

ROOT = Path(__file__).parent.parent
TRADE = "How much was China-Russia trade worth last year?"


@pytest.fixture(scope="module")
def place(tmp_path_factory, seeds):
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(seeds, folder / "seeds")
    assert at_a_terminal(folder, "index")[0] == 0
    return folder


def at_a_terminal(place, *arguments, typed=(), **environment):
    """The exit code and all that was shown; what is typed goes in line by line at each prompt."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown, left = b"", list(typed)
    with suppress(OSError):  # as Linux tells that nobody writes any more
        while piece := os.read(ours, 4096):
            shown += piece
            if left and shown.endswith(b"> "):
                os.write(ours, left.pop(0).encode())
    os.close(ours)
    return process.wait(timeout=60), shown.decode("utf-8", "replace").replace("\r\n", "\n")


def test_what_answers_is_in_bold_type_and_the_words_need_no_quotation_marks(place):
    code, shown = at_a_terminal(place, "ask", *TRADE.split())

    assert code == 0
    assert "\x1b[1m$190 billion\x1b[0m — China" in shown
    assert "**" not in shown


def test_without_a_question_a_conversation_begins(place):
    typed = ("Who is the Russian defense minister?\n", "What did he promise?\n", "\x04")

    code, shown = at_a_terminal(place, "ask", typed=typed)

    assert code == 0
    assert "“What did Sergei Shoigu promise?”" in shown


@pytest.mark.parametrize("word", ["exit", "quit", ":q", "/exit", " Quit "])
def test_a_conversation_is_left_by_the_words_that_are_usual_elsewhere(place, word):
    code, shown = at_a_terminal(place, "ask", typed=("/help\n", f"{word}\n"))

    assert code == 0
    assert "'exit' or Ctrl-D ends, '/help'" in shown
    assert "'pullquote ask --help' tells how to limit" in shown
    assert "answered by" not in shown


def test_in_a_single_question_such_a_word_is_asked(place):
    assert "“exit” · answered by" in at_a_terminal(place, "ask", "exit")[1]


def test_an_error_ends_no_conversation(place):
    typed = ("Who is Li Qiang?\n", "Who else?\n", "\x04")

    code, shown = at_a_terminal(place, "ask", "--only", "nowhere.txt", typed=typed)

    assert code == 0
    assert shown.count("'nowhere.txt' is not indexed") == 2


def test_what_is_waited_for_is_told(place):
    with ScriptedModel(Reply(status=500), "NOT_FOUND") as model:
        code, shown = at_a_terminal(place, "ask", TRADE, OPENAI_BASE_URL=model.url)

    assert code == 3
    assert "asking again in" in shown
    assert "scripted-1" in shown


def test_without_a_question_and_without_a_terminal_nothing_is_asked(place):
    done = subprocess.run(
        [sys.executable, "-m", "rag.cli", "ask"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "empty" in done.stderr


def test_the_version_is_told(place):
    assert at_a_terminal(place, "--version") == (0, f"pullquote {version('pullquote')}\n")

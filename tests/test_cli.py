"""The command line as a user calls it: a process, its output and its exit code."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def place(tmp_path_factory, seeds):
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(seeds, folder / "seeds")
    assert pullquote(folder, "index").returncode == 0
    return folder


def pullquote(place, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "rag.cli", *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_question_indexes_and_answers_with_its_source(place, tmp_path):
    question = "How much was China-Russia trade worth last year?"

    done = pullquote(place, "ask", question, RAG_DATA=str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "record $190 billion" in done.stdout
    assert "000_2122c5f3cc0325d7.txt" in done.stdout
    assert "5 added" in done.stderr


def test_a_refusal_exits_with_three_and_shows_the_nearest_passages(place):
    done = pullquote(place, "ask", "What is Shoigu's favourite book?")

    assert done.returncode == 3
    assert "Nearest passages:" in done.stdout


def test_json_is_one_object_with_exact_citations(place):
    done = pullquote(place, "ask", "Who is Li Qiang?", "--json")
    answer = json.loads(done.stdout)
    shown = pullquote(place, "show", answer["citations"][0]["document"], "--json")

    first = answer["citations"][0]
    assert json.loads(shown.stdout)["body"][first["start"] : first["end"]] == first["quote"]


def test_json_can_be_read_and_steers_no_terminal_whatever_a_file_is_called(tmp_path):
    names = ["b\x7fx.txt", "c\x9b2J.txt", "d\u202etxt.exe.txt"]
    (tmp_path / "seeds").mkdir()
    for name in names:
        (tmp_path / "seeds" / name).write_text(f"The ferry sank near {name[0]}. Nobody drowned.")

    done = pullquote(tmp_path, "show", "--json")

    assert [info["document"] for info in json.loads(done.stdout)] == names
    assert not set("\x7f\x9b\u202e") & set(done.stdout)


def test_show_lists_articles_and_tells_what_was_left_out(place):
    listing = pullquote(place, "show")
    article = pullquote(place, "show", "002_1c52b0908d791924.txt", "--left-out")

    assert len(listing.stdout.strip().splitlines()) == 5
    assert "Please enter your comment!" in article.stdout.split("Left out:")[1]
    assert "Please enter your comment!" not in article.stdout.split("Left out:")[0]


def test_a_question_may_be_put_to_the_same_document_twice(place):
    only = ("--only", "000_2122c5f3cc0325d7.txt") * 2

    done = pullquote(place, "ask", "How much was trade worth last year?", *only)

    assert done.returncode == 0, done.stderr
    assert "$190 billion" in done.stdout


def test_search_prints_scores_and_status_where_things_are(place):
    found = pullquote(place, "search", "Humvee", "-k", "2")
    state = pullquote(place, "status")

    assert len([line for line in found.stdout.splitlines() if "dense" in line]) == 2
    assert "Articles:     5" in state.stdout
    assert "Fingerprint:" in state.stdout


def test_indexing_again_touches_nothing(place):
    report = json.loads(pullquote(place, "index", "--json").stdout)

    assert (report["added"], report["changed"], report["removed"]) == ([], [], [])
    assert report["unchanged"] == 5


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["show", "nowhere.txt"], {}, "nowhere.txt"),
        (["ask", "Who?", "--only", "nowhere.txt"], {}, "nowhere.txt"),
        (["show", "caf\udce9.txt"], {}, "is not indexed"),
        (["ask", "Who?", "--only", "caf\udce9.txt"], {}, "is not indexed"),
        (["ask", "Who?", "--documents", "missing"], {"RAG_DATA": "elsewhere"}, "missing"),
        (["ask", "Who?"], {"RAG_PORT": "many"}, "RAG_PORT"),
        (["ask", "Who?"], {"RAG_ANSWERER": "model"}, "OPENAI_API_KEY"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence_on_stderr(place, arguments, environment, said):
    done = pullquote(place, *arguments, **environment)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_every_setting_is_listed_here_and_in_the_readme(place):
    rows = json.loads(pullquote(place, "settings", "--json").stdout)
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", readme, re.MULTILINE)

    assert {"RAG_DOCUMENTS", "OPENAI_BASE_URL"} <= {row["variable"] for row in rows}
    assert sorted(
        (variable, default.strip("`"), meaning) for variable, default, meaning in told
    ) == (sorted((row["variable"], row["default"], row["meaning"]) for row in rows))


def test_the_files_that_the_readme_tells_of_are_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    path = readme.partition("## How it works")[2].split("```")[1]
    told = re.findall(r"[a-z_]+(?:\.py|/)", " ".join(line[:20] for line in path.splitlines()))

    assert len(told) > 8
    assert [name for name in told if not (ROOT / "rag" / name).exists()] == []
    named = re.findall(r"`((?:docs|evals|ui|rag|seeds|tests)/[\w./-]*)`", readme)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_a_question_whose_bytes_are_no_text_is_asked_like_others(place):
    done = pullquote(place, "search", "caf\udce9 trade", "-k", "1")  # as of a Latin-1 terminal

    assert done.returncode == 0, done.stderr
    assert "dense" in done.stdout


def test_secrets_are_not_printed(place):
    done = pullquote(place, "settings", OPENAI_API_KEY="sk-secret")

    assert "sk-secret" not in done.stdout + done.stderr


def test_make_ask_hands_the_question_over_as_it_was_typed(tmp_path):
    told = tmp_path / "bin" / "pullquote"
    told.parent.mkdir()
    told.write_text('#!/bin/sh\nprintf %s "$2"\n')
    told.chmod(0o755)
    (told.parent / "python").touch()
    (tmp_path / ".chat").touch()  # as if all were installed
    question = "Who earned $500 \"by\" `id`, $(HOME) or 'it' in May?"

    command = ["make", "--no-print-directory", "ask", f"VENV={tmp_path}", f"Q={question}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == question


def test_make_clean_leaves_what_cannot_be_made_again(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    kept = ("removed/a.txt", "feedback.jsonl", "evals/run/replies.jsonl")
    made = ("index/chroma/chroma.sqlite3", "evals/indexes/seeds")
    for name in (*kept, *made):
        file = tmp_path / ".pullquote" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    subprocess.run(["make", "clean"], cwd=tmp_path, capture_output=True, check=True)

    data = tmp_path / ".pullquote"
    assert {str(p.relative_to(data)) for p in data.rglob("*") if p.is_file()} == set(kept)

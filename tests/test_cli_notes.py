"""What the command line says beside its results: on stderr, and about wrong calls."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import rag.cli
from rag import BadSetting
from rag.storage.locks import FolderLock
from rag.testing import Reply, ScriptedModel

QUESTION = "How much honey did the beekeepers of Lund harvest?"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of three articles, of which one gives its day, and what an index of it takes."""
    monkeypatch.setenv("RAG_DOCUMENTS", str(tmp_path / "docs"))
    monkeypatch.setenv("RAG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RAG_BUSY_WAIT_S", "0")
    (tmp_path / "docs").mkdir()
    write(tmp_path, "bees.txt", "The beekeepers of Lund harvested 400 kilos of honey.")
    write(tmp_path, "rail.txt", "A railway to Kiruna carries iron ore to the port.")
    write(tmp_path, "fish.txt", "Herring returns\n\nMay 24, 2023\n\nThe herring came to Bergen.")
    return tmp_path


@pytest.fixture
def indexed(place):
    assert pullquote("index").exit_code == 0
    return place


def write(place: Path, name: str, text: str) -> None:
    (place / "docs" / name).write_text(text, "utf-8")


def pullquote(*arguments: str, typed: str | bytes | None = None):
    return CliRunner().invoke(rag.cli.app, arguments, input=typed)


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", "honey")])
def test_what_changed_since_the_index_was_made_is_told_after_the_answer(indexed, command):
    before = pullquote(*command)
    assert (before.exit_code, before.stderr) == (0, "")

    write(indexed, "new.txt", "A lighthouse was built at Skellan.")
    write(indexed, "rail.txt", "A railway to Narvik carries iron ore.")
    (indexed / "docs" / "fish.txt").unlink()
    after = pullquote(*command)

    assert after.exit_code == 0
    assert "honey" in after.stdout
    assert after.stderr == (
        "The folder has changed since it was indexed: 1 new, 1 changed, 1 gone; "
        "run `pullquote index`.\n"
    )
    assert pullquote(*command, "--json").stderr == ""


def test_a_refusal_keeps_its_exit_code_beside_a_note(indexed):
    write(indexed, "new.txt", "A lighthouse was built at Skellan.")
    refused = pullquote("ask", "Who built the opera house of Ruritania?")

    assert refused.exit_code == 3
    assert "1 new, 0 changed, 0 gone" in refused.stderr


def test_a_folder_that_is_away_is_not_called_changed(indexed):
    shutil.rmtree(indexed / "docs")
    told = pullquote("ask", QUESTION)

    assert told.exit_code == 0
    assert f"{str(indexed / 'docs')!r} is not there" in told.stderr
    assert "gone" not in told.stderr


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_nothing_asked_is_a_wrong_call(place, command, text):
    done = pullquote(command, text)

    assert done.exit_code == 2
    assert "is empty" in done.stderr
    assert done.stdout == ""
    assert not (place / "data").exists()


def test_a_question_comes_from_stdin_where_nobody_types(indexed):
    piped = pullquote("ask", typed=f"{QUESTION}\n")
    as_json = pullquote("ask", "--json", typed=QUESTION)
    no_text = pullquote("ask", typed=b"caf\xe9 honey")
    given = pullquote("ask", QUESTION, typed="Where did the herring come to?")

    assert (piped.exit_code, piped.stdout) == (0, pullquote("ask", QUESTION).stdout)
    assert json.loads(as_json.stdout)["question"] == QUESTION
    assert no_text.exit_code in (0, 3)
    assert given.stdout == piped.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "yesterday"), "'yesterday' is not a day"),
        (("--until", "2023-02-30"), "'2023-02-30' is not a day"),
        (("--answerer", "oracle"), "'--answerer'"),
    ],
)
def test_an_option_that_cannot_be_is_a_wrong_call_that_names_it(place, arguments, told):
    done = pullquote("ask", QUESTION, *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert arguments[0] in done.stderr
    assert "RAG_" not in done.stderr


def test_a_limited_search_that_finds_nothing_says_what_it_was_limited_to(indexed):
    asked = pullquote("ask", QUESTION, "--since", "2023-05-24")
    sought = pullquote("search", "honey", "--since", "2024-05-24", "--only", "bees.txt")

    assert asked.exit_code == 3
    assert "Searched only articles published since 24 May 2023." in asked.stdout
    assert sought.stdout == ""
    assert "Searched only 1 article, published since 24 May 2024." in sought.stderr


def test_status_tells_what_is_skipped_as_index_does(indexed):
    (indexed / "docs" / "table.csv").write_text("a,b", "utf-8")
    (indexed / "docs" / "void.txt").write_text("", "utf-8")
    report, state = pullquote("index").stdout, pullquote("status").stdout

    for name in ("table.csv", "void.txt"):
        (line,) = (line for line in report.splitlines() if line.startswith(f"Skipped '{name}'"))
        assert line in state.splitlines()


def test_status_tells_of_a_folder_that_is_not_there_or_empty(place, monkeypatch):
    (place / "empty").mkdir()
    for name, told in (("away", "does not exist; set"), ("empty", "is empty; put")):
        monkeypatch.setenv("RAG_DOCUMENTS", str(place / name))
        done = pullquote("status")

        assert done.exit_code == 0
        assert f"{str(place / name)!r} {told}" in done.stdout


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", "honey")])
def test_days_that_leave_no_time_between_them_are_a_wrong_call(indexed, command):
    done = pullquote(*command, "--since", "2023-06-02", "--until", "2023-05-01")

    assert done.exit_code == 2
    assert "2023-06-02" in done.stderr
    assert "2023-05-01" in done.stderr
    assert pullquote(*command, "--since", "2023-05-24", "--until", "2023-05-24").exit_code != 2


def test_articles_left_out_for_want_of_a_date_are_counted_beside_a_refusal(indexed):
    refused = pullquote("ask", QUESTION, "--since", "2023-01-01")
    none = pullquote("search", "honey", "--until", "2020-01-01", "--only", "bees.txt")
    answered = pullquote("ask", "Where did the herring come to?", "--since", "2023-01-01")
    whole = pullquote("ask", "Who built the opera house of Ruritania?")

    assert refused.exit_code == whole.exit_code == 3
    assert "2 articles give no date and were left out" in refused.stderr
    assert "1 article gives no date and was left out" in none.stderr
    assert answered.exit_code == 0
    assert "no date" not in answered.stderr + whole.stderr


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", "honey"), ("index",)])
def test_a_misspelt_embedder_is_told_and_no_text_is_sent_anywhere(indexed, monkeypatch, command):
    monkeypatch.setenv("RAG_EMBEDDER", "embeded")
    done = pullquote(*command)

    assert isinstance(done.exception, BadSetting)  # before anything was opened
    assert "'embeded'" in str(done.exception)
    assert "RAG_EMBEDDER" in str(done.exception)
    assert "OPENAI_API_KEY" in str(done.exception)


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", "honey")])
def test_an_index_of_another_embedder_is_told_until_it_is_made_anew(indexed, monkeypatch, command):
    with ScriptedModel() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("RAG_ANSWERER", "reader")
        monkeypatch.setenv("RAG_EMBEDDER", "words-1")
        stale = pullquote(*command, "--json")
        state = pullquote("status")

        pullquote("index")
        fresh = pullquote(*command)

    for told in (stale.stderr, state.stdout):
        assert "another embedder than 'words-1'" in told
        assert "`pullquote index` makes it anew" in told
    assert fresh.stderr == ""


def test_an_index_of_another_version_is_told(indexed, monkeypatch):
    monkeypatch.setattr("rag.split.SPLITTER", "sentences-other")
    told = pullquote("search", "honey").stderr

    assert told == (
        "The index was made by another version of Pullquote; `pullquote index` makes it anew.\n"
    )


class Steps:
    """Instead of sleeping, the next of some deeds is done; after the last Ctrl-C is pressed."""

    def __init__(self, *deeds) -> None:
        self.deeds = list(deeds)

    def __call__(self, _: float) -> None:
        if not self.deeds:
            raise KeyboardInterrupt
        self.deeds.pop(0)()


def test_watching_goes_on_after_an_empty_folder_and_a_busy_index(place, monkeypatch):
    texts = {path: path.read_text("utf-8") for path in (place / "docs").iterdir()}
    other = FolderLock(place / "data" / "index", wait_s=0)

    def empty() -> None:
        for path in texts:
            path.unlink()

    def fill_while_in_use() -> None:
        for path, text in texts.items():
            path.write_text(text, "utf-8")
        write(place, "new.txt", "A lighthouse was built at Skellan.")
        other.acquire()

    steps = Steps(empty, lambda: None, fill_while_in_use, lambda: None, other.release)
    monkeypatch.setattr(rag.cli, "time", SimpleNamespace(sleep=steps))
    done = pullquote("index", "--watch", "--json")

    reports = [json.loads(text + "}") for text in done.stdout.split("}\n")[:-1]]
    assert [report["added"] for report in reports] == [
        ["bees.txt", "fish.txt", "rail.txt"],
        ["new.txt"],
    ]
    assert done.stderr.count("is empty") == done.stderr.count("is in use") == 1  # told once each
    assert done.stderr.index("is empty") < done.stderr.index("is in use")


def test_watching_goes_on_after_a_model_that_failed(place, monkeypatch):
    with ScriptedModel() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("RAG_EMBEDDER", "words-1")

        def write_while_it_refuses() -> None:
            model.add(Reply(status=401))
            write(place, "new.txt", "A lighthouse was built at Skellan.")

        steps = Steps(write_while_it_refuses, lambda: None)
        monkeypatch.setattr(rag.cli, "time", SimpleNamespace(sleep=steps))
        done = pullquote("index", "--watch")

    assert "refused the key" in done.stderr
    assert "1 added, 0 changed" in done.stdout

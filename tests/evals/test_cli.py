"""The commands: what they print, and their exit codes 0, 1, 2, 3 and 4."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import evals.cli
from evals.cli import app
from evals.console import settings_over
from evals.lint import sha256
from evals.store import Article, RunFolder
from evals.testing import LIBRARY, RECORD_QUOTE, ScriptedAnswerer, nugget, refusal, right_answer
from rag import (
    Assistant,
    BadSetting,
    IndexBusy,
    ModelDamaged,
    ModelProblem,
    NoDocuments,
    RagError,
    Settings,
)
from rag.testing import ScriptedModel

ANSWERS = {"How big?": right_answer(), "How many tons?": refusal(), "How big again?": refusal()}


@dataclass
class PaperAssistant:
    """Holds the hand-made articles, and counts nothing else."""

    def index(self):
        """Everything is indexed."""

    def article(self, document):
        """The article, as far as a run keeps it."""

        @dataclass
        class Article:
            body: str = LIBRARY[document].body
            title: str = ""
            published: None = None

        return Article()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of documents, cases and runs, with an answerer from a table."""
    documents, cases = tmp_path / "documents", tmp_path / "cases"
    documents.mkdir()
    cases.mkdir()
    for name, article in LIBRARY.items():
        (documents / name).write_text(article.body, encoding="utf-8")
    raw = {
        "story": "s",
        "documents": {"trade.txt": sha256(documents / "trade.txt")},
        "cases": [
            {
                "id": "big",
                "kind": "how_much",
                "question": "How big?",
                "expect": {
                    "type": "answer",
                    "nuggets": [nugget("$190 billion", quote=RECORD_QUOTE)],
                },
            },
            {
                "id": "tons",
                "kind": "unanswerable",
                "question": "How many tons?",
                "expect": {"type": "abstain"},
            },
        ],
    }
    (cases / "s.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    answers, folders = dict(ANSWERS), []

    @contextmanager
    def opened(name, settings):
        folders.append(settings.documents)
        answerer = ScriptedAnswerer(answers, name=name)
        answerer.assistant = PaperAssistant()
        yield answerer

    monkeypatch.setattr(evals.cli, "opened", opened)
    monkeypatch.setenv("RAG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RAG_DOCUMENTS", str(documents))

    @dataclass
    class Place:
        root: Path
        answers: dict
        cases: Path
        folders: list  # of articles, one for each answerer that was opened

        def call(self, *args):
            return CliRunner().invoke(app, [str(a) for a in args])

        def run(self, *args):
            return self.call("run", "--cases", cases, *args)

    return Place(tmp_path / "data" / "evals", answers, cases, folders)


def test_a_run_prints_its_figures_and_leaves_a_report_under_one_name(place):
    result = place.run("--require", "passed=1")

    assert result.exit_code == 0, result.output
    assert "100.0" in result.output
    (folder,) = [p for p in place.root.iterdir() if p.is_dir()]
    assert (place.root / "report.html").read_bytes() == (folder / "report.html").read_bytes()


def test_a_threshold_that_is_missed_is_exit_1(place):
    place.answers["How big?"] = refusal()

    assert place.run("--require", "passed=1").exit_code == 1
    assert place.run("--require", "passed=0.5").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("--require", "beauty=1"),
        ("--kind", "who"),
        ("--resume", "nothing"),
        ("--failed",),
    ],
)
def test_what_cannot_be_done_is_exit_2_and_one_sentence(place, args):
    result = place.run(*args)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_incomplete_run_never_passes_and_can_be_resumed(place):
    place.answers["How big?"] = RagError("the index is busy")

    assert place.run("--require", "passed=0").exit_code == 3

    place.answers["How big?"] = right_answer()
    (folder,) = [path for path in place.root.iterdir() if path.is_dir()]
    told = place.call("rescore", folder.name)
    assert f"--resume {folder.name}" in told.stderr
    result = place.call("run", "--resume", "latest", "--require", "passed=1")
    assert result.exit_code == 0, result.output


def test_a_run_is_not_resumed_over_an_article_that_has_changed(place, monkeypatch):
    place.answers["How many tons?"] = RagError("the index is busy")
    place.run()
    changed = Article(LIBRARY["trade.txt"].body.replace("Trade", "Commerce"))
    monkeypatch.setitem(LIBRARY, "trade.txt", changed)

    result = place.call("run", "--resume", "latest")

    assert result.exit_code == 2
    assert "'trade.txt' is not as it was" in result.stderr


def test_a_resumed_run_asks_over_its_own_articles_and_no_others(place, tmp_path, monkeypatch):
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "documents", other)
    place.answers["How big?"] = RagError("the index is busy")
    monkeypatch.chdir(tmp_path)
    place.run("--documents", "other")
    monkeypatch.chdir("/")

    elsewhere = place.call("run", "--resume", "latest", "--documents", tmp_path / "documents")
    place.call("run", "--resume", "latest", "--documents", other)
    place.call("run", "--resume", "latest")

    assert elsewhere.exit_code == 2
    assert f"asks over '{other}'" in elsewhere.output
    assert place.folders[1:] == [other, other]


def test_only_what_failed_last_time_is_asked_again(place):
    place.answers["How big?"] = refusal()
    place.run()

    data = json.loads(place.run("--failed", "--json").stdout)

    assert [c["id"] for c in data["cases"]["reader"]] == ["big"]


def test_several_answerers_stand_in_one_table(place, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")

    asked = ("--answerer", "reader", "--answerer", "model:tiny", "--require", "passed=1")
    data = json.loads(place.run(*asked, "--json").stdout)

    assert [s["answerer"] for s in data["summaries"]] == ["reader", "model:tiny"]
    assert data["complete"] is True
    assert [(t["answerer"], t["passed"]) for t in data["thresholds"]] == [
        ("reader", True),
        ("model:tiny", True),
    ]
    thresholds = place.run(*asked).stdout.partition("Thresholds")[2]
    assert "model:tiny" in thresholds


@pytest.mark.parametrize("second", ["modle", "reader:tiny", "model", "model:tiny"])
def test_an_answerer_that_cannot_be_asked_is_told_before_another_is(place, second):
    result = place.run("--answerer", "reader", "--answerer", second)

    assert result.exit_code == 2
    assert repr(second) in result.stderr
    assert place.folders == []
    assert not place.root.exists()


def test_junit_is_written_where_it_is_asked_for(place, tmp_path):
    place.run("--junit", tmp_path / "junit.xml")

    assert 'tests="2"' in (tmp_path / "junit.xml").read_text(encoding="utf-8")


def test_rescoring_asks_nothing(place):
    place.run()
    place.answers.clear()

    assert place.call("rescore", "latest", "--require", "passed=1").exit_code == 0


def test_new_gold_judges_a_run_from_then_on(place, tmp_path):
    place.run()
    text = (place.cases / "s.yaml").read_text(encoding="utf-8")
    (tmp_path / "new").mkdir()
    raw = yaml.safe_load(text)
    raw["cases"][1]["expect"] = {"type": "answer", "nuggets": [nugget("7 tons")]}
    (tmp_path / "new" / "s.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")

    assert (
        place.call("rescore", "--cases", tmp_path / "new", "--require", "passed=1").exit_code == 1
    )

    assert place.call("rescore", "--require", "passed=1").exit_code == 1
    data = json.loads(place.run("--failed", "--json").stdout)
    assert [c["id"] for c in data["cases"]["reader"]] == ["tons"]


def test_the_report_of_an_older_run_is_not_called_the_newest(place):
    place.run()
    first = next(p.name for p in place.root.iterdir() if p.is_dir())
    place.run()
    newest = (place.root / "report.html").read_bytes()

    place.call("report", first)
    place.call("rescore", first)

    assert (place.root / "report.html").read_bytes() == newest


def test_after_a_run_in_which_nothing_failed_nothing_is_asked_again(place):
    place.run()

    result = place.run("--failed", "--json")

    assert result.exit_code == 0
    assert "Nothing failed" in result.stderr
    assert json.loads(result.stdout)["cases"] == {}


@pytest.mark.parametrize(
    "args",
    [
        ("--answerer", "model"),
        ("--cases", "elsewhere"),
        ("--split", "held_out"),
        ("--kind", "who"),
        ("--tag", "x"),
        ("--id", "big"),
        ("--failed",),
        ("--drafts",),
    ],
)
def test_a_resumed_run_is_not_told_to_be_another(place, args):
    place.run()

    told = place.call("run", "--resume", "latest", *args)
    same = ("--answerer", "reader", "--cases", place.cases, "--split", "dev")

    assert told.exit_code == 2
    assert f"without {args[0]}" in told.stderr
    assert place.call("run", "--resume", "latest", *same).exit_code == 0


@pytest.mark.parametrize("kept", [0, 1])
def test_a_run_is_not_rescored_by_cases_that_lack_some_of_its_own(place, tmp_path, kept):
    place.run()
    raw = yaml.safe_load((place.cases / "s.yaml").read_text(encoding="utf-8"))
    raw["cases"] = [raw["cases"][0], {**raw["cases"][1], "id": "other"}][1 - kept :]
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "s.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")

    result = place.call("rescore", "--cases", tmp_path / "new")

    assert result.exit_code == 2
    assert f"lacks {2 - kept} of the 2 cases" in result.output


def test_gold_on_a_web_page_is_proved_before_anything_is_indexed(place, tmp_path):
    body = " ".join(["The harbour of Tolm was closed on Monday after the storm."] * 5)
    page = tmp_path / "documents" / "a.html"
    page.write_text(f"<html><body><article><p>{body}</p></article></body></html>", "utf-8")
    case = {
        "id": "closed",
        "kind": "when",
        "question": "When was the harbour shut?",
        "expect": {
            "type": "answer",
            "nuggets": [nugget("Monday", quote="closed on Monday", document="a.html")],
        },
    }
    raw = {"story": "h", "documents": {"a.html": sha256(page)}, "cases": [case]}
    (place.cases / "h.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")

    result = place.call("lint", "--cases", place.cases)

    assert result.exit_code == 0, result.output


def test_without_its_articles_the_gold_is_not_called_wrong(place, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    result = place.call("lint", "--cases", place.cases, "--documents", tmp_path / "nowhere")

    assert result.exit_code == 2
    assert "does not exist; set RAG_DOCUMENTS" in result.stderr
    assert "problems" not in result.output


def test_what_a_model_thinks_of_a_held_out_answer_is_not_printed(place, monkeypatch):
    raw = yaml.safe_load((place.cases / "s.yaml").read_text(encoding="utf-8"))
    raw["cases"][0]["held_out"] = True
    (place.cases / "s.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    place.run("--split", "all")

    with ScriptedModel("PASS: a reason", "PASS: a reason") as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        said = json.loads(place.call("judge", "latest", "--json").stdout)

    assert {o["case"]: o["why"] for o in said} == {"big": "", "tons": "a reason"}


def test_a_worse_run_is_told_as_such_only_if_it_is_no_accident(place, tmp_path):
    raw = yaml.safe_load((place.cases / "s.yaml").read_text(encoding="utf-8"))
    more = [
        {**raw["cases"][0], "id": f"big-{i}", "question": f"How big, asked for the {i}. time?"}
        for i in range(8)
    ]
    place.answers.update({case["question"]: right_answer() for case in more})
    raw["cases"] += more
    (place.cases / "s.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    place.run()
    place.answers["How big?"] = refusal()
    place.run()
    place.answers.update({case["question"]: refusal() for case in more})
    place.run()
    best, worse, worst = sorted(p.name for p in place.root.iterdir() if p.is_dir())

    accident = place.call("compare", best, worse, "--html", tmp_path / "both.html")
    told = place.call("compare", best, worst, "--json")

    assert accident.exit_code == 0, accident.output
    assert "too few cases to tell" in accident.output
    assert (tmp_path / "both.html").exists()
    assert told.exit_code == 1
    assert json.loads(told.stdout)["measures"]["passed"]["verdict"] == "changed"
    assert place.call("compare", worst, best).exit_code == 0
    assert place.call("compare", best, f"{best}@nobody").exit_code == 2


def test_a_comparison_with_an_incomplete_run_never_passes(place):
    place.run()
    place.answers["How big?"] = RagError("the index is busy")
    place.run()
    whole, broken = sorted(p.name for p in place.root.iterdir() if p.is_dir())

    assert place.call("compare", whole, broken).exit_code == 3
    assert place.call("compare", broken, whole).exit_code == 3


def unopened(monkeypatch, error):
    """Have every answerer fail as it is opened."""

    @contextmanager
    def opened(name, settings):
        raise error
        yield

    monkeypatch.setattr(evals.cli, "opened", opened)


@pytest.mark.parametrize("error", [IndexBusy("in use by the chat"), KeyboardInterrupt()])
def test_a_run_that_fails_before_its_first_case_leaves_no_folder(place, monkeypatch, error):
    unopened(monkeypatch, error)

    result = place.run()

    assert result.exit_code == (4 if isinstance(error, RagError) else 130)
    assert list(place.root.iterdir()) == []


def test_a_run_that_is_resumed_and_fails_at_once_keeps_its_folder(place, monkeypatch):
    place.answers["How big?"] = RagError("the index is busy")
    place.run()
    unopened(monkeypatch, IndexBusy("in use by the chat"))

    assert place.call("run", "--resume", "latest").exit_code == 4
    assert len([path for path in place.root.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (IndexBusy("in use by the chat"), 4),
        (ModelProblem("it does not answer"), 4),
        (ModelDamaged("not as shipped"), 4),
        (NoDocuments("there is no such folder"), 2),
        (BadSetting("no model is configured"), 2),
    ],
)
def test_what_is_out_of_order_is_told_apart_from_bad_input(place, monkeypatch, error, code):
    unopened(monkeypatch, error)

    result = place.run("--require", "passed=0")

    assert (result.exit_code, result.stderr.strip()) == (code, str(error))


@pytest.mark.parametrize(
    "args",
    [
        ("report", "latest"),
        ("rescore",),
        ("compare", "latest", "latest"),
        ("run", "--failed"),
        ("selfcheck", "--run", "latest"),
    ],
)
def test_the_latest_run_is_the_last_whose_answers_can_be_judged(place, args):
    place.answers["How big?"] = refusal()
    place.run()
    (first,) = [path for path in place.root.iterdir() if path.is_dir()]
    stub = RunFolder.create(place.root / "99990101-000000", RunFolder(first).info, [])
    cases = ("--cases", place.cases) if args[0] == "run" else ()

    result = place.call(*args, *cases)

    assert result.exit_code in {0, 1}, result.output  # 1 as a threshold may be missed
    assert "articles.json" not in result.output
    told = place.call("report", stub.path.name)
    assert told.exit_code == 2
    assert f"--resume {stub.path.name}" in told.output
    assert place.call("run", "--resume", "latest").exit_code == 0  # of no case
    assert (stub.path / "articles.json").exists()


def test_a_folder_of_unfinished_runs_says_how_to_go_on(place):
    place.run()
    (only,) = [path for path in place.root.iterdir() if path.is_dir()]
    (only / "articles.json").unlink()

    result = place.call("report")

    assert result.exit_code == 2
    assert "--resume latest" in result.output


@pytest.mark.parametrize(
    "args",
    [
        ("run", "--root", "{file}/evals"),
        ("run", "--junit", "{file}/junit.xml"),
        ("report", "--to", "{file}/report.html"),
        ("compare", "latest", "latest", "--html", "{file}/both.html"),
        ("selfcheck", "--root", "{file}/evals"),
        ("generate", "--to", "{file}/drafts"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(place, tmp_path, args):
    place.run()
    file = tmp_path / "file"
    file.touch()
    cases = ("--cases", place.cases) if args[0] in {"run", "selfcheck"} else ()

    result = place.call(*(arg.format(file=file) for arg in args), *cases)

    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    told = result.stderr.splitlines()[-1]
    option = next(arg for arg in args if arg.startswith("--"))
    assert str(file) in told
    assert "cannot be written" in told
    assert f"choose another place with {option}" in told


def test_a_data_folder_that_cannot_be_written_is_one_sentence(place, tmp_path, monkeypatch):
    monkeypatch.setenv("RAG_DATA", str(tmp_path / "documents" / "trade.txt"))

    result = place.run("--id", "big")

    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "RAG_DATA" in result.stderr


def test_the_report_can_be_written_again(place, tmp_path):
    place.run()

    result = place.call("report", "latest", "--to", tmp_path / "r.html")

    assert result.stdout.strip() == str(tmp_path / "r.html")
    assert (tmp_path / "r.html").exists()


def test_another_folder_than_the_users_is_indexed_apart(place, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "road.txt").write_text(
        "The council of Tolm approved 12 new bridges over the river on Monday after a debate.",
        encoding="utf-8",
    )
    with Assistant(Settings()) as assistant:
        assistant.index()
        users = assistant.articles()

    result = place.call("generate", "--to", tmp_path / "drafts", "--documents", other)

    assert result.exit_code == 0, result.output
    assert "road" in result.stdout
    with Assistant(Settings()) as assistant:
        assert assistant.articles() == users
    assert settings_over(tmp_path / "documents").data == Settings().data


def test_agreement_and_generate_tell_a_bad_file(place, tmp_path):
    assert place.call("agreement", tmp_path / "none.json").exit_code == 2
    assert place.call("generate", "--to", tmp_path, "--thumbs", tmp_path / "none").exit_code == 2

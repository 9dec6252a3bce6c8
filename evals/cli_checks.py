"""The commands that check the evals themselves, and the one that drafts cases.

Elsewhere: the commands that ask and score (evals/cli.py), which registers these.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from evals.agreement import LINE, Agreement, agreement, read_labels
from evals.cases import BUNDLED_CASES, load
from evals.console import (
    FAILED,
    INCOMPLETE,
    PASSED,
    AsJson,
    Documents,
    Root,
    default_root,
    errors_told,
    out,
    print_json,
    progress_bar,
    settings_over,
)
from evals.errors import BadCases
from evals.generate import draft_from_articles, draft_from_thumbs, write_drafts
from evals.gold import gold_reply, read_library
from evals.judging import judge_run
from evals.model_judge import ModelJudge, concord, judge_all
from evals.mutations import Subject
from evals.run import reading
from evals.selfcheck import SCORERS, Row, gate_text, selfcheck
from evals.statistics import Interval
from evals.store import Article, open_run, write_json, writing
from evals.tables import plain_table
from rag import Assistant, Settings


def selfcheck_command(
    run: Annotated[
        str, typer.Option(help="Corrupt this run's passing answers, not the gold's own.")
    ] = "",
    cases: Annotated[Path, typer.Option("--cases", help="Folder of YAML cases.")] = BUNDLED_CASES,
    documents: Documents = None,
    root: Root = None,
    show_missed: Annotated[bool, typer.Option(help="Print what was not noticed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Corrupt and rewrite answers that pass, and see who notices. Exit 1 below the gate."""
    with errors_told():
        settings = settings_over(documents)
        top = root or default_root()
        subjects = _subjects_of_run(top, run) if run else _gold(cases, settings.documents)
        if not subjects:
            raise BadCases("no answer passes, so none can be corrupted; run some cases first.")
        rows = selfcheck(subjects)
        data = [row.to_dict() for row in rows]
        with writing(top):
            top.mkdir(parents=True, exist_ok=True)
        write_json(top / "selfcheck.json", data)
    if as_json:
        print_json(data)
    else:
        out.print(_selfcheck_table(rows, len(subjects)))
        for row in rows if show_missed else ():
            for case, text in row.missed:
                out.print(f"{row.mutation.name}: {case}: {text}", markup=False, highlight=False)
    raise typer.Exit(PASSED if all(row.passed for row in rows) else FAILED)


def agreement_command(
    labels: Annotated[Path, typer.Argument(help="RAGChecker's human labels, .json or .json.gz.")],
    as_json: AsJson = False,
) -> None:
    """Hold the scorers against people. Exit 1 if none beats plain word overlap everywhere."""
    with errors_told():
        rows = agreement(read_labels(labels))
    if as_json:
        print_json([_agreement_dict(r) for r in rows])
    else:
        out.print(_agreement_table(rows))
    scorers = {r.scorer for r in rows}
    better = [s for s in scorers if all(r.gain.value > 0 for r in rows if r.scorer == s)]
    raise typer.Exit(PASSED if better else FAILED)


def judge_command(
    run: Annotated[str, typer.Argument(help="A run's name or folder, or 'latest'.")] = "latest",
    jobs: Annotated[int, typer.Option(min=1, help="Answers judged at the same time.")] = 4,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Ask the configured language model what it thinks, and list where it disagrees.

    Its opinion is shown beside the verdicts and changes none. Stopped, it goes on where it was.
    Exit 3 if some opinion is missing.
    """
    with errors_told():
        settings = Settings()
        folder = open_run(root or default_root(), run)
        scores = [s for found in judge_run(folder).values() for s in found]
        judge = ModelJudge(settings)
        with progress_bar() as progress:
            task = progress.add_task(judge.model, total=len(scores), rate="")

            def done(count: int) -> None:
                progress.update(task, completed=count)

            opinions = judge_all(scores, judge, folder, jobs=jobs, done=done)
    result = concord(scores, opinions)
    share = _percent(result.agreed)
    kappa = "—" if result.kappa is None else f"{result.kappa:.2f}"
    if as_json:
        secret = {score.case.id for score in scores if score.case.held_out}
        shown = [replace(o, why="") if o.case in secret else o for o in opinions]
        print_json([asdict(opinion) for opinion in shown])
    else:
        out.print(
            f"Agrees with {share} % of {result.n} verdicts, kappa {kappa}; "
            f"{result.unscored} not scorable."
        )
        for score, opinion in result.disagreements:
            if not score.case.held_out:
                says = "passes" if opinion.passed else "fails"
                line = f"{score.case.id}: the model {says} it: {opinion.why}"
                out.print(line, markup=False, highlight=False)
    raise typer.Exit(INCOMPLETE if result.unscored else PASSED)


def generate_command(
    to: Annotated[Path, typer.Option("--to", help="Folder for the drafts.")],
    documents: Documents = None,
    thumbs: Annotated[
        Path | None, typer.Option(help="Draft from the chat's thumbs (JSONL) instead.")
    ] = None,
    per_article: Annotated[int, typer.Option(min=1, help="Drafts from one article.")] = 4,
    seed: Annotated[int, typer.Option(help="Another seed drafts other questions.")] = 0,
) -> None:
    """Draft cases for a person to accept, by taking `draft: true` away."""
    with errors_told():
        settings = settings_over(documents)
        if thumbs:
            with reading(settings) as read:
                files = [draft_from_thumbs(thumbs, settings.documents, read=read)]
        else:
            with Assistant(settings) as assistant:
                assistant.index()
                library = {
                    info.document: Article(assistant.article(info.document).body, info.title)
                    for info in assistant.articles()
                }
            files = draft_from_articles(
                library, settings.documents, per_article=per_article, seed=seed
            )
        with writing(to, "--to"):
            written = write_drafts(files, to)
    for path in written:
        typer.echo(path)


def _gold(cases: Path, documents: Path) -> list[Subject]:
    library = read_library(documents)
    found = [(case, gold_reply(case, library)) for case in load(cases)]
    return [Subject(case, reply, library) for case, reply in found if reply]


def _subjects_of_run(root: Path, name: str) -> list[Subject]:
    folder = open_run(root, name)
    library = folder.library
    return [
        Subject(s.case, s.record.reply, library)
        for scores in judge_run(folder).values()
        for s in scores
        if s.passed and s.record.reply
    ]


def _selfcheck_table(rows: list[Row], subjects: int) -> Table:
    table = plain_table(
        f"Selfcheck on {subjects} answers",
        ("change", "should be", "n", "noticed % [95 %]", *SCORERS, "gate"),
    )
    for row in rows:
        if not row.mutation.is_corruption and rows[rows.index(row) - 1].mutation.is_corruption:
            table.add_section()
        should = "noticed" if row.mutation.is_corruption else "let pass"
        gate = gate_text(row.to_dict())
        counts = (str(row.by_scorer[name]) for name in SCORERS)
        table.add_row(row.mutation.name, should, str(row.n), _percent(row.rate), *counts, gate)
    return table


def _agreement_table(rows: list[Agreement]) -> Table:
    table = plain_table(
        "Agreement with people, × 100 [95 %]",
        ("scorer", "aspect", "Pearson", "over the line", "Spearman", "n"),
    )
    for row in rows:
        table.add_row(
            row.scorer,
            row.aspect,
            _percent(row.pearson),
            "" if row.scorer == LINE else _percent(row.gain),
            _percent(row.spearman),
            str(row.n),
        )
    return table


def _percent(interval: Interval | None) -> str:
    if interval is None:
        return "—"
    return f"{100 * interval.value:.1f} [{100 * interval.low:.1f}, {100 * interval.high:.1f}]"


def _agreement_dict(row: Agreement) -> dict[str, object]:
    return {
        "scorer": row.scorer,
        "aspect": row.aspect,
        "pearson": [row.pearson.value, row.pearson.low, row.pearson.high],
        "spearman": [row.spearman.value, row.spearman.low, row.spearman.high],
        "gain": [row.gain.value, row.gain.low, row.gain.high],
        "n": row.n,
    }

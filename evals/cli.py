"""`pullquote evals …`: parse, call, print.

Exit codes: 0 passed, 1 a threshold missed or fewer cases passed, 2 bad input, 3 incomplete, 4 the
index or a model out of order: busy, damaged, away, silent. An incomplete run never passes. Results
go to stdout, progress and messages to stderr.

Elsewhere: the commands that check the evals themselves (evals/cli_checks.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from evals import cli_checks, tables
from evals.cases import BUNDLED_CASES, Case, Split, load, select
from evals.compare import MATTERS, compare
from evals.console import (
    BAD_INPUT,
    FAILED,
    INCOMPLETE,
    PASSED,
    AsJson,
    Documents,
    Root,
    default_root,
    err,
    errors_told,
    out,
    print_json,
    progress_bar,
    settings_over,
)
from evals.errors import BadCases, BadRun
from evals.gates import Gate, check_gates, parse_gate
from evals.judging import failed_ids, judge_run, scores_to_dict
from evals.junit import write_junit
from evals.lint import Problem, lint
from evals.reply import Record
from evals.report import write_report
from evals.run import (
    ask_all,
    check_answerer,
    check_articles,
    is_complete,
    library_for,
    opened,
    reading,
)
from evals.store import RunFolder, RunInfo, new_path, newest, open_run, writing
from evals.summary import Summary, summarise
from evals.verdict import CaseScore
from rag import Settings

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Check the assistant's answers against the articles.",
)

CasesFolder = Annotated[Path, typer.Option("--cases", help="Folder of YAML cases.")]
Which = Annotated[
    Split, typer.Option("--split", help="dev, held_out (figures only are shown) or all.")
]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="Only this kind; repeatable.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Only with this tag; repeatable.")]
Ids = Annotated[list[str] | None, typer.Option("--id", help="Only ids that begin so; repeatable.")]
Gates = Annotated[
    list[str] | None, typer.Option("--require", help="NAME=NUMBER, else exit 1; repeatable.")
]
RunName = Annotated[str, typer.Argument(help="A run's name or folder, or 'latest'.")]


@app.command("lint")
def lint_command(
    cases: CasesFolder = BUNDLED_CASES, documents: Documents = None, as_json: AsJson = False
) -> None:
    """Prove that what the cases claim of the articles is so. Exit 2 if it is not."""
    with errors_told():
        problems = _problems(cases, settings_over(documents), drafts=True)
        count = len(load(cases, drafts=True))
    if as_json:
        print_json({"cases": count, "problems": [str(p) for p in problems]})
    else:
        for problem in problems:
            out.print(str(problem), markup=False, highlight=False)
        out.print(f"{count} cases, {len(problems)} problems.")
    raise typer.Exit(BAD_INPUT if problems else PASSED)


@app.command()
def run(
    ctx: typer.Context,
    answerer: Annotated[
        list[str] | None,
        typer.Option("--answerer", help="reader (the default), model or model:NAME; repeatable."),
    ] = None,
    cases: CasesFolder = BUNDLED_CASES,
    documents: Documents = None,
    split: Which = "dev",
    kind: Kinds = None,
    tag: Tags = None,
    case_id: Ids = None,
    failed: Annotated[bool, typer.Option("--failed", help="What failed last time.")] = False,
    drafts: Annotated[bool, typer.Option("--drafts", help="Drafts too.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Questions asked at the same time.")] = 1,
    resume: Annotated[str, typer.Option(help="Go on with this run; 'latest' is one.")] = "",
    require: Gates = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML here.")] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Ask the cases and score the answers. Stopped, it goes on with --resume latest.

    Exit 1 if a threshold is missed, 3 if a case has no answer.
    """
    with errors_told():
        settings = settings_over(documents)
        gates = [parse_gate(text) for text in require or ()]
        top = root or default_root()
        if resume:
            folder = open_run(top, resume, unfinished=True)
            settings = _settings_of(folder, documents)
            _check_resumed(ctx, folder.info)
            for name in folder.info.answerers:
                check_answerer(name, settings)
        else:
            answerers = tuple(dict.fromkeys(answerer or ["reader"]))
            for name in answerers:
                check_answerer(name, settings)
            chosen = load(cases, split=split, drafts=drafts)
            chosen = select(chosen, kinds=kind or (), tags=tag or (), ids=case_id or ())
            if failed:
                last = newest(top)
                again = failed_ids(last)
                if not again:
                    _nothing_failed(last, as_json=as_json)
                chosen = [case for case in chosen if case.id in again]
            info = RunInfo.now(settings.documents.resolve(), cases.resolve(), split, answerers)
            folder = _new_run(top, info, chosen, settings, drafts=drafts)
        try:
            for name in folder.info.answerers:
                _ask(name, settings, folder, jobs)
        except BaseException:
            if not resume:
                folder.forget_unless_begun()
            raise
        _finish(folder, gates=gates, junit=junit, as_json=as_json)


@app.command()
def rescore(
    run_name: RunName = "latest",
    cases: Annotated[
        Path | None, typer.Option("--cases", help="Judge by these cases, not those of the run.")
    ] = None,
    require: Gates = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML here.")] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Score a run's answers again, by today's rules, without asking anything.

    Exit 1 if a threshold is missed, 3 if a case has no answer.
    """
    with errors_told():
        gates = [parse_gate(text) for text in require or ()]
        folder = open_run(root or default_root(), run_name)
        if cases:
            folder.keep_gold(_new_gold(folder.cases, cases))
        _finish(folder, gates=gates, junit=junit, as_json=as_json)


@app.command("compare")
def compare_command(
    before: Annotated[str, typer.Argument(help="RUN or RUN@ANSWERER.")],
    after: Annotated[str, typer.Argument(help="RUN or RUN@ANSWERER.")],
    matters: Annotated[
        float, typer.Option(help="Smallest change in a rate worth acting on.")
    ] = MATTERS,
    html: Annotated[Path | None, typer.Option(help="Write both side by side here.")] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Compare two runs, case by case.

    Exit 1 if fewer cases pass and it is no accident, 3 if one of the runs is incomplete.
    """
    with errors_told():
        top = root or default_root()
        one, other = _side(top, before), _side(top, after)
        comparison = compare(one, other, matters=matters)
        if html:
            library = {**_run(top, before).library, **_run(top, after).library}
            with writing(html, "--html"):
                write_report(
                    html,
                    [one, other],
                    library=library,
                    title=f"{before} and {after}",
                    comparison=comparison,
                )
    passed = comparison.differences.get("passed")
    if as_json:
        print_json(comparison.to_dict())
    else:
        out.print(tables.comparison_table(comparison))
        for change in comparison.changed:
            _print_change(change.before, change.after)
    if incomplete := [name for name in (before, after) if not _side_complete(top, name)]:
        err.print(f"Incomplete: some cases have no answer in {' and '.join(incomplete)}.")
        raise typer.Exit(INCOMPLETE)
    worse = passed is not None and passed.verdict == "changed" and passed.change.value < 0
    raise typer.Exit(FAILED if worse else PASSED)


@app.command("report")
def report_command(
    run_name: RunName = "latest",
    to: Annotated[Path | None, typer.Option("--to", help="Where to write it.")] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show held-out cases, which end their use.")
    ] = False,
    root: Root = None,
) -> None:
    """Write the run's report, one HTML file that opens from disk, and print its path."""
    with errors_told():
        folder = open_run(root or default_root(), run_name)
        path = _write_report(folder, judge_run(folder), to=to, reveal=reveal)
    typer.echo(path)


app.command("selfcheck")(cli_checks.selfcheck_command)
app.command("judge")(cli_checks.judge_command)
app.command("agreement")(cli_checks.agreement_command)
app.command("generate")(cli_checks.generate_command)


def _new_run(
    root: Path,
    info: RunInfo,
    cases: list[Case],
    settings: Settings,
    *,
    drafts: bool,
) -> RunFolder:
    """The folder of a run that asks `cases`, whose gold is proved first."""
    if problems := _problems(Path(info.cases), settings, drafts=drafts):
        raise BadCases(f"{problems[0]} ({len(problems)} problems: `pullquote evals lint`)")
    if not cases:
        raise BadRun("no case is left to ask; loosen the filters.")
    return RunFolder.create(new_path(root), info, cases)


def _nothing_failed(folder: RunFolder, *, as_json: bool) -> NoReturn:
    err.print(f"Nothing failed in {folder.path.name}.", markup=False, highlight=False)
    if as_json:
        print_json({"complete": True, "summaries": [], "cases": {}, "thresholds": []})
    raise typer.Exit(PASSED)


def _settings_of(folder: RunFolder, documents: Path | None) -> Settings:
    """The settings with the run's own articles, whatever the environment names now."""
    own = settings_over(Path(folder.info.documents))
    if documents and settings_over(documents).documents.resolve() != own.documents.resolve():
        raise BadRun(
            f"run {folder.path.name!r} asks over {folder.info.documents!r}; resume it without "
            "--documents, or start a new run."
        )
    return own


def _check_resumed(ctx: typer.Context, info: RunInfo) -> None:
    """See that a run which goes on is not told to be another; saying again what it is does no harm.

    Raises:
        BadRun: an option says otherwise.
    """
    same: dict[str, Callable[[Any], bool]] = {
        "answerer": lambda given: tuple(dict.fromkeys(given)) == info.answerers,
        "cases": lambda given: given.resolve() == Path(info.cases).resolve(),
        "split": lambda given: given == info.split,
    }
    for name in (*same, "kind", "tag", "case_id", "failed", "drafts"):
        source = ctx.get_parameter_source(name)
        given = source is not None and source.name != "DEFAULT"
        if given and not (name in same and same[name](ctx.params[name])):
            option = name.removeprefix("case_")
            raise BadRun(
                f"a run goes on with the cases and answerers that it began with; resume it "
                f"without --{option}, or start a new run."
            )


def _new_gold(asked: Sequence[Case], folder: Path) -> list[Case]:
    """The cases that were asked, as `folder` has them now."""
    ids = {case.id for case in asked}
    found = [case for case in load(folder, drafts=True) if case.id in ids]
    if missing := sorted(ids - {case.id for case in found}):
        raise BadRun(
            f"{folder} lacks {len(missing)} of the {len(ids)} cases that the run asked, "
            f"{missing[0]!r} among them; name the folder that has them, or run the cases anew."
        )
    return found


def _problems(cases: Path, settings: Settings, *, drafts: bool) -> list[Problem]:
    with reading(settings) as read:
        return lint(cases, settings.documents, read=read, drafts=drafts)


def _ask(name: str, settings: Settings, folder: RunFolder, jobs: int) -> None:
    cases = folder.cases
    with opened(name, settings) as answerer, progress_bar() as progress:
        answerer.assistant.index()
        check_articles(folder.records(), answerer.assistant)
        have = {r.case for r in folder.records() if r.answerer == name and r.reply}
        task = progress.add_task(name, total=len(cases), completed=len(have), rate="")

        def done(record: Record) -> None:
            progress.advance(task)
            speed = progress.tasks[task].speed
            progress.update(task, rate=f"{speed:.1f}/s" if speed else "")
            if record.error:
                progress.console.print(f"{record.case}: {record.error}", markup=False)

        ask_all(cases, answerer, folder, jobs=jobs, done=done)
        known = folder.library if folder.has_library else {}
        found = library_for(cases, folder.records(), answerer.assistant)
        folder.keep_library({**known, **found})


def _finish(folder: RunFolder, *, gates: Sequence[Gate], junit: Path | None, as_json: bool) -> None:
    scores = judge_run(folder)
    summaries = [summarise(name, found) for name, found in scores.items()]
    results = [result for summary in summaries for result in check_gates(summary, gates)]
    complete = is_complete(folder, *folder.info.answerers)
    data = scores_to_dict(folder, scores, summaries, complete=complete)
    folder.write_scores(data)
    if junit:
        with writing(junit, "--junit"):
            write_junit(junit, [s for found in scores.values() for s in found])
    report = _write_report(folder, scores)
    if as_json:
        thresholds = [result.to_dict() for result in results]
        print_json({**data, "thresholds": thresholds, "report": str(report)})
    else:
        _print_summaries(summaries)
        if results:
            out.print(tables.gates_table(results))
        err.print(f"Report: {report}", markup=False, highlight=False, soft_wrap=True)
    if not complete:
        err.print(f"Incomplete: some cases have no answer; go on with --resume {folder.path.name}.")
        raise typer.Exit(INCOMPLETE)
    raise typer.Exit(PASSED if all(r.passed for r in results) else FAILED)


def _print_summaries(summaries: Sequence[Summary]) -> None:
    out.print(tables.figures_table(summaries))
    out.print(tables.split_table(summaries, "kind"))
    for summary in summaries:
        out.print(tables.failures_table(summary))
    out.print(tables.effort_table(summaries))


def _write_report(
    folder: RunFolder,
    scores: dict[str, list[CaseScore]],
    *,
    to: Path | None = None,
    reveal: bool = False,
) -> Path:
    path = to or folder.path / "report.html"
    with writing(path, "--to" if to else "--root or RAG_DATA"):
        write_report(
            path,
            list(scores.items()),
            library=folder.library,
            title=folder.path.name,
            reveal=reveal,
            run=folder,
        )
        if to is None and folder.path == newest(folder.path.parent).path:  # under one name always
            (folder.path.parent / "report.html").write_bytes(path.read_bytes())
    return path


def _run(root: Path, text: str) -> RunFolder:
    return open_run(root, text.partition("@")[0])


def _side(root: Path, text: str) -> tuple[str, list[CaseScore]]:
    name, _, answerer = text.partition("@")
    scores = judge_run(_run(root, text))
    if answerer and answerer not in scores:
        raise BadRun(f"run {name!r} has no answerer {answerer!r}; it has {', '.join(scores)}.")
    chosen = answerer or next(iter(scores))
    return f"{name}@{chosen}", scores[chosen]


def _side_complete(root: Path, text: str) -> bool:
    folder = _run(root, text)
    return is_complete(folder, text.partition("@")[2] or folder.info.answerers[0])


def _print_change(before: CaseScore, after: CaseScore) -> None:
    sign = "+" if after.passed else "−"
    out.print(f"\n{sign} {after.case.id}", highlight=False)
    if after.case.held_out:
        return
    for label, score in (("before", before), ("after", after)):
        reasons = "; ".join(str(r) for r in score.reasons) or "passed"
        text = score.record.reply.words if score.record.reply else score.record.error
        out.print(f"  {label} ({reasons}): {text}", markup=False, highlight=False)

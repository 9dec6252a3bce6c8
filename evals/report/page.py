"""Put the report's page together: figures and charts as HTML, the cases as data for its script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from evals.compare import Comparison
from evals.measures import FORMS
from evals.report import charts
from evals.report.payload import Side, history_of, payload
from evals.selfcheck import gate_text
from evals.statistics import Difference
from evals.store import Library, RunFolder
from evals.summary import Figure, Summary, summarise
from evals.tables import comparison_cells, shown, shown_interval

ASSETS = Path(__file__).parents[1] / "assets"
# The figures that a person asks for first, in the order in which they are asked.
TILES = ("passed", "truthfulness", "refusal recall", "over-refusal", "fidelity", "recall@5")


def write_report(
    path: Path,
    sides: Sequence[Side],
    *,
    library: Library,
    title: str,
    comparison: Comparison | None = None,
    reveal: bool = False,
    run: RunFolder | None = None,
) -> None:
    """Write the report of one run, or of two side by side, to `path`."""
    summaries = [summarise(name, list(scores)) for name, scores in sides]
    history = history_of(run, sides[0][0]) if run else {}
    opinions = run.opinions if run else ()
    data = payload(sides, library, reveal=reveal, history=history, opinions=opinions)
    page = Template((ASSETS / "report.html").read_text(encoding="utf-8")).substitute(
        title=escape(title),
        style=(ASSETS / "report.css").read_text(encoding="utf-8"),
        script=(ASSETS / "report.js").read_text(encoding="utf-8"),
        facts=_facts(run, summaries, hidden=data["hidden"]),
        tiles="".join(_tile(name, summaries) for name in TILES),
        compares=' data-compares="yes"' if comparison else "",
        comparison=_comparison(comparison) if comparison else "",
        kinds=charts.bars([s.by["kind"] for s in summaries], filters="kind"),
        stories=charts.bars([s.by["story"] for s in summaries], filters="story"),
        curve=charts.curves([s.curve for s in summaries]),
        times=charts.times([s.latency for s in summaries]),
        figures=_figures(summaries),
        refusals="".join(_refusals(s) for s in summaries),
        selfcheck=_selfcheck(run),
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(page, encoding="utf-8")
    partial.replace(path)


def _facts(run: RunFolder | None, summaries: Sequence[Summary], *, hidden: int) -> str:
    facts = [" and ".join(s.answerer for s in summaries)]
    if run:
        info = run.info
        facts += [info.started.replace("T", " ").replace("+00:00", " UTC"), info.documents]
        facts += [f"split: {info.split}"]
    if hidden:
        facts.append(f"{hidden} held-out cases counted, not shown")
    errors = sum(s.errors for s in summaries)
    if errors:
        facts.append(f"{errors} without an answer: incomplete")
    return "".join(f"<span>{escape(fact)}</span>" for fact in facts)


def _tile(name: str, summaries: Sequence[Summary]) -> str:
    figures = [s.figure(name) for s in summaries]
    values = "".join(
        f'<div class="number side{i}">{_number(f)}{_unit(f)}</div>'
        f'<div class="spread">{_spread(f)}</div>'
        for i, f in enumerate(figures)
    )
    arrow = "" if figures[0].better == "higher" else " ↓"
    return (
        f'<div class="tile"><h3>{escape(name)}{arrow}</h3>{values}'
        f"<p>{escape(figures[0].meaning)}</p></div>"
    )


def _unit(figure: Figure) -> str:
    of_a_hundred = figure.form != "mean" and figure.interval
    return ' <span class="unit">%</span>' if of_a_hundred else ""


def _number(figure: Figure) -> str:
    if figure.interval is None:
        return "—"
    return shown(figure.interval.value, figure.form)


def _spread(figure: Figure) -> str:
    of = f" of {figure.n + figure.unscored}" if figure.unscored else ""
    if figure.interval is None:
        return f"n 0{of}"
    _, low, high = shown_interval(figure.interval, figure.form)
    return f"{low} to {high}, n {figure.n}{of}"


def _figures(summaries: Sequence[Summary]) -> str:
    heads = "".join(
        f"<th>{escape(s.answerer)}</th><th>95 %</th><th>n</th><th>not scorable</th>"
        for s in summaries
    )
    rows, group = [], ""
    for i, first in enumerate(summaries[0].figures):
        if first.group != group:
            group = first.group
            span = 2 + 4 * len(summaries)
            rows.append(f'<tr class="group"><th colspan="{span}">{escape(group)}</th></tr>')
        cells = ""
        for figure in (s.figures[i] for s in summaries):
            interval = ""
            if figure.interval:
                _, low, high = shown_interval(figure.interval, figure.form)
                interval = f"{low} – {high}"
            cells += (
                f"<td class='v'>{_number(figure)}</td><td>{interval}</td>"
                f"<td>{figure.n}</td><td>{figure.unscored or ''}</td>"
            )
        less = " ↓" if first.better == "lower" else ""
        rows.append(
            f"<tr><td>{escape(first.name)}{less}</td>"
            f'<td class="meaning">{escape(first.meaning)}</td>{cells}</tr>'
        )
    return f"<table><tr><th>measure</th><th></th>{heads}</tr>{''.join(rows)}</table>"


def _refusals(summary: Summary) -> str:
    table = summary.refusals
    return (
        f"<table><caption>{escape(summary.answerer)}</caption>"
        "<tr><th></th><th>refused</th><th>answered</th></tr>"
        f"<tr><th>not in the articles</th><td>{table.refused_rightly}</td>"
        f"<td>{table.answered_unanswerable}</td></tr>"
        f"<tr><th>in the articles</th><td>{table.refused_wrongly}</td>"
        f"<td>{table.answered_answerable}</td></tr></table>"
    )


def _comparison(comparison: Comparison) -> str:
    """The verdicts: what changed at once, the rest on request."""
    rows = {name: _comparison_row(name, d) for name, d in comparison.differences.items()}
    changed = {n for n, d in comparison.differences.items() if d.verdict == "changed"} | {"passed"}
    head = (
        "<tr><th>measure</th><th>before</th><th>after</th><th>change [95 %]</th>"
        "<th>n</th><th>verdict</th></tr>"
    )
    first = "".join(row for name, row in rows.items() if name in changed)
    rest = "".join(row for name, row in rows.items() if name not in changed)
    return (
        f"<section><h2>{escape(comparison.before)} → {escape(comparison.after)}</h2>"
        f"<p>{comparison.n} cases in both; {len(comparison.changed)} changed.</p>"
        f"<table>{head}{first}</table><details><summary>Every other measure</summary>"
        f"<table>{head}{rest}</table></details></section>"
    )


def _comparison_row(name: str, difference: Difference) -> str:
    cells = (name, *comparison_cells(difference, FORMS[name]))
    columns = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr class="{escape(difference.verdict.split()[0])}">{columns}</tr>'


def _selfcheck(run: RunFolder | None) -> str:
    """The last selfcheck beside this run, if there was one."""
    if run is None:
        return "<p>Kept with the report of each run.</p>"
    path = run.path.parent / "selfcheck.json"
    if not path.exists():
        return "<p>Not run yet: <code>pullquote evals selfcheck</code>.</p>"
    rows = json.loads(path.read_text(encoding="utf-8"))
    scorers = list(rows[0]["by_scorer"])
    heads = "".join(f"<th>{escape(name)}</th>" for name in scorers)
    lines = "".join(
        f'<tr class="{"ok" if row["passed"] else "bad"}"><td>{escape(row["change"])}</td>'
        f"<td>{'noticed' if row['corruption'] else 'let pass'}</td><td>{row['n']}</td>"
        f'<td class="v">{row["noticed"]}</td>'
        + "".join(f"<td>{row['by_scorer'][name] or ''}</td>" for name in scorers)
        + f"<td>{gate_text(row)}</td></tr>"
        for row in rows
    )
    return (
        "<table><tr><th>change</th><th>should be</th><th>n</th><th>noticed</th>"
        f"{heads}<th>gate</th></tr>{lines}</table>"
    )

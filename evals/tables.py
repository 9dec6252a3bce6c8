"""Figures as tables for the terminal. Every figure shows its n and its 95 % interval.

Elsewhere: the same for the browser (evals/report/).
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from evals.compare import Comparison
from evals.gates import GateResult
from evals.measures import FORMS, Form
from evals.statistics import Difference, Interval
from evals.summary import Figure, Summary


def plain_table(title: str, columns: Sequence[str]) -> Table:
    """A table with as few lines as it can be read with; the first column is never broken."""
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for i, column in enumerate(columns):
        table.add_column(column, no_wrap=i == 0)
    return table


def shown(value: float, form: Form) -> str:
    """A value in the unit that people read: points of a hundred, of a mean two decimals."""
    text = f"{value:.2f}" if form == "mean" else f"{100 * value:.1f}"
    return text.removeprefix("-") if float(text) == 0 else text


def shown_interval(interval: Interval, form: Form) -> tuple[str, str, str]:
    """Its value and its ends as people read them."""
    return shown(interval.value, form), shown(interval.low, form), shown(interval.high, form)


def figure_text(figure: Figure) -> str:
    """Value, interval and n in one cell; what was not scorable is said, not counted as 0."""
    unscored = f", {figure.unscored} not scorable" if figure.unscored else ""
    if figure.interval is None:
        return f"—  (n 0{unscored})"
    value, low, high = shown_interval(figure.interval, figure.form)
    return f"{value}  [{low}, {high}]  (n {figure.n}{unscored})"


def figures_table(summaries: Sequence[Summary]) -> Table:
    """All figures, one column for each answerer."""
    table = plain_table(
        "Figures: value [95 % interval] (n)",
        ("measure", "better", *(s.answerer for s in summaries)),
    )
    group = ""
    for i, figure in enumerate(summaries[0].figures):
        if group and figure.group != group:
            table.add_section()
        group = figure.group
        table.add_row(figure.name, figure.better, *(figure_text(s.figures[i]) for s in summaries))
    return table


def split_table(summaries: Sequence[Summary], by: str) -> Table:
    """Cases passed by kind, tag or story."""
    table = plain_table(f"Passed, by {by}", (by, *(s.answerer for s in summaries)))
    for key in sorted({key for s in summaries for key in s.by[by]}):
        cells = (figure_text(s.by[by][key]) if key in s.by[by] else "" for s in summaries)
        table.add_row(key, *cells)
    return table


def failures_table(summary: Summary) -> Table:
    """Why answers failed, and at which step what they lacked was lost."""
    table = plain_table(f"Failures of {summary.answerer}", ("reason or step", "cases"))
    for reason, count in summary.reasons.items():
        table.add_row(reason, str(count))
    table.add_section()
    for stage, count in summary.lost_at.items():
        table.add_row(f"lost: {stage}", str(count))
    if summary.errors:
        table.add_section()
        table.add_row("no answer came (not scorable)", str(summary.errors))
    return table


def effort_table(summaries: Sequence[Summary]) -> Table:
    """Milliseconds by stage, tokens and money."""
    table = plain_table("Time and cost", ("answerer", "stage", "p50 ms", "p95 ms", "n"))
    for summary in summaries:
        for row in summary.latency:
            table.add_row(
                summary.answerer,
                row.stage,
                f"{1000 * row.p50:.1f}",
                f"{1000 * row.p95:.1f}",
                str(row.n),
            )
        spent = summary.spent
        if spent.prompt_tokens or spent.completion_tokens:
            cost = f", cost {spent.cost:.4f}" if spent.cost is not None else ""
            tokens = f"{spent.prompt_tokens} tokens in, {spent.completion_tokens} out{cost}"
            table.add_row(summary.answerer, tokens)
    return table


def gates_table(results: Sequence[GateResult]) -> Table:
    """Each threshold and whether it was reached."""
    table = plain_table("Thresholds", ("answerer", "measure", "threshold", "reached", "verdict"))
    for result in results:
        value = "not scorable" if result.value is None else f"{result.value:.3f}"
        verdict = "passed" if result.passed else "FAILED"
        gate = result.gate
        table.add_row(result.answerer, gate.name, f"{gate.threshold:g}", value, verdict)
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Each measure before and after, with its verdict."""
    table = plain_table(
        f"{comparison.before} → {comparison.after}, {comparison.n} cases in both",
        ("measure", "before", "after", "change [95 %]", "n", "verdict"),
    )
    for name, d in comparison.differences.items():
        table.add_row(name, *comparison_cells(d, FORMS[name]))
    return table


def comparison_cells(d: Difference, form: Form) -> tuple[str, str, str, str, str]:
    """Before, after, change with its interval, n, verdict."""
    change, low, high = shown_interval(d.change, form)
    spread = f"{change} [{low}, {high}]"
    return shown(d.before, form), shown(d.after, form), spread, str(d.n), verdict_text(d, form)


def verdict_text(difference: Difference, form: Form) -> str:
    """The verdict in words; where too few cases can tell, what they could have shown."""
    p = ""
    if difference.p is not None:
        p = f", p = {difference.p:.3f}" if difference.p >= 0.001 else ", p < 0.001"
    if difference.verdict == "too few cases to tell":
        visible = shown(difference.detectable, form)
        return f"too few cases to tell (could have seen {visible}{p})"
    return f"{difference.verdict}{p}"

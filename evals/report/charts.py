"""Charts as inline SVG. Colours come from the page's style, so they follow light and dark.

Each chart says in its title what is good, and shows intervals where there are any.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.scorers.effort import Latency
from evals.scorers.refusal import RiskPoint
from evals.summary import Figure

WIDTH = 460
_LEFT = 158
_ROW = 22


def bars(by: Sequence[dict[str, Figure]], *, filters: str) -> str:
    """Rates with their whiskers, one group of bars for each key; a click filters the cases."""
    every = {key for figures in by for key in figures}
    keys = sorted(every, key=lambda key: (_value(by[0].get(key)), key))
    thick = _ROW / len(by)
    height = len(keys) * (_ROW + 6) + 24
    rows = [_grid(height)]
    for i, key in enumerate(keys):
        top = i * (_ROW + 6) + 4
        parts = [
            _bar(figures[key], top + j * thick, thick, j)
            for j, figures in enumerate(by)
            if key in figures
        ]
        label = escape(key.replace("_", " "))
        rows.append(
            f'<g class="row" data-filter="{escape(filters)}" data-value="{escape(key)}" '
            f'tabindex="0" role="button">'
            f'<rect class="hit" x="0" y="{top - 3}" width="{WIDTH}" height="{_ROW + 6}"/>'
            f'<text class="label" x="{_LEFT - 8}" y="{top + _ROW / 2 + 4}">{label}</text>'
            f"{''.join(parts)}</g>"
        )
    return _svg(height, rows, f"Passed by {filters}", role="group")  # an image has no buttons


def curves(sides: Sequence[Sequence[RiskPoint]]) -> str:
    """Risk over coverage: how many of the kept answers are wrong, as more are kept."""
    height, bottom, top = 220, 190, 10
    span = WIDTH - 72
    worst = max((p.risk for points in sides for p in points), default=0.0)
    ceiling = max(0.1, -(-worst * 10 // 1) / 10)
    parts = []
    for i in range(6):
        x, y = 44 + span * i / 5, bottom - (bottom - top) * i / 5
        parts.append(
            f'<line class="grid" x1="44" x2="{44 + span}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="axis" x="{x:.1f}" y="{bottom + 16}">{20 * i} %</text>'
            f'<text class="axis left" x="38" y="{y + 4:.1f}">{100 * ceiling * i / 5:.0f} %</text>'
        )
    for i, points in enumerate(sides):
        places = [
            (44 + span * p.coverage, bottom - (bottom - top) * p.risk / ceiling, p) for p in points
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
        parts.append(f'<polyline class="curve side{i}" points="{line}"/>')
        parts += [
            f'<circle class="dot side{i}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>'
            f"threshold {p.threshold:.3f}: {100 * p.coverage:.0f} % answered, "
            f"{100 * p.risk:.1f} % of them wrong</title></circle>"
            for x, y, p in places
        ]
    return _svg(height, parts, "Risk over coverage")


def times(sides: Sequence[Sequence[Latency]]) -> str:
    """Milliseconds by stage: a bar to the median, a whisker to the 95th percentile."""
    rows = [(i, row) for i, latencies in enumerate(sides) for row in latencies]
    longest = max((row.p95 for _, row in rows), default=0.0) or 1.0
    span = WIDTH - _LEFT - 112
    height = len(rows) * (_ROW + 4) + 10
    parts = []
    for n, (i, row) in enumerate(rows):
        top = n * (_ROW + 4) + 4
        middle = top + _ROW / 2
        p50, p95 = (span * v / longest for v in (row.p50, row.p95))
        parts.append(
            f'<text class="label" x="{_LEFT - 8}" y="{middle + 4}">{escape(row.stage)}</text>'
            f'<rect class="bar side{i}" x="{_LEFT}" y="{top + 4}" width="{p50:.1f}" '
            f'height="{_ROW - 8}" rx="2"/>'
            f'<line class="whisker" x1="{_LEFT + p50:.1f}" x2="{_LEFT + p95:.1f}" '
            f'y1="{middle}" y2="{middle}"/>'
            f'<text class="value" x="{_LEFT + p95 + 6:.1f}" y="{middle + 4}">'
            f"{1000 * row.p50:.0f} / {1000 * row.p95:.0f} ms</text>"
        )
    return _svg(height, parts, "Time by stage, median and 95th percentile")


def _bar(figure: Figure, top: float, thick: float, side: int) -> str:
    if figure.interval is None:
        return ""
    span = WIDTH - _LEFT - 74
    value, low, high = (
        span * v for v in (figure.interval.value, figure.interval.low, figure.interval.high)
    )
    middle = top + thick / 2
    percent = 100 * figure.interval.value
    return (
        f'<rect class="bar side{side}" x="{_LEFT}" y="{top + 1:.1f}" width="{value:.1f}" '
        f'height="{thick - 2:.1f}" rx="2"/>'
        f'<line class="whisker" x1="{_LEFT + low:.1f}" x2="{_LEFT + high:.1f}" '
        f'y1="{middle:.1f}" y2="{middle:.1f}"/>'
        f'<text class="value" x="{_LEFT + span + 8}" y="{middle + 4:.1f}">'
        f"{percent:.0f} % of {figure.n}</text>"
    )


def _grid(height: float) -> str:
    span = WIDTH - _LEFT - 74
    return "".join(
        f'<line class="grid" x1="{_LEFT + span * i / 4}" x2="{_LEFT + span * i / 4}" '
        f'y1="0" y2="{height - 20}"/>'
        f'<text class="axis" x="{_LEFT + span * i / 4}" y="{height - 6}">{25 * i} %</text>'
        for i in range(5)
    )


def _svg(height: float, parts: Sequence[str], title: str, *, role: str = "img") -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="{role}" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _value(figure: Figure | None) -> float:
    return figure.interval.value if figure and figure.interval else 0.0

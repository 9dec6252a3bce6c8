"""Turn what benchmarks/scaling.py found into the tables and the plot of docs/performance.md.

    python benchmarks/scaling_report.py results.json docs/performance.md

The text between the two marks in the page is replaced, and the plot is written beside it; without
a page the tables are printed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
PLOT = "performance.svg"
UNKNOWN = "–"  # not measured

Sizes = Sequence[tuple[int, dict[str, Any]]]


def main(
    results: Annotated[Path, typer.Argument(exists=True, help="Made by scaling.py.")],
    page: Annotated[Path | None, typer.Argument(exists=True, help="The page to fill.")] = None,
) -> None:
    """Put the figures of RESULTS into PAGE, or print them."""
    found = json.loads(results.read_text())
    sizes = sorted((int(size), row) for size, row in found["sizes"].items())
    tables = [_machine(found["machine"], sizes), _embedding(found["embedding"])]
    tables += [_indexing(sizes), _parts(sizes), _asking(sizes), _stages(sizes), _changing(sizes)]
    if page is None:
        typer.echo("\n\n".join(tables))
        return
    before, _, rest = page.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    figures = "\n\n".join([*tables, f"![Processor seconds against passages]({PLOT})"])
    page.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}")
    page.with_name(PLOT).write_text(_plot(sizes))


def _machine(machine: dict[str, Any], sizes: Sizes) -> str:
    loads = [load for _, row in sizes for part in row.values() for load in _load(part)]
    return (
        f"Measured on {machine['cores']} {machine['kind']} cores with {machine['memory_gib']} GiB "
        f"of memory, Python {machine['python']}. Other programs were at work: between "
        f"{min(loads):.0f} and {max(loads):.0f} processes waited for the {machine['cores']} cores. "
        "So seconds are processor seconds (`cpu`), which that hardly changes, where not called "
        "clock; and ratios are of figures from one run. Sizes marked * have stand-in vectors."
    )


def _load(part: Any) -> list[float]:
    return part.get("load", []) if isinstance(part, dict) else []


def _embedding(found: dict[str, Any]) -> str:
    rates = found["rates"]
    base = rates.get("Chroma's default, of processor time")
    rows = [
        [name, f"{rate:.1f}", f"{rate / base:.2f}" if base and "processor" in name else ""]
        for name, rate in rates.items()
    ]
    return "### Embedding\n\n" + _table(["", "passages/s", "× Chroma's default"], rows)


def _indexing(sizes: Sizes) -> str:
    rows = []
    for size, row in sizes:
        index, plain = row["index"], row.get("plain")
        disk = sum(index["disk"].values())
        rows.append(
            [
                _named(size, row),
                f"{index['passages']:,}",
                f"{index['articles'] / index['cpu_seconds']:.1f}",
                f"{1000 * index['cpu_seconds'] / index['passages']:.1f}",
                f"{1000 * plain['write_cpu_s'] / plain['passages']:.1f}" if plain else UNKNOWN,
                f"{disk / 1e6:,.0f}",
                f"{disk / index['text_bytes']:.1f}",
                f"{plain['disk'] / 1e6:,.0f}" if plain else UNKNOWN,
                f"{index['peak_mb']:,.0f}" if "peak_mb" in index else UNKNOWN,
            ]
        )
    head = [
        "articles", "passages", "articles a cpu s", "cpu ms a passage", "plain Chroma's",
        "MB on disk", "× the text", "plain Chroma's MB", "peak MB",
    ]  # fmt: skip
    return "### Indexing\n\n" + _table(head, rows)


def _parts(sizes: Sizes) -> str:
    known = [(size, row) for size, row in sizes if row["index"].get("cpu_parts")]
    names = list(known[-1][1]["index"]["cpu_parts"])
    rows = []
    for size, row in known:
        index = row["index"]
        parts = [1000 * index["cpu_parts"].get(n, 0.0) / index["passages"] for n in names]
        rest = 1000 * index["cpu_seconds"] / index["passages"] - sum(parts)
        rows.append([_named(size, row), *(f"{part:.2f}" for part in [*parts, rest])])
    head = ["articles", *names, "other threads: the embedder's, Chroma's"]
    return "Processor milliseconds a passage, by part:\n\n" + _table(head, rows)


def _asking(sizes: Sizes) -> str:
    rows = []
    for size, row in sizes:
        asked, cold = row["answers"], row["cold_ask_s"]["cpu"]
        ours = [f"{1000 * asked['cpu_p50']:.0f}", f"{1000 * asked['p50']:.0f}"]
        rows.append([_named(size, row), *ours, *_beside(row, cold)])
    head = [
        "articles", "answer, cpu ms p50", "clock ms p50", "× LlamaIndex query",
        "LlamaIndex query, cpu ms", "Chroma query, cpu ms", "matrix product, cpu ms",
        "`pullquote ask`, cpu s", "plain Chroma process, cpu s", "MB held", "plain Chroma's MB",
    ]  # fmt: skip
    return "### Asking\n\n" + _table(head, rows)


def _beside(row: dict[str, Any], cold: float) -> list[str]:
    """What stands beside our answer: the baselines, where they were measured at that size."""
    held = f"{row['answers']['rss_after_first_mb']:,.0f}"
    if (plain := row.get("plain")) is None:
        return [UNKNOWN] * 4 + [f"{cold:.2f}", UNKNOWN, held, UNKNOWN]
    return [
        f"{row['answers']['cpu_p50'] / plain['llama']['cpu_p50']:.0f}",
        f"{1000 * plain['llama']['cpu_p50']:.1f}",
        f"{1000 * plain['chroma']['cpu_p50']:.1f}",
        f"{1000 * plain['matrix']['cpu_p50']:.2f}",
        f"{cold:.2f}",
        f"{row['cold_plain_s']['cpu']:.2f}",
        held,
        f"{row['plain_memory']['rss_mb']:,.0f}",
    ]


def _stages(sizes: Sizes) -> str:
    rows = []
    for size, row in sizes:
        asked = row["answers"]
        n = asked["answers"]
        search = asked["search_p50"]
        rows.append(
            [
                _named(size, row),
                *(f"{1000 * asked['stages'][s][p]:.0f}" for s in ("retrieve", "reader")
                  for p in ("p50", "p95")),
                *(f"{1000 * search[where]:.0f}" for where in search),
                f"{asked['evidence']}/{n}",
                f"{asked['right']}/{n}",
                f"{asked['wrong']}/{n}",
                f"{asked['refused']}/{asked['strangers']}",
            ]
        )  # fmt: skip
    where = list(sizes[-1][1]["answers"]["search_p50"])
    head = [
        "articles", "search p50", "search p95", "reader p50", "reader p95",
        *(f"search, {each}" for each in where),
        "evidence found", "right", "wrong", "strangers refused",
    ]  # fmt: skip
    return "By stage, clock milliseconds, and what was found:\n\n" + _table(head, rows)


def _changing(sizes: Sizes) -> str:
    rows = []
    for size, row in sizes:
        asked, busy = row["answers"], row["busy"]
        first, *later = asked["changed"]
        again = min(later, key=lambda one: one["cpu_seconds"])
        slower = busy["busy_p50"] / busy["rest_p50"] if busy["busy_p50"] else None
        rows.append(
            [
                _named(size, row),
                f"{first['cpu_seconds']:.2f}",
                f"{again['cpu_seconds']:.2f}",
                f"{again['seconds']:.2f}",
                f"{again['articles_s']:.2f}",
                f"{asked['status_s']:.2f}",
                f"{slower:.2f}" if slower else "",
            ]
        )
    head = [
        "articles", "first change, cpu s", "a change, cpu s", "a change, clock s",
        "list after it, clock s", "status, clock s", "answers while indexing, × at rest (clock)",
    ]  # fmt: skip
    return "### One changed article, and answers while indexing\n\n" + _table(head, rows)


def _named(size: int, row: dict[str, Any]) -> str:
    return f"{size:,}{' *' if row['stand_in'] else ''}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


# The plot

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 210, 20, 50
OURS = ("answer", "one changed article", "pullquote ask, new process")
COLOURS = ("#1b6ca8", "#d1495b", "#2e8b57", "#8e5ea2", "#e08e1b", "#555555")


def _plot(sizes: Sizes) -> str:
    """Lines of processor seconds against passages, both logarithmic."""
    lines = {
        "answer": lambda row: row["answers"]["cpu_p50"],
        "one changed article": lambda row: min(
            one["cpu_seconds"] for one in row["answers"]["changed"]
        ),
        "LlamaIndex query": lambda row: row["plain"]["llama"]["cpu_p50"],
        "plain Chroma query": lambda row: row["plain"]["chroma"]["cpu_p50"],
        "bare matrix product": lambda row: row["plain"]["matrix"]["cpu_p50"],
        "pullquote ask, new process": lambda row: row["cold_ask_s"]["cpu"],
    }
    points = {
        name: [
            (row["index"]["passages"], max(value(row), 1e-6))
            for _, row in sizes
            if "plain" in row or name in OURS
        ]
        for name, value in lines.items()
    }
    across = _span([x for line in points.values() for x, _ in line])
    up = _span([y for line in points.values() for _, y in line])

    def place(x: float, y: float) -> tuple[float, float]:
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        right = (math.log10(x) - across[0]) / (across[1] - across[0])
        rise = (math.log10(y) - up[0]) / (up[1] - up[0])
        return LEFT + wide * right, HEIGHT - BOTTOM - high * rise

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img" '
        'aria-label="Processor seconds against passages">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(across[0], across[1] + 1):
        x, y = place(10**power, 10 ** up[0])
        parts.append(f'<path d="M{x:.0f} {y:.0f}V{TOP}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(up[0], up[1] + 1):
        x, y = place(10 ** across[0], 10**power)
        parts.append(f'<path d="M{x:.0f} {y:.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6:.0f}" y="{y + 4:.0f}" text-anchor="end">{_s(power)}</text>')
    ends: list[float] = []
    for (name, line), colour in zip(points.items(), COLOURS, strict=True):
        spots = [place(x, y) for x, y in line]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in spots]
        label = spots[-1][1] + 4
        while any(abs(label - other) < 14 for other in ends):
            label += 2
        ends.append(label)
        x = WIDTH - RIGHT + 8
        parts.append(f'<text x="{x}" y="{label:.0f}" fill="{colour}">{name}</text>')
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 10}" text-anchor="middle">passages</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _span(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten that hold all values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _s(power: int) -> str:
    units = {0: "s", -3: "ms", -6: "µs"}
    unit = max(u for u in units if u <= power) if power >= -6 else -6
    return f"{10 ** (power - unit):,} {units[unit]}"


if __name__ == "__main__":
    typer.run(main)

"""Write the measurements as a table and as a plot of cost against size, also to docs/bench.md.

`python -m scripts.bench.shown` writes a short form of the last measurements to docs/bench.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from scripts.bench.measure import ROOT, Row

PLOT = Path(__file__).with_name("cost.svg")
BEGIN, END = "<!-- measured by make bench -->", "<!-- end of what make bench measured -->"
PLOTTED = ("build without the export", "load", "intermediate", "marts", "reports", "tests")


def table(rows: Iterable[Row], machine: str, day: str) -> str:
    """Return the rows as one Markdown table, with the machine and the day above it."""
    lines = [
        f"Measured on {day} by `make bench`: {machine}.",
        "",
        "| records | what | seconds | CPU s | peak MB | times | … of what |",
        "|---:|---|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        cpu = f"{row.cpu:.1f}" if row.cpu else ""
        peak = f"{row.peak_mb:,.0f}" if row.peak_mb else ""
        lines.append(
            f"| {row.size:,} | {row.what} | {row.wall:.2f} | {cpu} | {peak} | {row.ratio:.1f} "
            f"| {row.beside} {row.limit:.2f} s |"
        )
    return "\n".join(lines) + "\n"


def plot(rows: list[Row], path: Path) -> None:
    """Plot seconds against records, both logarithmic, with a line of slope 1 for comparison."""
    import matplotlib as mpl

    mpl.use("svg")
    # The same figures give the same file: no date, no random ids, text as text.
    mpl.rcParams |= {
        "svg.hashsalt": "raidbook",
        "svg.fonttype": "none",
        "font.family": "sans-serif",
    }
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5))
    sizes = sorted({row.size for row in rows})
    for what in PLOTTED:
        points = sorted((row.size, row.wall) for row in rows if row.what == what)
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", label=what)
    limits = sorted({(row.size, row.limit) for row in rows if row.beside.startswith("typed")})
    axes.plot(*zip(*limits, strict=True), "k--", label="DuckDB reading the same CSV, typed")
    last = max((row.wall for row in rows if row.what == PLOTTED[0]), default=1.0)
    straight = [last * size / sizes[-1] for size in sizes]
    axes.plot(sizes, straight, color="0.8", linewidth=6, zorder=0, label="in proportion")
    axes.set(xscale="log", yscale="log", xlabel="records", ylabel="seconds")
    axes.grid(visible=True, which="major", color="0.9")
    axes.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    plt.close(figure)


def in_short(rows: list[Row]) -> list[Row]:
    """Leave out rows that take no time, and steps and layers at all sizes but the largest."""
    largest = max(row.size for row in rows)
    return [row for row in rows if row.wall >= 0.05 and (row.is_whole or row.size == largest)]


def main() -> None:
    """Write the table between the marks in docs/bench.md, and the plot beside this module."""
    last = ROOT / "var" / "bench" / "bench.json"
    measured = json.loads(last.read_text(encoding="utf-8"))
    rows = [Row(**row) for row in measured["rows"]]
    plot(rows, PLOT)
    page = ROOT / "docs" / "bench.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = table(in_short(rows), measured["machine"], measured["day"])
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Write the scores to `docs/reading.md`, between marks."""

from __future__ import annotations

from pathlib import Path

from scripts.evaluate.corpus import LEVELS
from scripts.evaluate.scores import GOAL, Counts, Score, score

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading.md"
MARKS = {
    part: (f"<!-- scored by make evaluate: {part} -->", f"<!-- end of {part} -->")
    for part in ("seen", "unseen")
}
TITLES = {
    "value": "value",
    "qualifier": "+ qualifier",
    "measure": "+ measure",
    "nationality": "+ nationality",
    "whole": "whole record",
    GOAL: "measure, value and nationality",
}


def table(runs: dict[str, list[Counts]]) -> list[str]:
    """Return the table of scores: a row for each level and run."""
    lines = [
        "| reader | level | precision | recall | F1 | 95% of F1 |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for name, counts in runs.items():
        for level in (*LEVELS, GOAL):
            lines.append(f"| {name} | {TITLES[level]} | {_cells(score(counts, level))} |")
    return lines


def _cells(found: Score) -> str:
    interval = f"{found.low:.2f} to {found.high:.2f}"
    return f"{found.precision:.3f} | {found.recall:.3f} | {found.f1:.3f} | {interval}"


def write(part: str, lines: list[str]) -> None:
    """Replace what stands between the marks of a part. Raises ValueError if there are none."""
    text = PAGE.read_text(encoding="utf-8")
    begin, end = MARKS[part]
    before, _, rest = text.partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise ValueError(f"{PAGE.name} has no marks '{begin}' and '{end}'")
    PAGE.write_text(before + "\n".join([begin, *lines, end]) + after, encoding="utf-8")

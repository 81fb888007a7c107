"""Compute the coordinates of charts: lines, points and cells. The template draws them as SVG."""

from __future__ import annotations

from datetime import date
from typing import Any

from raidbook.export.quality_page.wording import number

WIDTH, HEIGHT, PAD = 300, 72, 6
STEPS = (1, 3, 10, 30, 100)  # figures in a month at which a cell becomes one shade darker


def line(points: list[tuple[str, float, str]]) -> dict[str, Any]:
    """Return a line through (build_id, value, outcome), oldest first, within WIDTH × HEIGHT.

    The scale begins at 0, unless all values are close together and far above it.
    """
    values = [float(value) for _, value, _ in points]
    low, high = min(values), max(values)
    base = 0.0 if low < high * 0.8 or low == high else low - (high - low)
    span = (high - base) or 1.0
    step = (WIDTH - 2 * PAD) / max(len(points) - 1, 1)
    dots = []
    for at, (build_id, value, outcome) in enumerate(points):
        x = PAD + at * step if len(points) > 1 else WIDTH / 2
        y = HEIGHT - PAD - (float(value) - base) / span * (HEIGHT - 2 * PAD)
        dots.append(
            {
                "x": round(x, 1),
                "y": round(y, 1),
                "is_bad": outcome in ("refused", "broken"),
                "title": f"{build_id}: {number(float(value))}",
            }
        )
    path = " ".join(f"{'L' if at else 'M'}{dot['x']},{dot['y']}" for at, dot in enumerate(dots))
    area = f"{path} L{dots[-1]['x']},{HEIGHT - PAD} L{dots[0]['x']},{HEIGHT - PAD} Z"
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "base": HEIGHT - PAD,
        "path": path,
        "area": area,
        "dots": dots,
        "last": number(values[-1]),
        "low": number(low),
        "high": number(high),
    }


def heat(cells: dict[str, dict[date, int]], months: int, max_rows: int) -> dict[str, Any]:
    """Return rows of shaded cells: the countries with the most figures, and one row for the others.

    The newest `months` months have a column each; all earlier months share one.
    """
    newest = max(month for row in cells.values() for month in row)
    columns = [_months_before(newest, back) for back in reversed(range(months))]
    ordered = sorted(cells, key=lambda name: (-sum(cells[name].values()), name))
    others: dict[date, int] = {}
    for name in ordered[max_rows:]:
        for month, count in cells[name].items():
            others[month] = others.get(month, 0) + count
    rows = [_heat_row(name, cells[name], columns) for name in ordered[:max_rows]]
    if others:
        rows.append(_heat_row(f"{len(ordered) - max_rows} others", others, columns))
    years = [(at, month.year) for at, month in enumerate(columns) if month.month == 1 or at == 0]
    return {"rows": rows, "years": years, "columns": len(columns), "steps": STEPS}


def _heat_row(name: str, counts: dict[date, int], columns: list[date]) -> dict[str, Any]:
    earlier = sum(count for month, count in counts.items() if month < columns[0])
    cells = [
        {
            "at": at,
            "shade": _shade(counts[month]),
            "title": f"{name}, {month:%B %Y}: {number(counts[month])}",
        }
        for at, month in enumerate(columns)
        if counts.get(month)
    ]
    return {
        "name": name,
        "cells": cells,
        "total": sum(counts.values()),
        "earlier": earlier,
        "earlier_shade": _shade(earlier),
    }


def _shade(count: int) -> int:
    """Return 0 for nothing, up to len(STEPS) for the most."""
    return sum(count >= step for step in STEPS)


def _months_before(month: date, back: int) -> date:
    number_of = month.year * 12 + month.month - 1 - back
    return date(number_of // 12, number_of % 12 + 1, 1)

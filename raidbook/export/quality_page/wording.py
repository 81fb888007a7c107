"""The wording of numbers, days, outcomes and reasons in the quality report."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ingest.record import definition

# Outcome of a build → its label, its CSS class, and the sentence below it.
OUTCOMES = {
    "published": ("Published", "good", "This build is what readers get. Every check passed."),
    "refused": (
        "Refused",
        "bad",
        "A check stopped this build. Readers still get the previous build.",
    ),
    "broken": (
        "Could not run",
        "bad",
        "This build could not be made. Readers still get the previous build.",
    ),
}
# A semicolon followed by the name of a column separates two reasons.
_NEXT = re.compile(rf"; (?=(?:{'|'.join(definition.NAMES)}|row)\b)")


def number(value: Any) -> str:
    """Return a number with separators of thousands, without decimals if it is whole."""
    if value is None:
        return "–"
    if isinstance(value, Decimal | float):
        whole = int(value)
        if value == whole:
            return f"{whole:,}"
        rough = float(value)
        return f"{rough:,.1f}" if abs(rough) >= 10 else f"{rough:,.3g}"
    return f"{value:,}"


def figure(check: dict[str, Any]) -> str:
    """Return the figure of an expectation: a share in per cent, anything else as a number."""
    value = check.get("measured")
    if value is None:
        return "–"
    if check["name"].endswith(("_share", "_shift")):
        return f"{value * 100:.2f}".rstrip("0").rstrip(".") + " %"
    return number(float(value))


def day(value: date | datetime | str | None) -> str:
    """Return a day or a timestamp for readers: without T and without fractions of a second."""
    return "–" if value is None else str(value).replace("T", " ")[:16]


def by_reason(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how many records each reason rejected. A row may have several reasons."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        for reason in _NEXT.split(row["reasons"] or "no reason"):
            entry = found.setdefault(
                reason.strip(), {"records": 0, "example": row["example"], "file": row["file_name"]}
            )
            entry["records"] += row["records"]
    ordered = sorted(found.items(), key=lambda item: (-item[1]["records"], item[0]))
    highest = max((entry["records"] for _, entry in ordered), default=1)
    return [
        {"reason": reason, "share": entry["records"] / highest, **entry}
        for reason, entry in ordered
    ]

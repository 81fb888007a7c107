"""Fill required cells that were left empty with their defaults (`ingest.record.definition`)."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.normalise.days import FORM

PART_OR_TOTAL = (
    'is "total" if the event\'s persons are all of this nationality, sex or age, otherwise "part"'
)


def default(column: str, cells: Mapping[str, str | None]) -> str | None:
    """Return what an empty cell is read as, given the row's other cells as read, or None."""
    if column == "event_end":
        return cells["event_start"] if _is_day(cells["event_start"]) else None
    if column == "date_precision":
        if not _is_day(cells["event_start"]) or not _is_day(cells["event_end"]):
            return None
        return "day" if cells["event_start"] == cells["event_end"] else "range"
    if column == "qualifier":
        return "exact"
    if column == "counts_as":
        is_broken_down = any(cells[name] for name in ("nationality", "sex", "age_group"))
        return None if is_broken_down or cells["cumulative_since"] else "total"
    return None


def _is_day(cell: str | None) -> bool:
    return cell is not None and FORM.fullmatch(cell) is not None

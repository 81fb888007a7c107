"""Both identities of section 7, for any result."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from .attribution import Forest
from .model import Result

ZERO = Decimal(0)


def broken_identities(result: Result) -> list[str]:
    """A sentence for each event and family, or row, in which an identity does not hold."""
    forest = Forest({event.event_id: event for event in result.events})
    attributed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    broken = []
    for row in result.attributed:
        attributed[row.event_id, row.family] += row.persons
        where = f"{row.event_id} {row.family} {row.nationality_code}"
        if row.persons <= 0:
            broken.append(f"{where}: attributes {row.persons}")
        if not ZERO <= row.persons_low <= row.persons <= row.persons_high:
            broken.append(f"{where}: {row.persons} is not within its bounds")
        if not row.record_ids:
            broken.append(f"{where}: no record stands behind it")
    for total in result.event_totals:
        below = forest.descendants(total.event_id)
        late = [e for e in below if _starts_after(forest, e, total.serve_day)]
        held = sum((attributed.get((e, total.family), ZERO) for e in below), total.attributed)
        on_top = sum((attributed.get((e, total.family), ZERO) for e in late), ZERO)
        if held != max(total.own_total, total.kids_total) + on_top:
            broken.append(f"{total.event_id} {total.family}: holds {held}")
    return broken


def _starts_after(forest: Forest, event_id: str, day: object) -> bool:
    start = forest.events[event_id].event_start
    return day is not None and start is not None and start.isoformat() > str(day)

"""What every record says about one thing: the breakdowns of an event and group (section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from .figures import is_of_persons
from .record import ALL, TOTAL, Record

Breakdown = tuple[str, str, str]  # nationality, sex, age group
THE_TOTAL: Breakdown = (TOTAL, ALL, ALL)


def used_running_totals(
    records: Sequence[Record], measure_group: str, kind: str | None, start: date | None
) -> list[Record]:
    """The running totals that are used instead of all other records; empty where none are.

    `records` are those of one event and group that take part.
    """
    if kind != "campaign" or any(r.counts_as == "total" and r.is_plain for r in records):
        return []
    fitting = [
        r
        for r in records
        if r.counts_as == "cumulative"
        and r.cumulative_since in (None, start)
        and (is_of_persons(measure_group) or r.nationality == TOTAL)
    ]
    return fitting if any(r.is_plain for r in fitting) else []


def of_running_totals(used: Sequence[Record]) -> dict[Breakdown, list[Record]]:
    """The breakdowns of running totals: each record is a member of one."""
    members: dict[Breakdown, list[Record]] = defaultdict(list)
    for record in used:
        members[record.nationality, record.sex, record.age_group].append(record)
    return members


def of_totals_and_parts(records: Sequence[Record]) -> dict[Breakdown, list[Record]]:
    """The breakdowns of all other records: a total may be a member of two."""
    totals = [r for r in records if r.counts_as == "total" and r.is_plain]
    largest = max((r.value for r in totals if r.nationality == TOTAL), default=None)
    members: dict[Breakdown, list[Record]] = defaultdict(list)
    for record in totals:
        if record.nationality == TOTAL or largest is None or largest <= record.value:
            members[THE_TOTAL].append(record)
    for record in records:
        if record.counts_as in ("total", "part") and not _is_for_everyone(record):
            members[record.nationality, record.sex, record.age_group].append(record)
    return members


def _is_for_everyone(record: Record) -> bool:
    return record.is_plain and record.nationality == TOTAL


def plain_parts(records: Sequence[Record]) -> list[Record]:
    """The parts for everyone, of which a total may be made (section 5)."""
    return [r for r in records if r.counts_as == "part" and _is_for_everyone(r)]

"""The cases worked out by hand, against the reference implementation."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from .model import Result
from .rules import reconcile
from .shipped import made_up, shipped_records
from .tree import Forest
from .worked import AS_OF, CASES, Case, WorkedRow, WorkedTotal

FLAGS = ("open", "disputed", "residual")
TOTAL_FLAGS = [
    "is_total_stated",
    "has_parts_above_total",
    "is_sum_of_sexes",
    "is_total_from_parts",
    "is_site_assumed",
    "has_descendants_above_total",
    "is_allocation_capped",
    "uses_running_total",
]


@cache
def of_shipped(as_of: date | None = None) -> Result:
    return reconcile(shipped_records(), as_of=as_of)


def rows_of(result: Result, events: frozenset[str]) -> list[WorkedRow]:
    return [
        (
            *(row.event_id, row.measure_group, row.nationality_code),
            *(int(row.persons), int(row.persons_low), int(row.persons_high)),
            " ".join(flag for flag in FLAGS if getattr(row, ATTRIBUTES[flag])),
        )
        for row in result.attributed
        if row.event_id in events
    ]


ATTRIBUTES = {"open": "is_open_ended", "disputed": "is_disputed", "residual": "is_residual"}


def totals_of(result: Result) -> dict[tuple[str, str], WorkedTotal]:
    return {
        (row.event_id, row.measure_group): (
            *(row.event_id, row.measure_group, None if row.total is None else int(row.total)),
            *(int(row.own_total), int(row.descendants_total)),
            " ".join(sorted(flag for flag in TOTAL_FLAGS if getattr(row, flag))),
        )
        for row in result.event_totals
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_case(case: Case) -> None:
    result = of_shipped() if case.records is None else reconcile(case.records)
    assert sorted(rows_of(result, case.all_events)) == sorted(case.rows), case.says
    totals = totals_of(result)
    for *expected, flags in case.totals:
        found = totals[case_key(expected)]
        assert found == (*expected, " ".join(sorted(flags.split()))), case.says


def case_key(expected: list[str | int | None]) -> tuple[str, str]:
    return str(expected[0]), str(expected[1])


@pytest.mark.parametrize(("root", "family", "as_of", "persons"), AS_OF)
def test_what_a_campaign_held_on_a_day(root: str, family: str, as_of: date, persons: int) -> None:
    result = of_shipped(as_of)
    below = Forest({event.event_id: event for event in result.events}).descendants(root)
    held = [r for r in result.attributed if r.event_id in (root, *below) and r.measure_group == family]
    assert sum(row.persons for row in held) == persons

"""The cases worked out by hand, against the reference implementation."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from .model import Result
from .rules import reconcile
from .shipped import frozen_records
from .tree import Forest
from .worked import AS_OF, CASES, Case, WorkedRow, WorkedTotal

ATTRIBUTES = {
    "open": "is_open_ended",
    "disputed": "is_disputed",
    "residual": "is_residual",
    "inherited": "is_nationality_inherited",
}
FLAGS = tuple(ATTRIBUTES)
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
    return reconcile(frozen_records(), as_of=as_of)


def result_of(case: Case) -> Result:
    if case.records is None:
        return of_shipped()
    return reconcile(case.records, event_overlaps=case.event_overlaps)


def rows_of(result: Result, events: frozenset[str]) -> list[WorkedRow]:
    return [
        (
            *(row.event_id, row.measure_group, row.nationality_code),
            *(int(row.persons), int(row.persons_low), int(row.persons_high)),
            _true(row, FLAGS),
        )
        for row in result.attributed
        if row.event_id in events
    ]


def _true(row: object, flags: tuple[str, ...]) -> str:
    return " ".join(flag for flag in flags if getattr(row, ATTRIBUTES[flag]))


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
    result = result_of(case)
    assert sorted(rows_of(result, case.all_events)) == sorted(case.rows), case.says
    totals = totals_of(result)
    for *expected, flags in case.totals:
        found = totals[str(expected[0]), str(expected[1])]
        assert found == (*expected, " ".join(sorted(flags.split()))), case.says


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_became_of_the_reports_of_a_case(case: Case) -> None:
    result = result_of(case)
    found = [
        (
            *(row.event_id, row.measure_group, row.nationality_code),
            *(int(row.best), int(row.low), int(row.high)),
            _true(row, ("open", "disputed")),
        )
        for row in result.consensus
        if row.sex == "all" and row.age_group == "all"
    ]
    assert set(case.consensus) <= set(found), case.says
    reasons = {row.record_id: row.not_chosen_because for row in result.reported}
    for record, reason in case.not_chosen:
        assert reasons[record["record_id"]] == reason, case.says


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_where_and_when_a_case_was(case: Case) -> None:
    result = result_of(case)
    elsewhere = {
        (row.event_id, row.measure_group, row.nationality_code, int(row.persons_counted_elsewhere))
        for row in result.attributed
    }
    assert set(case.counted_elsewhere) <= elsewhere, case.says
    countries = {(r.event_id, r.measure_group, r.country_code) for r in result.event_countries}
    assert set(case.countries) <= countries, case.says
    assert set(case.countries) <= {
        (row.event_id, row.measure_group, row.country_code) for row in result.attributed
    }, case.says
    named = {event_id for event_id, *_ in case.places}
    places = [
        (event.event_id, name, weight)
        for event in result.events
        for _, name, weight in event.places
        if event.event_id in named
    ]
    assert sorted(places) == sorted(case.places), case.says
    keys = {(event_id, group) for event_id, group, *_ in case.months}
    months = [
        (month.event_id, month.measure_group, month.month, month.weight)
        for month in result.months
        if (month.event_id, month.measure_group) in keys
    ]
    assert sorted(months) == sorted(case.months), case.says


@pytest.mark.parametrize(("root", "group", "as_of", "persons"), AS_OF)
def test_what_a_campaign_counted_on_a_day(root: str, group: str, as_of: date, persons: int) -> None:
    result = of_shipped(as_of)
    forest = Forest({event.event_id: event for event in result.events})
    tree = {root, *forest.descendants(root)}
    counted = [r for r in result.attributed if r.event_id in tree and r.measure_group == group]
    assert sum(row.persons for row in counted) == persons

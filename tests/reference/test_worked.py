"""The cases worked out by hand, against the reference implementation."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from .attribution import Forest
from .model import Result
from .rules import reconcile
from .shipped import made_up, shipped_records
from .worked import AS_OF, CASES, Case, WorkedRow, WorkedTotal

FLAGS = ("open", "disputed", "residual")
TOTAL_FLAGS = [
    "total_is_stated",
    "parts_exceed_total",
    "sum_of_sexes",
    "total_from_parts",
    "sites_assumed",
    "children_exceed_parent",
    "gap_capped",
    "totals_serve",
]


@cache
def of_shipped(as_of: date | None = None) -> Result:
    return reconcile(shipped_records(), as_of=as_of)


def rows_of(result: Result, events: frozenset[str]) -> list[WorkedRow]:
    return [
        (
            *(row.event_id, row.family, row.nationality_code),
            *(int(row.persons), int(row.persons_low), int(row.persons_high)),
            " ".join(flag for flag in FLAGS if getattr(row, ATTRIBUTES[flag])),
        )
        for row in result.attributed
        if row.event_id in events
    ]


ATTRIBUTES = {"open": "is_open_ended", "disputed": "is_disputed", "residual": "is_residual"}


def totals_of(result: Result) -> dict[tuple[str, str], WorkedTotal]:
    return {
        (row.event_id, row.family): (
            *(row.event_id, row.family, None if row.total is None else int(row.total)),
            *(int(row.own_total), int(row.kids_total)),
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
    held = [r for r in result.attributed if r.event_id in (root, *below) and r.family == family]
    assert sum(row.persons for row in held) == persons


def test_a_chain_is_cut_at_every_fifth_link_and_a_cycle_at_every_link() -> None:
    chain = [f"kh-2025-01-01-n{n}" for n in range(12)]
    ring = ["kh-2025-01-02-a", "kh-2025-01-02-b"]
    parents = dict(zip(chain[1:], chain, strict=False)) | dict(zip(ring, ring[::-1], strict=True))
    parents |= {"kh-2025-01-03-hangs-on": ring[0]}
    records = [
        made_up(1, event_id, "persons_arrested", 1, parent_event_id=parent)
        for event_id, parent in parents.items()
    ]
    result = reconcile(records)
    depths = {event.event_id: event.depth for event in result.events}
    assert [depths[event_id] for event_id in chain] == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert [depths[e] for e in (*ring, "kh-2025-01-03-hangs-on")] == [0, 0, 1]
    assert [(s.event_id, s.why) for s in result.suspicions] == [
        (chain[10], "depth"),
        (chain[5], "depth"),
        (ring[0], "cycle"),
        (ring[1], "cycle"),
    ]


def test_a_withdrawal_takes_effect_on_its_day_and_a_later_version_ends_it() -> None:
    first = made_up(1, "kh-2025-01-01-raid", "persons_arrested", 5)
    withdrawn = first | {"status": "withdrawn", "figure_as_of": "2025-01-05"}
    again = first | {"value": "7", "published_on": "2025-01-08"}
    expected = {1: 5, 4: 5, 5: 0, 7: 0, 8: 7}
    for day, persons in expected.items():
        result = reconcile([first, withdrawn, again], as_of=date(2025, 1, day))
        assert sum(r.persons for r in result.attributed if r.family == "custody") == persons
    assert [r.not_chosen_because for r in reconcile([first, withdrawn]).reported] == ["status"]


def test_what_starts_after_a_running_total_comes_on_top() -> None:
    campaign, early, late = (f"kh-2025-01-{d}" for d in ("01-campaign", "04-early", "06-late"))
    records = [
        made_up(1, campaign, "persons_arrested", 10, event_kind="campaign",
                counts_as="cumulative", published_on="2025-01-05"),
        made_up(1, early, "persons_arrested", 4, parent_event_id=campaign),
        made_up(1, late, "persons_arrested", 3, parent_event_id=campaign),
    ]  # fmt: skip
    result = reconcile(records)
    kept = {r.event_id: r.persons for r in result.attributed if r.family == "custody"}
    assert kept == {campaign: 6, early: 4, late: 3}
    assert result.running_totals[0].explained == 4

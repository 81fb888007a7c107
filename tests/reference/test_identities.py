"""Identities and other properties that hold whatever the records say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .identities import broken_identities, lost_nationalities
from .rules import reconcile
from .shipped import shipped_records
from .strategies import Example, examples

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("as_of", [None, date(2023, 1, 1), date(2025, 7, 20), date(2025, 12, 31)])
def test_identities_hold_over_the_real_records(as_of: date | None) -> None:
    """On every day, what an event and its descendants count is what the rules say."""
    result = reconcile(shipped_records(), as_of=as_of)
    assert broken_identities(result) == []
    assert lost_nationalities(result) == []


@QUICK
@given(examples())
def test_identities_hold_over_hostile_records(example: Example) -> None:
    """Today and on every day on which something changed."""
    for as_of in (None, *example.days()):
        result = example.reconciled(as_of)
        assert broken_identities(result) == []
        assert lost_nationalities(result) == []


@QUICK
@given(examples())
def test_order_of_delivery_matters_only_within_one_record(example: Example) -> None:
    """Shuffling records, but not the versions of one, changes nothing."""
    order = list({v["record_id"] for v in example.versions})
    random.Random(0).shuffle(order)
    shuffled = [v for r in order for v in example.versions if v["record_id"] == r]
    expected = example.reconciled().canonical()
    assert replace(example, versions=shuffled).reconciled().canonical() == expected


@QUICK
@given(examples())
def test_the_last_day_says_what_today_says(example: Example) -> None:
    """Today is the view in which everything is known; only months are of today alone."""
    last = example.reconciled(date(2099, 1, 1)).canonical()
    assert last == example.reconciled().canonical() | {"months": []}


@QUICK
@given(examples(), st.integers(0, 1000))
def test_a_record_of_a_later_day_leaves_an_earlier_view_as_it_was(
    example: Example, choice: int
) -> None:
    """Nothing that a day's view says is lowered, or changed at all, by what came later."""
    days = example.days()
    day = days[choice % len(days)]
    later = (day + timedelta(days=1)).isoformat()
    copied = example.versions[choice % len(example.versions)]
    new = copied | {"record_id": copied["record_id"] + "-later", "published_on": later}
    new |= {"status": "", "figure_as_of": "", "value": "99", "value_high": ""}
    more = replace(example, versions=[*example.versions, new])
    assert more.reconciled(day).canonical() == example.reconciled(day).canonical()


@QUICK
@given(examples())
def test_every_chosen_record_is_a_candidate_and_every_other_has_a_reason(example: Example) -> None:
    """Chosen, or a reason why not: never both, never neither; and one is chosen a breakdown."""
    result = example.reconciled()
    for row in result.reported:
        assert row.is_chosen == (row.not_chosen_because is None)
        assert row.is_current or not row.is_chosen
    for verdict in result.consensus_records:
        assert verdict.is_chosen == (verdict.not_chosen_because is None)
        assert verdict.is_candidate or not verdict.is_chosen
        assert verdict.is_current == (verdict.is_candidate or verdict.is_outgrown)
        assert verdict.is_largest_in_report or not verdict.is_current
    chosen = [v for v in result.consensus_records if v.is_chosen]
    assert len(chosen) == len(result.consensus)

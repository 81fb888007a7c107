"""Identities and other properties that hold whatever the records say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from .identities import broken_identities
from .rules import reconcile
from .shipped import shipped_records
from .strategies import Example, examples

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("as_of", [None, date(2023, 1, 1), date(2025, 7, 20), date(2025, 12, 31)])
def test_identities_hold_over_the_real_records(as_of: date | None) -> None:
    """On every day, what an event and its descendants hold is what the rules say."""
    assert broken_identities(reconcile(shipped_records(), as_of=as_of)) == []


@QUICK
@given(examples())
def test_identities_hold_over_hostile_records(example: Example) -> None:
    """Today and on every day on which something changed."""
    for as_of in (None, *example.days()):
        result = example.reconciled(as_of)
        assert broken_identities(result) == []


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
def test_every_chosen_record_stands_and_every_other_has_a_reason(example: Example) -> None:
    """Chosen, or a reason why not: never both, never neither."""
    result = example.reconciled()
    for row in result.reported:
        assert row.is_chosen == (row.not_chosen_because is None)
        assert row.is_standing or not row.is_chosen

"""The hand-made cases: SQL and reference implementation agree, and what is asked is answered."""

from __future__ import annotations

import pytest

from reconcile.battery import battery, first_difference
from reconcile.cases import CASES
from reconcile.compare import differences, report
from reconcile.made_by_hand import HandMade
from reconcile.sql_rules import SqlRules, rows_of


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_made_case(rules: SqlRules, case: HandMade) -> None:
    given = case.example
    con = rules.reconcile(
        given.versions,
        given.corrections,
        given.event_merges,
        given.publisher_aliases,
        given.event_overlaps,
    )
    for day in (None, *given.days()):
        found = list(differences(con, given.reconciled(day), day))
        assert not found, f"on {day}:\n{report(found)}"
    for ask in case.asks:
        assert rows_of(con, ask.query, event=ask.event_id) == sorted(ask.rows, key=repr), ask.says


def test_the_battery_finds_nothing_wrong(rules: SqlRules) -> None:
    """What `make mutate` runs against broken rules holds for the rules as they are."""
    assert first_difference(rules, battery()) is None

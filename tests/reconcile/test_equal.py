"""Random hostile records: the SQL and the reference implementation give the same tables."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference.strategies import Example, examples

from reconcile.compare import differences, report
from reconcile.sql_rules import SqlRules

EXAMPLES = int(os.environ.get("RAIDBOOK_EXAMPLES", "100"))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(example=examples(), choice=st.integers(0, 1000))
def test_sql_equals_reference(rules: SqlRules, example: Example, choice: int) -> None:
    con = rules.reconcile(
        example.versions,
        example.corrections,
        example.event_merges,
        example.publisher_aliases,
        example.event_overlaps,
    )
    days = example.days()
    for day in (None, days[choice % len(days)], days[(choice * 7 + 3) % len(days)]):
        found = list(differences(con, example.reconciled(day), day))
        assert not found, f"on {day}:\n{report(found)}"

"""Random hostile records: the SQL and the reference implementation give the same tables."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference.strategies import Example, examples

from reconcile.compare import different, expected_tables, of_suffix, report, tables_of
from reconcile.sql_rules import SqlRules
from reconcile.together import moved, of_number, together

EXAMPLES = int(os.environ.get("RAIDBOOK_EXAMPLES", "100"))
TOGETHER = 4  # with more of them, Hypothesis draws small examples only


@settings(
    max_examples=EXAMPLES // TOGETHER,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(several=st.tuples(*[examples()] * TOGETHER), choice=st.integers(0, 1000))
def test_sql_equals_reference(rules: SqlRules, several: tuple[Example, ...], choice: int) -> None:
    con = rules.reconcile_example(together(several))
    for number, example in enumerate(several):
        suffix = of_number(number)
        given_ = moved(example, suffix)
        days = given_.days()
        for day in (None, days[choice % len(days)], days[(choice * 7 + 3) % len(days)]):
            expected = expected_tables(given_.reconciled(day), day)
            found = list(different(of_suffix(tables_of(con, day), suffix), expected))
            assert not found, report(found, day)

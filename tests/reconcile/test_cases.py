"""The hand-made cases: SQL and reference implementation agree, and what is asked is answered.

All cases are in one warehouse, since one run of the rules takes as long for all as for one.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import duckdb
import pytest

from reconcile.battery import battery, first_difference
from reconcile.cases import CASES
from reconcile.compare import (
    Tables,
    different,
    expected_tables,
    of_suffix,
    report,
    tables_of,
)
from reconcile.sql_rules import COMPARED, SqlRules, rows_of
from reconcile.together import moved, of_number, together


class Made:
    """The tables that the SQL made of all cases."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.tables = cache(self._tables)

    def _tables(self, day: date | None) -> Tables:
        return tables_of(self.con, day)


@pytest.fixture(scope="module")
def made(rules: SqlRules) -> Made:
    examples = together(case.example for case in CASES)
    return Made(rules.on_its_own().reconcile_example(examples))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_hand_made_case(made: Made, number: int) -> None:
    case, suffix = CASES[number], of_number(number)
    given = moved(case.example, suffix)
    for day in (None, *given.days()):
        expected = expected_tables(given.reconciled(day), day)
        found = list(different(of_suffix(made.tables(day), suffix), expected))
        assert not found, report(found, day)
    for ask in (ask.of_event(suffix) for ask in case.asks):
        found_rows = rows_of(made.con, ask.query, event=ask.event_id)
        assert found_rows == sorted(ask.rows, key=repr), ask.says


def test_what_dbt_tests_on_every_build_holds_for_the_cases(made: Made, rules: SqlRules) -> None:
    broken = [text for test in rules.tests if (text := test.broken_by(made.con))]
    assert not broken, "\n".join(broken)


def test_every_model_that_is_compared_is_tested_here(rules: SqlRules) -> None:
    tested = {test.name for test in rules.tests}
    marts = [name for name in COMPARED if name.startswith(("dim_", "fct_", "bridge_"))]
    endings = ("is_sound", "history_is_sound", "event_id_exists")
    untested = [name for name in marts if not {f"{name}_{ending}" for ending in endings} & tested]
    assert not untested


def test_the_battery_finds_nothing_wrong(rules: SqlRules) -> None:
    """What `make mutate` runs against broken rules holds for the rules as they are."""
    assert first_difference(rules, battery()) is None

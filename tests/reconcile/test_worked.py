"""The cases worked out by hand from the records and the rules, through the SQL.

Those with records of their own are in one warehouse, and those about shipped records in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

import duckdb
import pytest
from reference.shipped import frozen_records
from reference.strategies import Example
from reference.test_worked import FLAGS, TOTAL_FLAGS
from reference.worked import AS_OF, CASES, Case, WorkedRow

from reconcile.sql_rules import IN_NO_FACT, SqlRules, facts_as_of
from reconcile.together import moved_id, of_number, together

BELOW = """
    with recursive tree as (
        select $root as event_id
        union all
        select events.event_id from intermediate.int_event_chains as chains
        inner join intermediate.int_events_named as events using (event_key)
        inner join intermediate.int_events_named as parents on chains.ancestor_1 = parents.event_key
        inner join tree on parents.event_id = tree.event_id
        where chains.known_from <= $day and ($day < chains.known_to or chains.known_to is null)
    )
    select cast(sum(persons) as bigint) from marts.fct_arrests_history
    where event_id in (from tree) and known_from <= $day
        and ($day < known_to or known_to is null)
"""


@dataclass(frozen=True)
class Made:
    """What the SQL made of a case, whose event ids end with `suffix` there."""

    con: duckdb.DuckDBPyConnection
    suffix: str
    facts: list[tuple[Any, ...]]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection) -> Made:
        return cls(con, "", facts_as_of(con, None))

    def at(self, number: int) -> Made:
        """Return what was made of one of several cases that were put together."""
        suffix = of_number(number)
        facts = [
            (row[0].removesuffix(suffix), *row[1:]) for row in self.facts if row[0].endswith(suffix)
        ]
        return Made(self.con, suffix, facts)


@pytest.fixture(scope="module")
def frozen(rules: SqlRules) -> Made:
    return Made.of(rules.on_its_own().reconcile(list(frozen_records())))


@pytest.fixture(scope="module")
def made_up(rules: SqlRules) -> Made:
    examples = (
        Example(list(case.records or ()), event_overlaps=list(case.event_overlaps))
        for case in CASES
    )
    return Made.of(rules.on_its_own().reconcile_example(together(examples)))


def is_in_a_fact(row: WorkedRow) -> bool:
    return row[1] not in IN_NO_FACT and not row[1].startswith("losses")


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_worked_case(frozen: Made, made_up: Made, number: int) -> None:
    case = CASES[number]
    made = frozen if case.records is None else made_up.at(number)
    facts = [row for row in made.facts if row[0] in case.all_events]
    rows = [(*row[:3], *map(int, row[3:6]), " ".join(compress(FLAGS, row[7:11]))) for row in facts]
    assert sorted(rows) == sorted(filter(is_in_a_fact, case.rows)), case.says
    for *numbers, flags in case.totals:
        assert _total_of(made, *numbers[:2]) == (*numbers, set(flags.split())), case.says
    elsewhere = {(*row[:3], int(row[6])) for row in facts if row[6] is not None}
    assert set(case.counted_elsewhere) <= elsewhere, case.says
    assert set(case.countries) <= {(*row[:2], row[11]) for row in facts}, case.says
    _look_at_consensus(made, case)
    _look_at_months(made, case)


def _look_at_consensus(made: Made, case: Case) -> None:
    for event_id, group, nationality, *numbers, flags in case.consensus:
        best, low, high, *found = made.con.execute(
            """select best, low, high, is_open_ended, is_disputed from marts.fct_consensus
            where event_id = ? and measure_group = ? and nationality_code = ?
                and sex = 'all' and age_group = 'all'""",
            [event_id + made.suffix, group, nationality],
        ).fetchall()[0]
        shown = " ".join(compress(("open", "disputed"), found))
        assert [int(best), int(low), int(high), shown] == [*numbers, flags], case.says
    for raw, because in case.not_chosen:
        assert made.con.execute(
            "select not_chosen_because from marts.fct_reported_figures where record_id = ?",
            [moved_id(raw["record_id"], made.suffix)],
        ).fetchall() == [(because,)], case.says


def _look_at_months(made: Made, case: Case) -> None:
    for event_id, group in {(event_id, group) for event_id, group, _, _ in case.months}:
        expected = {
            month: round(float(weight), 9)
            for event, of_group, month, weight in case.months
            if (event, of_group) == (event_id, group)
        }
        found = made.con.execute(
            """select month_start, round(weight, 9) from marts.bridge_event_month
            where event_id = ? and measure_group = ?""",
            [event_id + made.suffix, group],
        ).fetchall()
        assert dict(found) == expected, case.says


def _total_of(made: Made, event_id: str, measure_group: str) -> tuple[object, ...]:
    found = made.con.execute(
        f"""select cast(total as bigint), cast(own_total as bigint),
            cast(descendants_total as bigint), {", ".join(TOTAL_FLAGS)}
        from marts.fct_event_totals where event_id = ? and measure_group = ?""",
        [event_id + made.suffix, measure_group],
    ).fetchall()[0]
    return (event_id, measure_group, *found[:3], set(compress(TOTAL_FLAGS, found[3:])))


@pytest.mark.parametrize(("root", "measure_group", "day", "persons"), AS_OF)
def test_what_a_campaign_held_on_a_day(
    frozen: Made, root: str, measure_group: str, day: date, persons: int
) -> None:
    assert measure_group == "custody"
    assert frozen.con.execute(BELOW, {"root": root, "day": day}).fetchall() == [(persons,)]

"""A fixed, quick set of checks that every broken rule has to fail: `make mutate` runs it.

Many small examples are put into one warehouse, each with event ids and publishers of its own, so
that one run of the rules checks dozens. The reference computes its tables once.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import duckdb
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import NonInteractiveExampleWarning
from reference.model import Result
from reference.shipped import shipped_records
from reference.strategies import Example, examples
from reference.worked import CASES as WORKED

from reconcile.cases import CASES
from reconcile.compare import differences
from reconcile.made_by_hand import Ask
from reconcile.sql_rules import FACTS, SqlRules, rows_of
from reconcile.test_shipped import DAYS as SHIPPED_DAYS
from reconcile.test_shipped import seed as seed_rows
from reconcile.together import of_number, together

SEED = 20250714
RANDOM_EXAMPLES = 160
RANDOM_DAYS = [date(2025, 7, day) for day in range(1, 14, 2)]

# rows of history that hold on no day
NO_DAYS = "select " + " + ".join(
    f"(select count(*) from marts.fct_{fact}_history where known_from >= known_to)"
    for fact in FACTS
)


@dataclass
class Sample:
    """Records and curation_decisions, with what the reference makes of them on each day."""

    name: str
    example: Example
    expected: dict[date | None, Result] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()


def battery() -> list[Sample]:
    """Return all samples, the quickest first."""
    cases = [case.example for case in CASES]
    worked = [Example(list(case.records)) for case in WORKED if case.records is not None]
    by_hand = together([*cases, *worked])
    drawn = together(random_examples(RANDOM_EXAMPLES))
    return [
        _sample("cases made by hand", by_hand, _days_of(cases), _asks()),
        _sample("random examples", drawn, [None, *RANDOM_DAYS]),
        _sample("shipped records", _shipped(), SHIPPED_DAYS),
    ]


def first_difference(rules: SqlRules, samples: Iterable[Sample]) -> str | None:
    """Return in a few words the first thing that the rules get wrong, None where all is right."""
    found = (wrong for sample in samples for wrong in wrong_in(made_of(rules, sample), sample))
    return next(found, None)


def made_of(rules: SqlRules, sample: Sample) -> duckdb.DuckDBPyConnection:
    """Make every table of a sample; return the connection to ask."""
    return rules.reconcile_example(sample.example)


def wrong_in(con: duckdb.DuckDBPyConnection, sample: Sample) -> Iterator[str]:
    """Yield in a few words each thing that is wrong in the tables of a sample."""
    for ask in sample.asks:
        if rows_of(con, ask.query, event=ask.event_id) != sorted(ask.rows, key=repr):
            yield f"{sample.name}: {ask.says}"
    if rows_of(con, NO_DAYS) != [(0,)]:
        yield f"{sample.name}: a row of history holds on no day"
    for day, expected in sample.expected.items():
        for table, only_sql, only_reference in differences(con, expected, day):
            row = (only_sql or only_reference)[0]
            yield f"{sample.name}, {day or 'today'}: {table}, {' '.join(map(str, row[:3]))}"


def _sample(
    name: str, example: Example, days: Iterable[date | None], asks: tuple[Ask, ...] = ()
) -> Sample:
    return Sample(name, example, {day: example.reconciled(day) for day in days}, asks)


def _days_of(cases: list[Example]) -> list[date | None]:
    return [None, *sorted({day for case in cases for day in case.days()})]


def _asks() -> tuple[Ask, ...]:
    return tuple(
        ask.of_event(of_number(number)) for number, case in enumerate(CASES) for ask in case.asks
    )


def _shipped() -> Example:
    return Example(
        list(shipped_records()),
        seed_rows("correction"),
        seed_rows("event_merge"),
        seed_rows("publisher_alias"),
        seed_rows("event_overlap"),
    )


def random_examples(number: int) -> list[Example]:
    """Return so many hostile examples, the same ones on every run."""
    drawn: list[Example] = []

    @seed(SEED)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(example=examples())
    def draw(example: Example) -> None:
        drawn.append(example)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        draw()
    return drawn[:number]

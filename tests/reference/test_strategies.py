"""The random records are valid by the record's own checks, and meet the rules they are made for."""

from __future__ import annotations

import warnings

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import NonInteractiveExampleWarning

from ingest.record.checks import checks
from ingest.record.definition import NAMES

from .strategies import Example, examples


@pytest.fixture(scope="module")
def drawn() -> list[Example]:
    found: list[Example] = []

    @seed(1)
    @settings(
        max_examples=300,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples())
    def draw(example: Example) -> None:
        found.append(example)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NonInteractiveExampleWarning)
        draw()
    return found


def test_random_records_break_no_check_of_the_record(drawn: list[Example]) -> None:
    rows = [version for example in drawn for version in example.versions]
    columns = {name: pa.array([row[name] or None for row in rows], pa.string()) for name in NAMES}
    con = duckdb.connect()
    con.register("given", pa.table(columns))
    for check in checks():
        broken = check.broken.replace("$landed_on", "date '2099-01-01'")
        found = con.execute(f"select record_id from given where {broken} limit 1").fetchall()
        assert found == [], check.rule


def test_random_records_meet_the_rules_that_they_are_made_for(drawn: list[Example]) -> None:
    results = [example.reconciled() for example in drawn]
    met = {
        "outgrown": any(v.is_outgrown for r in results for v in r.consensus_records),
        "inherited": any(a.is_nationality_inherited for r in results for a in r.attributed),
        "elsewhere": any(a.persons_counted_elsewhere for r in results for a in r.attributed),
        "held in part": any(0 < d.held < d.counted for r in results for d in r.descendants),
        "spread growth": any(m.is_spread for r in results for m in r.months),
        "split places": any(len(e.places) > 1 for r in results for e in r.events),
    }
    met |= {
        reason: any(v.not_chosen_because == reason for r in results for v in r.consensus_records)
        for reason in ("less_precise", "lower_running_total", "fewer_sources", "later_tie")
    }
    assert all(met.values()), met

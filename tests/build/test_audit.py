"""The audit: each expectation lets the shipped build pass, and stops what it is there for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse import build as building
from warehouse.audit.run import run_suite
from warehouse.audit.suites import PUBLISHED, Expectation
from warehouse.log import Log

# expectation → what makes a build break it
HARM = {
    "reported_figures_present": "delete from marts.fct_reported_figures",
    "every_good_record_published": (
        "delete from marts.fct_reported_figures where record_id in "
        "(select min(record_id) from marts.fct_reported_figures)"
    ),
    "rejected_share": "update meta.deliveries set rows_rejected = rows_read",
    "countries_resolved_share": "delete from marts.dim_country where country_code = 'KH'",
    "published_in_time": "update meta.deliveries set landed_on = date '2022-01-01'",
    "custody_persons": "update marts.fct_arrests set persons = 200000000",
}


@pytest.fixture
def database(built_project: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(built_project / "var/live/warehouse.duckdb", copy)
    return copy


@pytest.fixture
def con(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(database)) as connection:
        yield connection


def test_every_expectation_has_its_harm() -> None:
    assert {expectation.name for expectation in PUBLISHED} == set(HARM)


@pytest.mark.parametrize("name", HARM)
def test_an_expectation_stops_what_it_is_there_for(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    (expectation,) = [found for found in PUBLISHED if found.name == name]
    ((before, _),) = run_suite(con, [expectation])
    con.execute(HARM[name])
    ((after, figure),) = run_suite(con, [expectation])
    assert (before.outcome, after.outcome) == ("passed", "failed")
    assert (after.kind, after.failing_rows, after.rule) == ("expectation", 1, expectation.sentence)
    assert figure is not None


def test_bounds_are_inclusive_and_no_figure_is_none_within_them() -> None:
    suite = [
        Expectation("at_least", "select 1", "One is enough.", least=1),
        Expectation("at_most", "select 1", "One is not too much.", most=1),
        Expectation("below", "select 0.9", "One is needed.", least=1),
        Expectation("above", "select 1.1", "One is the most.", most=1),
        Expectation("missing", "select null", "There must be a figure."),
        Expectation("no_row", "select 1 where false", "There must be a row.", least=0),
    ]
    with duckdb.connect() as con:
        outcomes = [check.outcome for check, _ in run_suite(con, suite)]
    assert outcomes == ["passed", "passed", "failed", "failed", "failed", "failed"]


def test_a_build_that_fails_the_audit_is_refused_in_words(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(database)) as con:
        con.execute(HARM["rejected_share"])
    record = {"checks": []}
    with pytest.raises(building.StoppedError) as stopped:
        building._audit(Log(tmp_path), database, record)
    assert stopped.value.code == building.REFUSED
    assert stopped.value.reason == "the audit stopped this build: rejected_share."
    told = capsys.readouterr()
    assert "6 expectations, 1 failed" in told.out
    assert told.err == (
        "audit     At most a fifth of all delivered rows were rejected. "
        "Measured: 1.0 (rejected_share).\n"
    )
    failed = [check["name"] for check in record["checks"] if check["outcome"] == "failed"]
    assert failed == ["rejected_share"]

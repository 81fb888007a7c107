"""The audit: each expectation passes the shipped build, and stops the fault that it is for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from support import bare_settings

from raidbook.audit import file_audit
from raidbook.audit.attached_live import attach_live
from raidbook.audit.deliveries import DELIVERIES
from raidbook.audit.difference import DIFFERENCE
from raidbook.audit.expectation import Expectation, Suite
from raidbook.audit.published import PUBLISHED
from raidbook.audit.suite_run import ExpectationResult, run_suite
from raidbook.common.exit_codes import ExitCode
from raidbook.common.log import Log
from raidbook.pipeline import baseline, build_checks

SUITES = {
    expectation.name: (suite, expectation)
    for suite in (DELIVERIES, PUBLISHED, DIFFERENCE)
    for expectation in suite.expectations
}
FIGURES = "marts.fct_reported_figures"
# the newest delivery of 200 rows or more, which is with which a new one is compared
LARGE = "(select max(delivery_number) from raw.deliveries where rows_read >= 200)"
COPY = """
    insert into raw.incident_records
    select * replace (record_id || '0000' as record_id, 99 as _delivery_number)
    from raw.incident_records where _delivery_number = {number} {limit};
    insert into raw.deliveries
    select * replace (99 as delivery_number, 'copy' as delivery_id)
    from raw.deliveries where delivery_number = {number}
"""

# expectation → what makes a build break it
HARM = {
    "delivered_rows_rejected_share": (
        f"update raw.deliveries set rows_rejected = 0.3 * rows_read where delivery_number = {LARGE}"
    ),
    "delivered_figures_copied_share": COPY.format(number=LARGE, limit=""),
    "small_deliveries_copied_share": COPY.format(number=LARGE, limit="limit 12"),
    "countries_missing_when_delivered_again": f"""
        insert into raw.incident_records select * replace (99 as _delivery_number)
        from raw.incident_records where _delivery_number = {LARGE} and country <> 'NG';
        insert into raw.deliveries select * replace (99 as delivery_number)
        from raw.deliveries where delivery_number = {LARGE}
    """,
    "parts_undescribed_share": (
        "update raw.incident_records set nationality = null, sex = null, age_group = null"
    ),
    "old_reports_share": "update raw.incident_records set published_on = '2001-01-01'",
    "delivered_before_reported": (
        "update raw.incident_records set published_on = '2098-01-01' where _row_number = 7"
    ),
    "words_not_in_their_lists": (
        "update raw.incident_records set measure = 'persons_seen' where _row_number = 7"
    ),
    "figures_beyond_belief": (
        "update raw.incident_records set value = '10000001' "
        "where _row_number = 7 and measure = 'persons_arrested'"
    ),
    "reported_figures_present": f"delete from {FIGURES}",
    "every_good_record_published": (
        f"delete from {FIGURES} where record_id in (select min(record_id) from {FIGURES})"
    ),
    "published_as_delivered": (
        f"update {FIGURES} set value = value + 1 "
        f"where record_id in (select min(record_id) from {FIGURES})"
    ),
    "countries_unknown": "delete from marts.dim_country where country_code = 'KH'",
    "reports_of_the_future": "update meta.deliveries set landed_on = date '2022-01-01'",
    "custody_persons": "update marts.fct_arrests set persons = 200000000",
    "rows_rejected_share": "update meta.deliveries set rows_rejected = rows_read",
    "city_names_unmatched_share": (
        "update raw.name_matches set matched_id = null where kind = 'city'"
    ),
    "admin1_names_unmatched_share": (
        "update raw.name_matches set matched_id = null where kind = 'admin1'"
    ),
    "organisation_names_unmatched_share": (
        "update raw.name_matches set matched_id = null where kind = 'organisation'"
    ),
    "places_unknown_share": "update marts.dim_event set place_precision = 'unknown'",
    "nationalities_empty_share": f"update {FIGURES} set nationality_code = 'total'",
    "round_values_share": f"update {FIGURES} set value = value * 10",
    "days_in_ids_share": f"update {FIGURES} set published_on = published_on - interval 1 day",
    "reported_late_share": f"update {FIGURES} set stated_end = stated_end - interval 1 year",
    "events_to_come_share": f"update {FIGURES} set stated_start = date '2099-01-01'",
    "disputed_share": "update marts.fct_consensus set is_disputed = true",
    "live_records_gone": (
        f"delete from {FIGURES} where record_id in (select min(record_id) from {FIGURES})"
    ),
    "live_records_changed_share": (
        f"update {FIGURES} set qualifier = 'up_to' where hash(record_id) % 10 = 0"
    ),
    "nationalities_emptied_share": (
        f"update {FIGURES} set nationality_code = 'total' where hash(record_id) % 30 = 0"
    ),
    "dates_moved_share": (
        f"update {FIGURES} set stated_start = stated_start - interval 2 month "
        "where hash(record_id) % 30 = 0"
    ),
    "sums_beyond_bounds": (
        f"update {FIGURES} set value = 3 * value where measure_group = 'custody' "
        "and stated_country_code = 'PH'"
    ),
    "measures_shift": (
        f"update {FIGURES} set measure = 'persons_present' where hash(record_id) % 20 = 0"
    ),
    "countries_shift": (
        f"update {FIGURES} set stated_country_code = 'TH' where hash(record_id) % 20 = 0"
    ),
    "nationalities_shift": (
        f"update {FIGURES} set nationality_code = 'CN' where hash(record_id) % 20 = 0"
    ),
    "years_shift": (
        f"update {FIGURES} set stated_start = stated_start - interval 1 year "
        "where hash(record_id) % 4 = 0"
    ),
    "sizes_shift": f"update {FIGURES} set value = 10 * value where hash(record_id) % 4 = 0",
    "names_no_longer_matched_share": (
        "update raw.name_matches set matched_id = null where hash(name) % 20 = 0"
    ),
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


def alone(suite: Suite, expectation: Expectation) -> Suite:
    return Suite(suite.name, suite.prepare, (expectation,))


def run_one(
    con: duckdb.DuckDBPyConnection, expectation: Expectation, **how: bool
) -> ExpectationResult:
    (result,) = run_suite(con, Suite("one", (), (expectation,)), **how)
    return result


def test_every_expectation_has_its_harm() -> None:
    assert list(HARM) == list(SUITES)


def test_every_expectation_says_what_it_means() -> None:
    for _, expectation in SUITES.values():
        assert expectation.sentence[0].isupper()
        assert expectation.sentence.endswith(".")
        assert not {"select", "null", "_code", "fct_"} & set(expectation.sentence.split())


@pytest.mark.parametrize("name", HARM)
def test_an_expectation_stops_what_it_is_there_for(
    con: duckdb.DuckDBPyConnection, built_project: Path, name: str
) -> None:
    suite, expectation = SUITES[name]
    live = built_project / "var" / "live" / "warehouse.duckdb"
    attach_live(con, live if suite is DIFFERENCE else None)
    (before,) = run_suite(con, alone(suite, expectation))
    con.execute(HARM[name])
    (after,) = run_suite(con, alone(suite, expectation))
    assert (before.check.outcome, after.check.outcome) == ("passed", "failed")
    assert (before.rows, before.check.failing_rows) == ([], 0)
    assert after.check.failing_rows >= 1
    assert (after.check.kind, after.check.rule) == ("expectation", expectation.sentence)
    assert after.check.measured is not None
    assert bool(after.rows) == bool(expectation.rows)


def test_bounds_are_inclusive_and_no_figure_is_none_within_them() -> None:
    suite = Suite(
        "bounds",
        ("create temporary table one as select 1 as n",),
        (
            Expectation("at_least", "select n from one", "One is enough.", minimum=1),
            Expectation("at_most", "select n from one", "One is not too much.", maximum=1),
            Expectation("below", "select n - 0.1 from one", "One is needed.", minimum=1),
            Expectation("above", "select n + 0.1 from one", "One is the most.", maximum=1),
            Expectation("missing", "select null", "There must be a figure."),
            Expectation("no_row", "select 1 where false", "There must be a row.", minimum=0),
        ),
    )
    with duckdb.connect() as con:
        outcomes = [result.check.outcome for result in run_suite(con, suite)]
    assert outcomes == ["passed", "passed", "failed", "failed", "failed", "failed"]


def test_bounds_in_words() -> None:
    def bounds(name: str, least: float | None, most: float | None) -> str:
        return Expectation(name, "", "", least, most).bounds

    assert bounds("a_share", 0, 0.2) == "at most 20 %"
    assert bounds("a_share", 0.5, 1) == "at least 50 %"
    assert bounds("rows", 0, 0) == "0"
    assert bounds("rows", 1, None) == "at least 1"
    assert bounds("rows", 0, 1e8) == "at most 100,000,000"


@pytest.mark.parametrize(
    ("acceptance", "outcome"), [("never", "failed"), ("once", "accepted"), ("lasting", "accepted")]
)
def test_only_what_may_be_accepted_is(acceptance: str, outcome: str) -> None:
    too_much = Expectation("too_much", "select 2", "One is the most.", 0, 1, acceptance)
    with duckdb.connect() as con:
        attach_live(con, None)
        assert run_one(con, too_much).check.outcome == "failed"
        assert run_one(con, too_much, is_change_accepted=True).check.outcome == outcome


def test_what_was_accepted_lasts_until_it_is_worse() -> None:
    def outcome(con: duckdb.DuckDBPyConnection, figure: float, acceptance: str) -> str:
        much = Expectation("much", f"select {figure}", "A third.", 0, 0.3, acceptance)
        return run_one(con, much).check.outcome

    with duckdb.connect() as con:
        con.execute("attach ':memory:' as live; create schema live.meta")
        con.execute("create table live.meta.builds as select 'b' as build_id")
        con.execute(
            "create table live.meta.checks as select 'b' as build_id, 'much' as check_name, "
            "'accepted' as outcome, 0.5::double as measured"
        )
        assert outcome(con, 0.5, "lasting") == "accepted"
        assert outcome(con, 0.4, "lasting") == "accepted"
        assert outcome(con, 0.51, "lasting") == "failed"
        assert outcome(con, 0.5, "once") == "failed", "what is live changed with it"


def audit(
    root: Path, database: Path, live: Path | None, reason: str | None = None
) -> dict[str, object]:
    """Run the last audit of a build as a build does; return what it kept."""
    here = bare_settings(root)
    if live is not None:
        here.live.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(live, here.live)
    record: dict[str, object] = {"checks": [], "shown": {}}
    build_checks.check_file(here, Log(here.logs), database, record, reason)
    return record


def test_a_build_that_fails_the_audit_is_refused_in_words(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(database)) as con:
        con.execute(HARM["rows_rejected_share"])
    with pytest.raises(build_checks.StoppedError) as stopped:
        audit(tmp_path / "project", database, None)
    assert stopped.value.code == ExitCode.REFUSED
    assert stopped.value.reason == (
        "the audit stopped this build: rows_rejected_share. Retract a delivery that should not be "
        'there with `raidbook remove`. If the change is right, build with `--accept-change "the '
        'reason"`.'
    )
    printed = capsys.readouterr()
    assert "published and difference: 28 expectations, 1 failed" in printed.out
    assert printed.err == (
        "audit     At most a fifth of all delivered rows were rejected. "
        "Measured: 100 %, expected: at most 20 % (rows_rejected_share).\n"
    )


def test_what_is_broken_cannot_be_accepted(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(database)) as con:
        con.execute(HARM["published_as_delivered"])
    with pytest.raises(build_checks.StoppedError, match="published_as_delivered can't be accepted"):
        audit(tmp_path / "project", database, None, "I want it so.")


def test_a_change_is_stopped_reported_and_accepted_with_its_reason(
    built_project: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live = built_project / "var" / "live" / "warehouse.duckdb"
    with duckdb.connect(str(database)) as con:
        con.execute(
            "update marts.fct_reported_figures set stated_start = stated_start - interval 1 month, "
            "stated_end = stated_end - interval 10 day where hash(record_id) % 10 = 0"
        )
        con.execute(
            "update raw.incident_records as r set event_start = cast(f.stated_start as "
            "varchar) from marts.fct_reported_figures as f where r.record_id = f.record_id"
        )
    with pytest.raises(
        build_checks.StoppedError, match=r"live_records_changed_share.*--accept-change"
    ):
        audit(tmp_path / "project", database, live)
    assert "Of the records that were live before" in capsys.readouterr().err
    record = audit(tmp_path / "project", database, live, "A new reading of months.")
    assert record["reason"] == "A new reading of months."
    outcomes = {check["name"]: check["outcome"] for check in record["checks"]}
    assert outcomes["live_records_changed_share"] == "accepted"
    assert "failed" not in outcomes.values()
    unchanged = audit(tmp_path / "other", live, live, "Nothing needs this.")
    assert "reason" not in unchanged, "it is kept where it was needed"


def test_a_damaged_live_file_is_reported_and_a_kept_build_compared(
    built_project: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = bare_settings(tmp_path / "project")
    (here.var / "history").mkdir(parents=True)
    here.live.parent.mkdir()
    shutil.copyfile(database, here.var / "history" / "20260101-000000-aaaaaa.duckdb")
    here.live.write_bytes(database.read_bytes()[:100_000])
    found, complaint = baseline.find_baseline(here)
    assert found.name == "20260101-000000-aaaaaa"
    assert complaint == (
        "the live file can't be read; compared with build 20260101-000000-aaaaaa instead"
    )
    (here.var / "history" / "20260101-000000-aaaaaa.duckdb").unlink()
    assert baseline.find_baseline(here)[0].path is None
    here.live.unlink()
    assert baseline.find_baseline(here) == (file_audit.Baseline(None, ""), None)

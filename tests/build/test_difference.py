"""Changes that a curation decision explains are left out, and reported with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from trial import Row, Trial, shipped

from ingest.landing import digest
from raidbook.audit.attached_live import attach_live
from raidbook.audit.difference import explanations
from raidbook.common.table_rows import rows_by_table


@pytest.fixture
def trial(built_project: Path, tmp_path: Path) -> Trial:
    return Trial(built_project, tmp_path)


def largest_arrest(records: list[Row]) -> Row:
    arrests = [r for r in records if (r["country"], r["measure"]) == ("PH", "persons_arrested")]
    return max(arrests, key=lambda row: float(row["value"]))


def test_a_delivery_that_was_retracted_takes_its_records_along(trial: Trial) -> None:
    myanmar = digest(trial.project / "ingest" / "records" / "myanmar.csv")[:16]
    trial.add_to_seed("delivery_removed", myanmar, "2026-06-01", "Coded twice.")
    assert not trial.failed()
    assert explanations(trial.con) == [
        f"650 records left out of the comparison: {myanmar} was added to delivery_removed "
        "(Coded twice.)"
    ]


def test_corrections_and_joined_events_explain_their_records(trial: Trial) -> None:
    """A correction that multiplies a sum passes by itself, as does an event that is joined."""
    records = [row for rows in shipped(trial.project).values() for row in rows]
    largest = largest_arrest(records)
    trial.add_to_seed(
        "correction",
        largest["record_id"],
        "value",
        largest["value"],
        str(int(largest["value"]) * 100),
        "2026-06-01",
        "Two zeros were lost.",
    )
    one, other = sorted({row["event_id"] for row in records if row["country"] == "NG"})[:2]
    trial.add_to_seed("event_merge", one, other, "2026-06-01", "One raid.")
    assert not trial.failed()
    explained = explanations(trial.con)
    assert explained[0] == (
        f"1 record left out of the comparison: {largest['record_id']} value was added to "
        "correction (Two zeros were lost.)"
    )
    assert explained[1].endswith(f"{one} was added to event_merge (One raid.)")
    assert len(explained) == 2


def test_the_same_without_a_decision_is_stopped(trial: Trial) -> None:
    """A correction that comes as a delivery explains nothing: one mistyped figure is enough."""
    largest = largest_arrest([row for rows in shipped(trial.project).values() for row in rows])
    trial.deliver("mine.csv", [largest | {"value": str(int(largest["value"]) * 100)}])
    assert trial.failed() == {"sums_beyond_bounds"}


def test_rows_are_counted_in_what_is_published(trial: Trial, built_project: Path) -> None:
    attach_live(trial.con, built_project / "var" / "live" / "warehouse.duckdb")
    rows = rows_by_table(trial.con, "live")
    assert rows["marts.fct_reported_figures"] == 3491
    assert {name.split(".")[0] for name in rows} == {"marts", "quality", "reports"}

"""Deliveries from end to end: what is corrected, withdrawn, stopped by the audit and retracted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import copy_project, good, raidbook, write_records

from ingest import landing

A, B, C = (f"kh-2025-07-14-made-up-{name}" for name in ("corrected", "withdrawn", "wrong"))


def of(event: str, **changes: str) -> dict[str, str]:
    """Return the one record of a made-up event."""
    report = {"record_id": f"{event}/made-up-20250717/1", "qualifier": "exact"}
    return (
        good()
        | report
        | {"event_id": event, "source_url": f"https://example.org/{event}"}
        | (changes)
    )


def asked(root: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(root / "var/live/warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def history(root: Path, event: str) -> list[tuple[Any, ...]]:
    return asked(
        root,
        "select persons, cast(known_from as varchar), cast(known_to as varchar) "
        f"from marts.fct_arrests_history where event_id = '{event}' order by known_from",
    )


@pytest.fixture(scope="module")
def delivered(
    built_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, dict[str, Any]]:
    """Deliver two events, then a correction, a withdrawal, and a file that the audit stops.

    Returns the project, the id of the wrong delivery, and what the build said and left live.
    """
    base = tmp_path_factory.mktemp("delivered")
    root = copy_project(base / "raidbook", var=built_project / "var")
    first = [of(A, value="100"), of(B, value="50")]
    second = [
        of(A, value="120", published_on="2025-07-19"),
        of(B, value="50", status="withdrawn", figure_as_of="2025-07-25"),
    ]
    wrong = [of(C), *(of(C, value="many", record_id=f"{C}/x-20250717/{n}") for n in range(2000))]
    for name, rows in (("first", first), ("second", second), ("wrong", wrong)):
        done = raidbook(root, "add", str(write_records(base / f"{name}.csv", rows)))
        assert done.returncode == (1 if name == "wrong" else 0), done.stderr
        if name == "second":
            assert "2 loaded, 0 rejected, 2 corrected, 0 unchanged" in done.stdout
    live = asked(root, "select build_id from meta.builds order by rowid desc limit 1")
    done = raidbook(root, "build", "--no-export")
    stopped = {
        "code": done.returncode,
        "printed": done.stderr,
        "is_live_as_it_was": live
        == asked(root, "select build_id from meta.builds order by rowid desc limit 1"),
    }
    newest = landing.deliveries(root / "var" / "landing")[-1].delivery_id
    done = raidbook(root, "remove", newest, "--reason", "A wrong export of the form.")
    assert done.returncode == 0, done.stderr
    done = raidbook(root, "build", "--no-export")
    assert done.returncode == 0, done.stdout + done.stderr
    return root, newest, stopped


@pytest.mark.slow
def test_a_delivery_that_the_audit_stops_leaves_live_as_it_was(delivered) -> None:
    _, _, stopped = delivered
    assert stopped["code"] == 1
    assert "rejected_share" in stopped["printed"]
    assert stopped["is_live_as_it_was"]


@pytest.mark.slow
def test_retracted_it_is_left_out_whole_and_blocks_nothing(delivered) -> None:
    root, wrong, _ = delivered
    assert asked(
        root,
        "select is_removed, rows_read, rows_loaded, rows_rejected from meta.deliveries "
        f"where delivery_id = '{wrong}'",
    ) == [(True, 0, 0, 0)]
    for table in ("raw.incident_records", "raw.rejected_records"):
        (count,) = asked(root, f"select count(*) from {table} where _delivery_id = '{wrong}'")
        assert count == (0,), table
    assert asked(root, "select count(*) from quality.rejected_records") == [(0,)]
    assert asked(root, f"select count(*) from marts.dim_event where event_id = '{C}'") == [(0,)]
    (delivery,) = [d for d in landing.deliveries(root / "var/landing") if d.delivery_id == wrong]
    assert delivery.path(root / "var" / "landing").is_file(), "its file stays in landing"


@pytest.mark.slow
def test_a_correction_shows_in_facts_and_history(delivered) -> None:
    root, _, _ = delivered
    assert asked(root, f"select persons from marts.fct_arrests where event_id = '{A}'") == [(120,)]
    assert history(root, A) == [(100, "2025-07-17", "2025-07-19"), (120, "2025-07-19", None)]
    assert asked(
        root,
        "select rows_corrected, rows_unchanged from meta.deliveries where file_name = 'second.csv'",
    ) == [(2, 0)]


@pytest.mark.slow
def test_a_withdrawal_ends_the_fact_on_its_day(delivered) -> None:
    root, _, _ = delivered
    assert asked(root, f"select persons from marts.fct_arrests where event_id = '{B}'") == []
    assert history(root, B) == [(50, "2025-07-17", "2025-07-25")]
    held = "select sum(persons) from arrests_as_of('{}') where event_id = '" + B + "'"
    assert asked(root, held.format("2025-07-24")) == [(50,)]
    assert asked(root, held.format("2025-07-25")) == [(None,)]

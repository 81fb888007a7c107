"""The shipped records: SQL and the reference implementation give the same tables, on any day."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest
from reference.shipped import shipped_records
from reference.strategies import Example

from reconcile.compare import differences, report
from reconcile.sql_rules import ROOT, SqlRules

DAYS = [
    None,
    *(
        date.fromisoformat(d)
        for d in (
            "2023-06-30",
            "2025-02-15",
            "2025-07-20",
            "2025-12-31",
            "2026-02-05",
        )
    ),
]


def seed(name: str) -> list[dict[str, str]]:
    with (Path(ROOT) / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def shipped() -> Example:
    return Example(
        list(shipped_records()),
        seed("correction"),
        seed("event_merge"),
        seed("publisher_alias"),
        seed("event_overlap"),
    )


@pytest.fixture(scope="module")
def made(rules: SqlRules, shipped: Example) -> duckdb.DuckDBPyConnection:
    return rules.on_its_own().reconcile_example(shipped)


@pytest.mark.parametrize("day", DAYS)
def test_shipped_records_with_curation_decisions(
    made: duckdb.DuckDBPyConnection, shipped: Example, day: date | None
) -> None:
    found = list(differences(made, shipped.reconciled(day), day))
    assert not found, report(found, day)

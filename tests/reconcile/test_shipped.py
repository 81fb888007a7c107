"""The shipped records: SQL and the reference implementation give the same tables, on any day."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from reference.rules import reconcile
from reference.shipped import shipped_records

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


@pytest.mark.parametrize("day", DAYS)
def test_shipped_records_with_curation_decisions(rules: SqlRules, day: date | None) -> None:
    curated = {
        "corrections": seed("correction"),
        "event_merges": seed("event_merge"),
        "event_overlaps": seed("event_overlap"),
        "publisher_aliases": seed("publisher_alias"),
    }
    versions = list(shipped_records())
    con = rules.reconcile(versions, **curated)
    found = list(differences(con, reconcile(versions, **curated, as_of=day), day))
    assert not found, report(found)

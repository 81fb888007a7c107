"""Overlaps that are too large: SQL and the reference implementation warn of the same ones."""

from __future__ import annotations

import csv

import pytest
from reference.rules import reconcile
from reference.shipped import shipped_records

from reconcile.sql_rules import ROOT, Raw, SqlRules

CRACKDOWN, CAMPAIGN = "kh-2025-06-27-crackdown", "kh-2026-01-01-crackdown-2026"
CHARTER = "kh-2025-10-17-korean-charter"
WHY = {
    "overlap_above_what_is_left": "more_than_there_is",
    "overlap_above_what_counts_it": "more_than_counted_there",
}


def overlap(event_id: str, measure_group: str, counted_in: str, persons: str = "") -> Raw:
    return {
        "event_id": event_id,
        "measure_group": measure_group,
        "counted_in_event_id": counted_in,
        "persons": persons,
        "decided_on": "2026-11-29",
        "reason": "Tried.",
    }


def seed(name: str) -> list[Raw]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "more",
    [
        [],
        [
            overlap(CAMPAIGN, "custody", CHARTER, "5000"),
            overlap(CAMPAIGN, "custody", CRACKDOWN, "70"),
            overlap(CAMPAIGN, "custody", "kh-2025-07-14-directive-raids"),
            overlap(CRACKDOWN, "sites", CHARTER, "3"),
            overlap(CRACKDOWN, "removal", "ph-2024-07-22-pogo-ban"),
        ],
    ],
    ids=["shipped", "with more"],
)
def test_the_same_overlaps_are_too_large(rules: SqlRules, more: list[Raw]) -> None:
    curated = {
        "corrections": seed("correction"),
        "event_merges": seed("event_merge"),
        "event_overlaps": [*seed("event_overlap"), *more],
        "publisher_aliases": seed("publisher_alias"),
    }
    versions = list(shipped_records())
    wanted = {
        (w.event_id, w.measure_group, w.counted_in_event_id, w.why, int(w.persons))
        for w in reconcile(versions, **curated).overlap_warnings
    }
    found = rules.reconcile(versions, **curated).execute(
        """select event_id, measure_group, other_event_id, warning,
            case when measure_group <> 'sites' then persons_at_stake end
        from intermediate.int_overlap_warnings"""
    )
    warned = {(*row[:3], WHY[row[3]], row[4]) for row in found.fetchall()}
    assert warned == {(*row[:4], row[4] if row[1] != "sites" else None) for row in wanted}
    assert not more or {row[3] for row in warned} == set(WHY.values())

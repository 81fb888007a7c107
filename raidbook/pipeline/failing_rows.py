"""The rows that fail a test of dbt, as text."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.fetch import fetch_dicts
from ingest.sql_quoting import identifier
from raidbook.common.check import Check
from raidbook.pipeline import curation_decisions


def failing_rows(
    con: duckdb.DuckDBPyConnection, check: Check, seeds: Path, max_rows: int = 5
) -> list[str]:
    """Return the first failing rows that a dbt test stored, one text each.

    The text of a row about a seed names its place in the seed.
    """
    try:
        rows = fetch_dicts(
            con, f"select * from test_failures.{identifier(check.name)} limit {max_rows}"
        )
    except duckdb.Error:
        return []
    return [
        curation_decisions.sentence_of(seeds, row)
        or ", ".join(f"{c}={v}" for c, v in row.items() if v is not None)
        for row in rows
    ]

"""Attach the published file under the name `live`, read-only, to compare with it.

If there is no published file that can be read, `live` has empty tables instead. The same SQL then
measures a first build, and finds no difference.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

from ingest.fetch import fetch_rows
from ingest.sql_quoting import literal
from raidbook.common.connection import read_only

# Every table and column of the published file that the audit reads.
COLUMNS: dict[str, dict[str, str]] = {
    "meta.deliveries": {
        "delivery_number": "bigint",
        "delivery_id": "varchar",
        "is_removed": "boolean",
    },
    "marts.fct_reported_figures": {
        "record_id": "varchar",
        "event_id": "varchar",
        "coded_event_id": "varchar",
        "measure_group": "varchar",
        "measure": "varchar",
        "value": "decimal(38, 4)",
        "low": "decimal(38, 4)",
        "high": "decimal(38, 4)",
        "qualifier": "varchar",
        "unit": "varchar",
        "nationality_code": "varchar",
        "sex": "varchar",
        "age_group": "varchar",
        "counts_as": "varchar",
        "cumulative_since": "date",
        "figure_as_of": "date",
        "status": "varchar",
        "stated_country_code": "varchar",
        "stated_start": "date",
        "stated_end": "date",
        "published_on": "date",
        "source_url": "varchar",
        "delivery_id": "varchar",
    },
    "raw.name_matches": {
        "kind": "varchar",
        "country_code": "varchar",
        "admin1": "varchar",
        "name": "varchar",
        "matched_id": "varchar",
    },
    "reference.correction": {
        "record_id": "varchar",
        "column_name": "varchar",
        "was": "varchar",
        "becomes": "varchar",
        "reason": "varchar",
    },
    "reference.delivery_removed": {"delivery_id": "varchar", "reason": "varchar"},
    "reference.event_merge": {
        "event_id": "varchar",
        "merged_into_event_id": "varchar",
        "reason": "varchar",
    },
}


def readable(path: Path) -> bool:
    """Return whether every value that the audit needs can be read from the file.

    A file of an earlier version of the project may lack a column, a damaged file may lack blocks.
    """
    found = path.stat()
    return _readable(path, (found.st_ino, found.st_size, found.st_mtime_ns))


@cache
def _readable(path: Path, _file: tuple[int, int, int]) -> bool:
    """Cache the result: a build compares with the file twice, before dbt and after it."""
    try:
        with read_only(path) as con:
            for table, columns in COLUMNS.items():
                cells = ", ".join(columns)
                fetch_rows(con, f"select bit_xor(hash(row({cells}))) from {table}")
    except duckdb.Error:
        return False
    return True


def attach_live(con: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Attach the published file, or empty tables where `path` is None."""
    if path is not None:
        con.execute(f"attach {literal(path)} as live (read_only)")
        return
    con.execute("attach ':memory:' as live")
    for table, columns in COLUMNS.items():
        schema = table.split(".")[0]
        named = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        con.execute(f"create schema if not exists live.{schema}")
        con.execute(f"create table live.{table} ({named})")


def accepted(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Return the figures of the live build that were accepted though out of bounds, by check."""
    try:
        found = fetch_rows(
            con,
            """
            select check_name, measured from live.meta.checks
            where outcome = 'accepted' and measured is not null
                and build_id = (select build_id from live.meta.builds order by rowid desc limit 1)
        """,
        )
    except duckdb.Error:  # nothing is live, or an older file without figures
        return {}
    return {name: float(measured) for name, measured in found}

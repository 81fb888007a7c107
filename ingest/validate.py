"""The checks and warnings of `ingest.record`, run set-wise in DuckDB over one delivered table."""

from __future__ import annotations

from datetime import date

import duckdb

from ingest import checks, record_warnings
from ingest.literal import literal


def split_rows(con: duckdb.DuckDBPyConnection, table: str, landed_on: date) -> int:
    """Sort the rows of a text table into good and bad; return how many are bad.

    `table` has all columns of the record as text (NULL where empty) and `_row_number`. Made anew:
    temporary table `bad_rows` (_row_number BIGINT, reasons VARCHAR[] with every reason of the row).
    One pass finds the bad rows; words are put together, and planned, for those alone.
    """
    day = literal(landed_on)
    found = [(check.broken.replace("$landed_on", day), check.reason) for check in checks.checks()]
    any_broken = "\n or ".join(f"({broken})" for broken, _ in found)
    con.execute(f"""
        create or replace temporary table broken_rows as
        select _row_number from {table} where {any_broken}
    """)
    bad = _count(con, "broken_rows")
    reasons = ",\n".join(f"case when {broken} then {reason} end" for broken, reason in found)
    words = f"list_filter([{reasons}], reason -> reason is not null)" if bad else "['']"
    con.execute(f"""
        create or replace temporary table bad_rows as
        select _row_number, {words} as reasons
        from {table} semi join broken_rows using (_row_number)
        order by _row_number
    """)
    con.execute("drop table temp.broken_rows")
    return bad


def name_broken(con: duckdb.DuckDBPyConnection, table: str, landed_on: date) -> None:
    """Say which checks each bad row breaks, after `split_rows`, which gives the words for them.

    Made anew: temporary table `broken_checks` (_row_number BIGINT, check_name VARCHAR).
    """
    day = literal(landed_on)
    names = ",\n".join(
        f"case when {check.broken.replace('$landed_on', day)} then {literal(check.name)} end"
        for check in checks.checks()
    )
    con.execute(f"""
        create or replace temporary table broken_checks as
        select _row_number, check_name from (
            select _row_number, unnest([{names}]) as check_name
            from {table} semi join bad_rows using (_row_number)
        ) where check_name is not null
    """)


def suspect_rows(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, int, str]]:
    """Return what is suspected across the good rows of `table`: (rule, row number, sentence).

    To be called after `split_rows`. Nothing is written; rows that are suspected are loaded.
    """
    rows = f"(from {table} anti join bad_rows using (_row_number))"
    if _count(con, "bad_rows") == 0:
        rows = table
    found: list[tuple[str, int, str]] = []
    for warning in record_warnings.warnings():
        told = con.execute(warning.found.replace("$rows", rows)).fetchall()
        found += [(warning.name, row, sentence) for row, sentence in told]
    return sorted(found, key=lambda each: (each[1], each[0]))


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])

"""Run the checks and warnings of `ingest.record` in DuckDB, over all rows of a delivered table."""

from __future__ import annotations

from datetime import date

import duckdb

from ingest.fetch import fetch_rows, fetch_value
from ingest.record import checks, warnings
from ingest.sql_quoting import literal


def split_rows(con: duckdb.DuckDBPyConnection, table: str, landed_on: date) -> int:
    """Find the rows of a text table that break a check; return how many there are.

    `table` has all columns of the record as text (NULL where empty) and `_row_number`. Replaces the
    temporary table `bad_rows` (_row_number BIGINT, reasons VARCHAR[] with every reason of the row).
    One pass finds the bad rows. The query for the reasons, which is slow to plan, runs on those
    rows alone, and only if there are any.
    """
    day = literal(landed_on)
    found = [(check.broken.replace("$landed_on", day), check.reason) for check in checks.checks()]
    any_broken = "\n or ".join(f"({broken})" for broken, _ in found)
    con.execute(f"""
        create or replace temporary table broken_rows as
        select _row_number from {table} where {any_broken}
    """)
    bad = int(fetch_value(con, "select count(*) from broken_rows"))
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


def name_broken_checks(con: duckdb.DuckDBPyConnection, table: str, landed_on: date) -> None:
    """List which checks each bad row breaks. Call `split_rows` first.

    Replaces the temporary table `broken_checks` (_row_number BIGINT, check_name VARCHAR).
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


def find_warnings(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, int, str]]:
    """Return the warnings about the good rows of `table`: (rule, row number, sentence).

    Call `split_rows` first. Writes nothing. A warning doesn't keep a row from being loaded.
    """
    rows = f"(from {table} anti join bad_rows using (_row_number))"
    if not fetch_value(con, "select count(*) from bad_rows"):
        rows = table
    found: list[tuple[str, int, str]] = []
    for warning in warnings.record_warnings():
        odd = fetch_rows(con, warning.found.replace("$rows", rows))
        found += [(warning.name, row, sentence) for row, sentence in odd]
    return sorted(found, key=lambda each: (each[1], each[0]))

"""Run the checks and warnings of `ingest.record` in DuckDB, over all rows of a delivered table."""

from __future__ import annotations

from datetime import date

import duckdb

from ingest.fetch import fetch_rows, fetch_value
from ingest.record import checks, definition, warnings
from ingest.record.text_form import unseen_macro
from ingest.sql_quoting import literal

CHECKED = "checked_rows"
"""The temporary table of the rows that may break a check, in the form in which they are checked."""
_NAMES_OF_TEXTS = [c.name for c in definition.COLUMNS if c.kind in ("text", "url")]
_TEXTS = f"concat_ws('|', {', '.join(_NAMES_OF_TEXTS)})"


def find_rows(
    con: duckdb.DuckDBPyConnection,
    table: str,
    landed_on: date,
    also: str = "",
    also_unless_plain: str = "",
) -> int:
    """Copy the rows of a text table that break a check into `checked_rows`; return how many.

    `table` has all columns of the record as text (NULL where empty) and `_row_number`. Rows that
    fulfil `also`, an SQL condition, are copied, too, and so are rows that fulfil
    `also_unless_plain`, which must be false for visible ASCII characters with single blanks between
    them. One pass finds all of them.
    """
    found = _on_day(landed_on)
    conditions = [check.broken_in_ascii or check.broken for check in found] + [also]
    # Most rows are plain, so these are seldom evaluated: it saves a fifth of the pass.
    of_characters = [check.broken for check in found if check.broken_in_ascii]
    unless_plain = _any_of([*of_characters, also_unless_plain])
    con.execute(f"""
        create or replace temporary table {CHECKED} as from {table}
        where {_any_of(conditions)}
            or (regexp_matches({_TEXTS}, '[^ -~]|  ') and ({unless_plain}))
    """)
    return int(fetch_value(con, f"select count(*) from {CHECKED}"))


def _any_of(conditions: list[str]) -> str:
    return "\n or ".join(f"({condition})" for condition in conditions if condition)


def list_reasons(con: duckdb.DuckDBPyConnection, landed_on: date) -> int:
    """Find the rows of `checked_rows` that break a check; return how many there are.

    Replaces the temporary table `bad_rows` (_row_number BIGINT, reasons VARCHAR[] with every reason
    of the row). The query for the reasons is slow to plan, so it runs only if there are any rows.
    """
    found = _on_day(landed_on)
    rows = int(fetch_value(con, f"select count(*) from {CHECKED}"))
    reasons = ",\n".join(f"case when {check.broken} then {check.reason} end" for check in found)
    if rows:
        con.execute(unseen_macro())
    words = f"list_filter([{reasons}], reason -> reason is not null)" if rows else "['']"
    con.execute(f"""
        create or replace temporary table bad_rows as
        from (select _row_number, {words} as reasons from {CHECKED}) where len(reasons) > 0
        order by _row_number
    """)
    return int(fetch_value(con, "select count(*) from bad_rows"))


def name_broken_checks(con: duckdb.DuckDBPyConnection, landed_on: date) -> None:
    """List which checks each bad row breaks. Call `list_reasons` first.

    Replaces the temporary table `broken_checks` (_row_number BIGINT, check_name VARCHAR).
    """
    names = ",\n".join(
        f"case when {check.broken} then {literal(check.name)} end" for check in _on_day(landed_on)
    )
    con.execute(f"""
        create or replace temporary table broken_checks as
        select _row_number, check_name from (
            select _row_number, unnest([{names}]) as check_name
            from {CHECKED} semi join bad_rows using (_row_number)
        ) where check_name is not null
    """)


def _on_day(landed_on: date) -> list[checks.Check]:
    """Return the checks of a file that is landed on that day."""
    return [check.on_day(literal(landed_on)) for check in checks.checks()]


def find_warnings(
    con: duckdb.DuckDBPyConnection, table: str, landed_on: date, rows_per: int = 1
) -> list[tuple[str, int, str]]:
    """Return the warnings about the good rows of `table`: (rule, row number, sentence).

    Sentences name rows of the file, which has `rows_per` row numbers for each. Call `list_reasons`
    first. Writes nothing. A warning doesn't keep a row from being loaded.
    """
    rows = f"(from {table} anti join bad_rows using (_row_number))"
    if not fetch_value(con, "select count(*) from bad_rows"):
        rows = table
    found: list[tuple[str, int, str]] = []
    for warning in warnings.record_warnings():
        query = warning.found.replace("$rows_per", str(rows_per)).replace("$rows", rows)
        query = query.replace("$landed_on", literal(landed_on))
        found += [(warning.name, row, sentence) for row, sentence in fetch_rows(con, query)]
    return sorted(found, key=lambda each: (each[1], each[0]))

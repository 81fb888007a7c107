"""The checks of `ingest.record`, run set-wise in DuckDB over one delivered table."""

from __future__ import annotations

from datetime import date

import duckdb

from ingest import record


def split_rows(con: duckdb.DuckDBPyConnection, table: str, landed_on: date) -> int:
    """Sort the rows of a text table into good and bad; return how many are bad.

    `table` has all columns of the record as text (NULL where empty) and `_row_number`. Made anew:
    temporary table `bad_rows` (_row_number BIGINT, reasons VARCHAR[] with every reason of the row).
    One pass finds the bad rows; words are put together for those alone.
    """
    day = f"date '{landed_on.isoformat()}'"
    found = [(c.broken.replace("$landed_on", day), c.reason) for c in record.checks()]
    any_broken = "\n or ".join(f"coalesce({broken}, false)" for broken, _ in found)
    reasons = ",\n".join(f"case when {broken} then {reason} end" for broken, reason in found)
    con.execute(f"""
        create or replace temporary table bad_rows as
        select _row_number, list_filter([{reasons}], reason -> reason is not null) as reasons
        from {table}
        where {any_broken}
        order by _row_number
    """)
    row = con.execute("select count(*) from bad_rows").fetchone()
    assert row is not None
    return int(row[0])

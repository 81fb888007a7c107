"""Table macros in the published file: every fact as of any day.

They name tables in two parts, so they work in the file itself, or in an attached one after `use`.
"""

from __future__ import annotations

import duckdb

from ingest.fetch import fetch_value
from ingest.sql_quoting import literal

FACTS = ("arrests", "raids", "outcomes", "seizures")


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create `arrests_as_of(d)` and the like in schema main, each with the columns of its fact.

    `d` is a day. The rows are those of the fact's history that hold on that day (docs/rules.md,
    section 8).
    """
    for fact in FACTS:
        columns = fetch_value(
            con,
            "select string_agg(column_name, ', ' order by column_index) from duckdb_columns() "
            "where database_name = current_database() and schema_name = 'marts' "
            f"and table_name = {literal(f'fct_{fact}')}",
        )
        con.execute(
            f"create or replace macro main.{fact}_as_of(d) as table "
            f"select {columns} from marts.fct_{fact}_history "
            "where known_from <= cast(d as date) "
            "and (known_to is null or cast(d as date) < known_to)"
        )
        con.execute(
            f"comment on macro table main.{fact}_as_of is "
            f"'Rows of marts.fct_{fact} as they were known on the day d.'"
        )

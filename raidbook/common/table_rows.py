"""Count the rows of the published tables of a file."""

from __future__ import annotations

import duckdb

from ingest.fetch import fetch_column, fetch_value
from ingest.sql_quoting import literal


def rows_by_table(con: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, int]:
    """Return the number of rows of each published table of a catalog, by `schema.table`."""
    tables = fetch_column(
        con,
        "select schema_name || '.' || table_name from duckdb_tables() "
        f"where database_name = {literal(catalog)} "
        "and schema_name in ('marts', 'reports', 'quality') order by 1",
    )
    return {
        table: int(fetch_value(con, f"select count(*) from {catalog}.{table}")) for table in tables
    }


def views(con: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    """Return the views of a catalog, by `schema.view`. Their rows are not counted."""
    return set(
        fetch_column(
            con,
            "select schema_name || '.' || view_name from duckdb_views() "
            f"where database_name = {literal(catalog)}",
        )
    )

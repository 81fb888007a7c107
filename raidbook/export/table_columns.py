"""The columns of published tables with their meanings, from the comments in the file."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.fetch import fetch_rows
from ingest.sql_quoting import literal


def comments(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the comments of tables and views in the file, by `schema.table`."""
    found = fetch_rows(
        con,
        "select schema_name || '.' || table_name, comment from duckdb_tables() "
        "where comment is not null and database_name = current_database() "
        "union all select schema_name || '.' || view_name, comment from duckdb_views() "
        "where comment is not null and database_name = current_database()",
    )
    return {table: " ".join(comment.split()) for table, comment in found}


@dataclass(frozen=True)
class Column:
    """One column of a published table: its name, its type in the database, and its meaning."""

    name: str
    kind: str
    meaning: str


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    """Return the columns of `schema.table` in order, with the descriptions from the models."""
    schema, name = table.split(".")
    found = fetch_rows(
        con,
        "select column_name, data_type, coalesce(comment, '') from duckdb_columns() "
        f"where schema_name = {literal(schema)} and table_name = {literal(name)} "
        "and database_name = current_database() order by column_index",
    )
    return [Column(column, kind, " ".join(meaning.split())) for column, kind, meaning in found]

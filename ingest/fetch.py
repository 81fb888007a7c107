"""Fetch the rows of a DuckDB query. No other module unpacks rows.

Write values as literals (`ingest.sql_quoting`): binding a parameter makes DuckDB import pandas,
which takes longer than most queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


def fetch_named(
    con: duckdb.DuckDBPyConnection, query: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of the columns, and all rows."""
    found = con.execute(query)
    return [column[0] for column in found.description or []], found.fetchall()


def fetch_dicts(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return all rows, each as a dictionary by column."""
    names, rows = fetch_named(con, query)
    return [dict(zip(names, row, strict=True)) for row in rows]


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Return all rows."""
    return fetch_named(con, query)[1]


def fetch_column(con: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    """Return the first cell of every row."""
    return [row[0] for row in fetch_rows(con, query)]


def fetch_row(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the first row of a query that always returns one, such as a sum."""
    return fetch_rows(con, query)[0]


def fetch_value(con: duckdb.DuckDBPyConnection, query: str) -> Any:
    """Return the first cell of a query that always returns a row, such as a count."""
    return fetch_row(con, query)[0]

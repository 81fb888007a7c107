"""Python values and names as they stand in SQL: the only place that quotes.

A literal is for statements that are run once a delivery: binding one parameter makes DuckDB import
pandas, which takes longer than checking a small file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path


def literal(value: str | int | Path | date | datetime | None) -> str:
    """Return `value` as an SQL literal; text may hold anything but NUL."""
    if value is None:
        return "null"
    if isinstance(value, int):  # a boolean is one
        return str(value).lower()
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    return "'" + str(value).replace("'", "''") + "'"


def literals(values: Iterable[str]) -> str:
    """Return `values` as the inside of an SQL `in (…)`."""
    return ", ".join(map(literal, values))


def identifier(name: str) -> str:
    """Return the name of a column, table or schema, quoted; it may hold anything but NUL."""
    return '"' + name.replace('"', '""') + '"'

"""Quote Python values and names for SQL. No other module does so.

Use literals in statements that run a few times: binding a parameter makes DuckDB import pandas,
which takes longer than checking a small file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path


def literal(value: str | int | Path | date | datetime | None) -> str:
    """Return `value` as an SQL literal; text may contain anything but NUL."""
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
    """Return `values` as the list inside an SQL `in (…)`."""
    return ", ".join(map(literal, values))


def identifier(name: str) -> str:
    """Return the name of a column, table or schema, quoted; any character but NUL is allowed."""
    return '"' + name.replace('"', '""') + '"'

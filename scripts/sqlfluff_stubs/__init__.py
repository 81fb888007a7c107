"""Stubs for parts of dbt that sqlfluff's templater lacks: just enough to parse a model as SQL.

They stand in for macros that call an adapter, or that return something other than text. All other
macros come from `dbt_project/macros`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ingest.record.definition import COLUMNS, NAMES

_TYPES = {"date": "date", "number": "decimal(38, 4)"}
_TYPE = {column.name: _TYPES.get(column.kind, "string") for column in COLUMNS}


def _dateadd(part: str, number: str, day: str) -> str:
    return f"date_add({day}, {number})"


def _datediff(first: str, second: str, part: str) -> str:
    return f"date_diff('{part}', {first}, {second})"


dbt = SimpleNamespace(dateadd=_dateadd, datediff=_datediff)


def record_columns() -> list[str]:
    """Return the names of the record's columns."""
    return list(NAMES)


def record_type(column: str) -> str:
    """Return the type of a column of the record."""
    return _TYPE[column]


def record_cast(column: str, expression: str) -> str:
    """Return a column cast to its type."""
    return f"cast({expression} as {_TYPE[column]}) as {column}"


def text_of(texts: list[str]) -> str:
    """Return texts one after another."""
    return " || ".join(texts)


def joined(text: str, separator: str, order_by: str) -> str:
    """Return an ordered list of texts as one text."""
    return f"string_agg({text}, '{separator}')"


def split_rows(text: str, separator: str) -> str:
    """Return the parts of a text, one row each."""
    return f"unnest(string_split({text}, '{separator}'))"


def grouped(number: str) -> str:
    """Return a whole number as text."""
    return f"cast({number} as string)"

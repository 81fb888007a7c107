"""Run a query on the live file, and print its rows as a table, CSV, JSON or Markdown."""

from __future__ import annotations

import csv
import json
import math
import shutil
import sys
from decimal import Decimal
from typing import Any

import duckdb

from raidbook.common.guarded_connection import HOW_TO_ALLOW

FORMS = ("table", "csv", "json", "markdown")


def answer(con: duckdb.DuckDBPyConnection, query: str, form: str, max_rows: int = 200) -> bool:
    """Run a query and print its rows; return whether it ran. If it didn't, print the error."""
    try:
        found = con.sql(query)
        if found is None:
            return True
        if form == "table":
            found.show(max_width=shutil.get_terminal_size((160, 40)).columns, max_rows=max_rows)
            return True
        rows, names = found.fetchall(), found.columns
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        if _is_of_the_guard(error):
            print(HOW_TO_ALLOW, file=sys.stderr)
        return False
    _print_rows(names, rows, form)
    return True


def _is_of_the_guard(error: duckdb.Error) -> bool:
    return isinstance(error, duckdb.PermissionException) or "has been locked" in str(error)


def _print_rows(names: list[str], rows: list[tuple[Any, ...]], form: str) -> None:
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_as_text(value) for value in row] for row in rows)
    elif form == "json":
        listed = [
            {name: _as_json(value) for name, value in zip(names, row, strict=True)} for row in rows
        ]
        print(json.dumps(listed, default=str, ensure_ascii=False, allow_nan=False))
    else:
        print("| " + " | ".join(names) + " |")
        print("|" + "---|" * len(names))
        for row in rows:
            cells = (" ".join(_as_text(value).split()).replace("|", "\\|") for value in row)
            print("| " + " | ".join(cells) + " |")


def _as_text(value: object) -> str:
    """Return a value as DuckDB writes it: an empty text for null, true and false in lower case."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_json(value: object) -> object:
    """Convert a value that JSON can't hold: a decimal to a number, NaN and infinity to null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value

"""Run queries on the live file, and print their rows as tables, CSV, JSON or Markdown."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import re
import shutil
import sys
from collections import Counter
from decimal import Decimal
from typing import Any

import duckdb

from ingest.readers.cell_text import visible
from raidbook.common.guarded_connection import HOW_TO_ALLOW

FORMS = ("table", "csv", "json", "markdown")
MAX_ROWS = 200
MAX_RECORDS = 20  # rows that are shown one below the other
# DuckDB writes this below a table from which it left out columns.
COLUMNS_LEFT_OUT = re.compile(r"\d+ columns \(\d+ shown\)")
EMPTY = "The query is empty. Write one, such as `from arrests limit 5`."
SEVERAL = (
    "The text holds {count} queries with rows, but --format {form} prints one answer. Run them "
    "one by one."
)
SAME_NAMES = "Several columns are named {names}. Name them apart with `as`, for JSON."


def answer(con: duckdb.DuckDBPyConnection, text: str, form: str, max_rows: int = MAX_ROWS) -> bool:
    """Run the queries in `text` and print their rows; return whether they ran.

    If one doesn't, print why. The form `table` prints the answer of each query, the others print
    one answer.
    """
    try:
        queries = con.extract_statements(text)
        with_rows = sum(
            query.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]
            for query in queries
        )
        if not queries:
            return _refused(EMPTY)
        if with_rows > 1 and form != "table":
            return _refused(SEVERAL.format(count=with_rows, form=form))
        return all(_answer_one(con, query, form, max_rows) for query in queries)
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        if _is_of_the_guard(error):
            print(HOW_TO_ALLOW, file=sys.stderr)
        return False


def _answer_one(
    con: duckdb.DuckDBPyConnection, query: duckdb.Statement, form: str, max_rows: int
) -> bool:
    found = con.sql(query)
    if found is None:
        return True
    if form == "table":
        _show(found, max_rows)
        return True
    names = found.columns
    twice = [name for name, times in Counter(names).items() if times > 1]
    if form == "json" and twice:
        return _refused(SAME_NAMES.format(names=", ".join(twice)))
    _print_rows(names, found.fetchall(), form)
    return True


def _refused(sentence: str) -> bool:
    print(sentence, file=sys.stderr)
    return False


def _is_of_the_guard(error: duckdb.Error) -> bool:
    return isinstance(error, duckdb.PermissionException) or "has been locked" in str(error)


def _show(found: duckdb.DuckDBPyRelation, max_rows: int) -> None:
    """Print a table, or, where columns would be left out, each row's columns line by line."""
    columns = shutil.get_terminal_size((160, 40)).columns
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        found.show(max_width=columns, max_rows=max_rows)
    if not COLUMNS_LEFT_OUT.search(shown.getvalue()):
        for line in shown.getvalue().split("\n")[:-1]:
            print(visible(line, len(line)))
        return
    names = found.columns
    rows = found.fetchmany(MAX_RECORDS + 1)
    widest = max(map(len, names))
    room = max(columns - widest - 3, 20)
    for number, row in enumerate(rows[:MAX_RECORDS], start=1):
        print(f"─ row {number} ".ljust(columns, "─"))
        for name, value in zip(names, row, strict=True):
            text = visible(_as_text(value))
            print(f"{name:>{widest}}   {text if len(text) <= room else text[: room - 1] + '…'}")
    more = "" if len(rows) <= MAX_RECORDS else f"The first {MAX_RECORDS} rows are shown. "
    print(
        f"{more}{len(names)} columns are too many for {columns} characters, so each has a line. "
        "Name the ones you want, or use --format csv."
    )


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

"""Both implementations side by side: what the SQL gives and what the reference gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import duckdb
from reference.model import Result

from reconcile import sql_rules
from reconcile.sql_rules import ATTRIBUTED, COLUMNS, IN_NO_FACT, TODAY

Tables = dict[str, list[tuple[Any, ...]]]  # sorted rows by the name of a table
NAMES = COLUMNS | {
    "facts": ATTRIBUTED,
    "bridge": "event_id measure_group nationality_code record_id",
    "months": "event_id measure_group month_start weight is_spread",
}
# how many of the first columns of a table are its key
KEY_LENGTHS = {
    "events": 1,
    "consensus": 5,
    "consensus_records": 6,
    "event_totals": 2,
    "reported": 1,
    "running_totals": 1,
    "facts": 3,
    "bridge": 4,
    "months": 3,
}
MAX_ROWS = 6  # of one table, in a message
_EVENT = {name: columns.split().index("event_id") for name, columns in COLUMNS.items()}


def plain(value: Any) -> Any:
    """One form for one number: an integer where it is whole."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else value.normalize()
    return value


def _picked(rows: list[Any], names: str) -> list[tuple[Any, ...]]:
    picked = [tuple(plain(getattr(row, name)) for name in names.split()) for row in rows]
    return sorted(picked, key=repr)


def _is_in_a_fact(row: Any) -> bool:
    return row.measure_group not in IN_NO_FACT and not row.measure_group.startswith("losses")


def differences(
    con: duckdb.DuckDBPyConnection, expected: Result, day: date | None = None
) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """Yield each table that differs: its name, the rows only in SQL, the rows only expected."""
    yield from different(tables_of(con, day), expected_tables(expected, day))


def different(found: Tables, expected: Tables) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """Yield each table that differs, likewise."""
    for name, rows in found.items():
        if rows != expected[name]:
            yield name, _without(rows, expected[name]), _without(expected[name], rows)


def tables_of(con: duckdb.DuckDBPyConnection, day: date | None = None) -> Tables:
    """Return the tables that the SQL made: the facts of a day, or all that is compared of today."""
    found = {"facts": _tidy(sql_rules.facts_as_of(con, day))}
    if day is None:
        for name, query in TODAY.items():
            found[name] = _tidy(con.execute(query).fetchall())
        found["bridge"] = sql_rules.bridge(con)
        found["months"] = sql_rules.months(con)
    return found


def expected_tables(expected: Result, day: date | None = None) -> Tables:
    """Return the tables of `tables_of` by the reference implementation."""
    facts = [row for row in expected.attributed if _is_in_a_fact(row)]
    found = {"facts": _published(facts)}
    if day is None:
        for name in TODAY:
            found[name] = _picked(expected.table(name), COLUMNS[name])
        found["bridge"] = sorted(
            (
                (row.event_id, row.measure_group, row.nationality_code, record_id)
                for row in facts
                for record_id in row.record_ids
            ),
            key=repr,
        )
        found["months"] = _months(expected)
    return found


def of_suffix(tables: Tables, suffix: str) -> Tables:
    """Return of each table the rows of events whose id has the suffix."""
    return {
        name: [row for row in rows if row[_EVENT.get(name, 0)].endswith(suffix)]
        for name, rows in tables.items()
    }


def _published(facts: list[Any]) -> list[tuple[Any, ...]]:
    """The rows as the facts have them: sites and things seized are only counted."""
    rows = []
    for row in _picked(facts, ATTRIBUTED):
        is_of_persons = row[1] in ("custody", "removal", "release") or row[1].startswith("persons_")
        rows.append(row if is_of_persons else (*row[:6], None, *row[7:10], False, row[11]))
    return sorted(rows, key=repr)


def _months(expected: Result) -> list[tuple[Any, ...]]:
    return sorted(
        (
            (row.event_id, row.measure_group, row.month, round(float(row.weight), 9), row.is_spread)
            for row in expected.months
        ),
        key=repr,
    )


def _tidy(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(plain(value) for value in row) for row in rows), key=repr)


def _without(these: list[Any], those: list[Any]) -> list[Any]:
    left = list(those)
    kept = []
    for row in these:
        if row in left:
            left.remove(row)
        else:
            kept.append(row)
    return kept


def report(found: list[tuple[str, list[Any], list[Any]]], day: date | None = None) -> str:
    """Return the differences as text for a failing test: of rows with one key, what differs."""
    lines = [f"SQL and reference differ {f'as of {day}' if day else 'today'}:"]
    for name, only_sql, only_reference in found:
        rows = [_line(name, *pair) for pair in _side_by_side(name, only_sql, only_reference)]
        lines += [name, *(f"  {line}" for line in rows[:MAX_ROWS])]
        if len(rows) > MAX_ROWS:
            lines.append(f"  and {len(rows) - MAX_ROWS} more rows")
    return "\n".join(lines)


def _side_by_side(
    name: str, only_sql: list[Any], only_reference: list[Any]
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each key with its row in either; None where one has no such row."""
    pairs: dict[Any, tuple[list[Any], list[Any]]] = {}
    for side, rows in enumerate((only_sql, only_reference)):
        for row in rows:
            pairs.setdefault(row[: KEY_LENGTHS[name]], ([], []))[side].append(row)
    for key, (of_sql, of_reference) in pairs.items():
        for in_sql, in_reference in zip_longest(of_sql, of_reference):
            yield key, in_sql, in_reference


def _line(name: str, key: Any, in_sql: Any, in_reference: Any) -> str:
    columns = NAMES[name].split()
    start = len(key)
    words = " ".join(map(str, key))
    if in_sql is None or in_reference is None:
        side, row = ("SQL", in_sql) if in_reference is None else ("the reference", in_reference)
        cells = zip(columns[start:], row[start:], strict=True)
        rest = ", ".join(f"{column}={cell}" for column, cell in cells)
        return f"only in {side}: {words} {rest}".rstrip()
    different_cells = [
        f"{column} is {a} in SQL, {b} in the reference"
        for column, a, b in zip(columns, in_sql, in_reference, strict=True)
        if a != b
    ]
    return f"{words}: {'; '.join(different_cells)}"

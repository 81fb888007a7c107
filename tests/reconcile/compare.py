"""Both implementations side by side: what the SQL gives and what the reference gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
from reference.model import Result

from reconcile import sql_rules
from reconcile.sql_rules import ATTRIBUTED, COLUMNS, IN_NO_FACT, TODAY

Tables = dict[str, list[tuple[Any, ...]]]  # sorted rows by the name of a table
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


def report(found: list[tuple[str, list[Any], list[Any]]]) -> str:
    """Return the differences as text for a failing test."""
    lines = []
    for name, only_sql, only_reference in found:
        lines.append(f"{name}:")
        lines += [f"  only SQL       {row}" for row in only_sql[:6]]
        lines += [f"  only reference {row}" for row in only_reference[:6]]
    return "\n".join(lines)

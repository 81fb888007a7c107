"""Compare two versions of the same tables: two files, or DuckDB's tables and Spark's.

Columns are compared by name and position, types after `SAME_TYPE`, rows both ways over all columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.fetch import fetch_column, fetch_row, fetch_rows
from ingest.sql_quoting import literal, literals

# DuckDB's names of Spark's types, where they differ. Spark's timestamps are UTC.
SAME_TYPE = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "TIMESTAMP_NS": "TIMESTAMP"}
TOLERANCE = 1e-9  # of doubles, absolute or relative: sums may be added up in another order
MAX_SHOWN = 20  # rows per side and table


@dataclass(frozen=True)
class Difference:
    """How one table differs. `lines` is one sentence, followed by the rows that differ."""

    table: str
    lines: list[str]


@dataclass(frozen=True)
class _Sides:
    """The two sides of a comparison: the SQL and the name of each."""

    left: str
    right: str
    names: tuple[str, str]

    @property
    def width(self) -> int:
        """The width of a name at the beginning of a line."""
        return max(len(name) for name in self.names) + 1


def compare_with_spark(
    con: duckdb.DuckDBPyConnection, catalog: str, folder: Path, schemas: Sequence[str]
) -> tuple[int, list[Difference]]:
    """Compare all tables of `schemas` in `catalog` with `folder/<schema>.db/<table>/*.parquet`.

    Return the number of tables, and the differences: tables that differ or that one side lacks.
    """
    con.execute("set timezone = 'UTC'")
    here = {table: f"{catalog}.{table}" for table in _tables(con, catalog, schemas)}
    there = {
        f"{schema}.{path.name}": f"read_parquet({literal(path / '*.parquet')})"
        for schema in schemas
        for path in (folder / f"{schema}.db").glob("*")
        if any(path.glob("*.parquet"))
    }
    return _compare_all(con, here, there, ("DuckDB", "Spark"))


def compare_catalogs(
    con: duckdb.DuckDBPyConnection, left: str, right: str, schemas: Sequence[str]
) -> tuple[int, list[Difference]]:
    """Compare all tables of `schemas` in two attached files, as `compare_with_spark` does."""
    here, there = (
        {table: f"{catalog}.{table}" for table in _tables(con, catalog, schemas)}
        for catalog in (left, right)
    )
    return _compare_all(con, here, there, (left, right))


def _tables(con: duckdb.DuckDBPyConnection, catalog: str, schemas: Sequence[str]) -> list[str]:
    return fetch_column(
        con,
        "select table_schema || '.' || table_name from information_schema.tables "  # and views
        f"where table_catalog = {literal(catalog)} and table_schema in ({literals(schemas)})",
    )


def _compare_all(
    con: duckdb.DuckDBPyConnection,
    here: dict[str, str],
    there: dict[str, str],
    names: tuple[str, str],
) -> tuple[int, list[Difference]]:
    differences = []
    for table in sorted(here | there):
        if table not in there:
            lines = [f"is in {names[0]} only"]
        elif table not in here:
            lines = [f"is in {names[1]} only"]
        else:
            lines = _compare(con, _Sides(here[table], there[table], names))
        if lines:
            differences.append(Difference(table, lines))
    return len(here | there), differences


def _compare(con: duckdb.DuckDBPyConnection, sides: _Sides) -> list[str]:
    """Return the differences between two relations; empty if there are none."""
    first, second = (f"  {name:<{sides.width}}" for name in sides.names)
    mine, theirs = _columns(con, sides.left), _columns(con, sides.right)
    if mine != theirs:
        return [
            "the columns differ",
            *(f"{first} {name} {kind}" for name, kind in mine if (name, kind) not in theirs),
            *(f"{second} {name} {kind}" for name, kind in theirs if (name, kind) not in mine),
            *(["  their order"] if sorted(mine) == sorted(theirs) else []),
        ]
    columns = ", ".join(name for name, _ in mine)
    _left_over(con, sides, mine)
    counts = fetch_row(
        con,
        f"select count(*) filter (side = {literal(sides.names[0])}), "
        f"count(*) filter (side = {literal(sides.names[1])}) from apart",
    )
    lines = []
    if any(counts):
        lines = [
            f"{counts[0]} rows in {sides.names[0]} only, {counts[1]} in {sides.names[1]} only; "
            f"the columns are {columns}"
        ]
        rows = fetch_rows(
            con,
            f"""
            select side, {columns} from apart
            qualify row_number() over (partition by side order by {columns}) <= {MAX_SHOWN}
            order by {columns}, side
            """,
        )
        lines += [f"  {side:<{sides.width}} {tuple(map(_shown, row))}" for side, *row in rows]
        lines += [f"  and {sum(counts) - len(rows)} more"] if sum(counts) > len(rows) else []
    con.execute("drop table temp.apart")
    return lines


def _columns(con: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    """Return the names and types of a relation's columns, with Spark's types in DuckDB's names."""
    described = fetch_rows(con, f"describe from {relation}")
    return [(name, SAME_TYPE.get(kind, kind)) for name, kind, *_ in described]


def _left_over(
    con: duckdb.DuckDBPyConnection, sides: _Sides, columns: list[tuple[str, str]]
) -> None:
    """Create temp.apart: side, and the columns of each row without an equal on the other side.

    `except all` removes equal rows. Of the remaining rows, pairs are removed that differ only in
    doubles, and there by less than the tolerance.
    """
    names = ", ".join(name for name, _ in columns)
    left, right = (f"select {names} from {relation}" for relation in (sides.left, sides.right))
    con.execute(f"""
        create or replace temporary table apart as
        select {literal(sides.names[0])} as side, * from ({left} except all {right})
        union all
        select {literal(sides.names[1])} as side, * from ({right} except all {left})
    """)
    doubles = [name for name, kind in columns if kind in ("DOUBLE", "FLOAT")]
    if not doubles:
        return
    exact = [name for name, _ in columns if name not in doubles]
    near = " and ".join(
        [f"a.{name} is not distinct from b.{name}" for name in [*exact, "place"]]
        + [
            f"(a.{name} is not distinct from b.{name} or isfinite(a.{name} - b.{name}) and "
            f"abs(a.{name} - b.{name}) <= {TOLERANCE} * greatest(1, abs(a.{name}), abs(b.{name})))"
            for name in doubles
        ]
    )
    con.execute(f"""
        create or replace temporary table apart as
        with placed as (
            select *, row_number() over (
                partition by side {"".join(", " + name for name in exact)}
                order by {", ".join(doubles)}
            ) as place
            from apart
        )
        select a.* exclude (place) from placed as a
        where not exists (select 1 from placed as b where a.side <> b.side and {near})
    """)


def _shown(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else str(value)

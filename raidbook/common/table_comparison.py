"""Two makings of one table side by side: DuckDB's, and what Spark left as Parquet.

Columns by name and place, types after `SAME_TYPE`, rows both ways over all columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.sql_quoting import literal

# What Spark's types are called in DuckDB, where the name is not the same: Spark's moments are UTC.
SAME_TYPE = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "TIMESTAMP_NS": "TIMESTAMP"}
TOLERANCE = 1e-9  # of doubles, absolute or relative: sums are added up in another order
MOST_SHOWN = 20  # rows a side and table


@dataclass(frozen=True)
class Difference:
    """What is not the same in one table; `lines` begin with one sentence, then row by row."""

    table: str
    lines: list[str]


def compare(
    con: duckdb.DuckDBPyConnection, catalog: str, folder: Path, schemas: tuple[str, ...]
) -> tuple[int, list[Difference]]:
    """Compare all tables of `schemas` in `catalog` with `folder/<schema>.db/<table>/*.parquet`.

    Returns how many tables there are, and those that differ or stand on one side only.
    """
    con.execute("set timezone = 'UTC'")
    found = con.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = ? and list_contains(?, schema_name) order by all",
        [catalog, list(schemas)],
    ).fetchall()
    here = {f"{schema}.{table}" for schema, table in found}
    there = {
        f"{schema}.{path.name}"
        for schema in schemas
        for path in (folder / f"{schema}.db").glob("*")
        if any(path.glob("*.parquet"))
    }
    differences = []
    for table in sorted(here | there):
        schema, name = table.split(".")
        if table not in there:
            lines = ["stands in DuckDB only"]
        elif table not in here:
            lines = ["stands in Spark only"]
        else:
            lines = compare_table(con, f"{catalog}.{table}", folder / f"{schema}.db" / name)
        if lines:
            differences.append(Difference(table, lines))
    return len(here | there), differences


def compare_table(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> list[str]:
    """Return what differs between `table` and the Parquet files of `folder`; empty if nothing."""
    files = f"read_parquet({literal(str(folder / '*.parquet'))})"
    mine, theirs = _columns(con, table), _columns(con, files)
    if mine != theirs:
        return [
            "the columns differ",
            *(f"  DuckDB  {name} {kind}" for name, kind in mine if (name, kind) not in theirs),
            *(f"  Spark   {name} {kind}" for name, kind in theirs if (name, kind) not in mine),
            *(["  their order"] if sorted(mine) == sorted(theirs) else []),
        ]
    names = [name for name, _ in mine]
    doubles = [name for name, kind in mine if kind in ("DOUBLE", "FLOAT")]
    _left_over(con, table, files, names, doubles)
    total = con.execute(
        "select count(*) filter (side = 'DuckDB'), count(*) filter (side = 'Spark') from apart"
    ).fetchone()
    assert total is not None
    lines = []
    if any(total):
        lines = [
            f"{total[0]} rows in DuckDB only, {total[1]} in Spark only; the columns are "
            + ", ".join(names)
        ]
        listed = ", ".join(names)
        rows = con.execute(f"""
            select side, {listed} from apart
            qualify row_number() over (partition by side order by {listed}) <= {MOST_SHOWN}
            order by {listed}, side
        """).fetchall()
        lines += [f"  {side:<7} {tuple(map(_shown, row))}" for side, *row in rows]
        lines += [f"  and {sum(total) - len(rows)} more"] if sum(total) > len(rows) else []
    con.execute("drop table temp.apart")
    return lines


def _columns(con: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    """Return the names and types of a relation, Spark's types under DuckDB's names."""
    described = con.execute(f"describe from {relation}").fetchall()
    return [(name, SAME_TYPE.get(kind, kind)) for name, kind, *_ in described]


def _left_over(
    con: duckdb.DuckDBPyConnection, table: str, files: str, names: list[str], doubles: list[str]
) -> None:
    """Make temp.apart: side, and the columns of each row that has no equal on the other side.

    Rows that are equal are taken away by `except all`; of what is left, rows that differ in doubles
    alone, and there by less than the tolerance, are taken away pair by pair.
    """
    columns = ", ".join(names)
    con.execute(f"""
        create or replace temporary table apart as
        select 'DuckDB' as side, * from
            (select {columns} from {table} except all select {columns} from {files})
        union all
        select 'Spark' as side, * from
            (select {columns} from {files} except all select {columns} from {table})
    """)
    if not doubles:
        return
    exact = [name for name in names if name not in doubles]
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

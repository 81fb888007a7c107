"""Write meta.builds and meta.checks, the history of builds, into a new file."""

from __future__ import annotations

from typing import Any

import duckdb

from ingest.sql_quoting import literal
from raidbook.common.build_columns import BUILD_COLUMNS, CHECK_COLUMNS


def write_meta(con: duckdb.DuckDBPyConnection, builds: list[dict[str, Any]]) -> None:
    """Write meta.builds and meta.checks from `builds`, each with its `checks`."""
    con.execute("create schema if not exists meta")
    for table, columns, comment in (
        ("builds", BUILD_COLUMNS, "One row per build that ended, including failed ones."),
        ("checks", CHECK_COLUMNS, "One row per check and build."),
    ):
        kinds = ", ".join(f"{name} {kind}" for name, kind, _ in columns)
        con.execute(f"create or replace table meta.{table} ({kinds})")
        con.execute(f"comment on table meta.{table} is {literal(comment)}")
        for name, _, meaning in columns:
            con.execute(f"comment on column meta.{table}.{name} is {literal(meaning)}")
    rows = [[build.get(name) for name, _, _ in BUILD_COLUMNS] for build in builds]
    checks = [
        [build["build_id"], check["name"], *(check.get(name) for name, _, _ in CHECK_COLUMNS[2:])]
        for build in builds
        for check in build.get("checks", [])
    ]
    for table, columns, values in (
        ("builds", BUILD_COLUMNS, rows),
        ("checks", CHECK_COLUMNS, checks),
    ):
        _insert(con, table, columns, values)


def _insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: tuple[tuple[str, str, str], ...],
    rows: list[list[Any]],
) -> None:
    """Insert all rows at once: the builds of a year have a hundred thousand checks."""
    import pyarrow as pa

    given = pa.table(
        {
            name: pa.array([None if row[at] is None else str(row[at]) for row in rows], pa.string())
            for at, (name, _, _) in enumerate(columns)
        }
    )
    # A line of the log of builds may hold anything; no cell of it stops a build.
    casts = ", ".join(f"try_cast({name} as {kind})" for name, kind, _ in columns)
    con.register("given_rows", given)
    con.execute(f"insert into meta.{table} select {casts} from given_rows")
    con.unregister("given_rows")

"""Compare the tables of marts between two builds, row by row by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from ingest.fetch import fetch_column, fetch_row, fetch_value
from ingest.sql_quoting import literal
from raidbook.common import terminal

UNIQUE = "unique_combination_of_columns"  # the test that holds a primary key
BEFORE, AFTER = "build_before", "build_after"  # the names of the two attached files


@dataclass(frozen=True)
class TableChange:
    """How one table of marts differs. `changed` is None if no test declares its key."""

    table: str
    rows_before: int
    rows_after: int
    added: int
    removed: int
    changed: int | None
    columns: str  # the columns that only one build has, in words


def tables_of(con: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    """Return the names of the marts in one of the two files."""
    query = (
        "select table_name from duckdb_tables() "
        f"where database_name = {literal(name)} and schema_name = 'marts'"
    )
    return set(fetch_column(con, query))


def keys_of_marts(root: Path) -> dict[str, list[str]]:
    """Return the key of each mart, as its tests declare it; that of a history has the day too."""
    keys: dict[str, list[str]] = {}
    for path in sorted((root / "dbt_project" / "models" / "marts").glob("*.yml")):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        for model in declared.get("models", []):
            for test in model.get("data_tests", []):
                if UNIQUE in test:
                    keys[model["name"]] = test[UNIQUE]["arguments"]["combination_of_columns"]
                elif "is_history" in test:
                    key = test["is_history"]["arguments"]["key"]
                    keys[model["name"]] = [*key, "known_from"]
    return keys


def columns_of(con: duckdb.DuckDBPyConnection, name: str, table: str) -> list[str]:
    """Return the columns of a mart in one of the two files, in order."""
    return fetch_column(
        con,
        f"select column_name from duckdb_columns() where database_name = {literal(name)} "
        f"and schema_name = 'marts' and table_name = {literal(table)} order by column_index",
    )


def compare_tables(con: duckdb.DuckDBPyConnection, table: str, key: list[str]) -> TableChange:
    """Compare one table by its key, in the columns that both builds have."""
    old, new = columns_of(con, BEFORE, table), columns_of(con, AFTER, table)
    common = [column for column in new if column in old]
    only = [f"- {column}" for column in old if column not in new]
    only += [f"+ {column}" for column in new if column not in old]
    rows_before = fetch_value(con, f"select count(*) from {BEFORE}.marts.{table}")
    rows_after = fetch_value(con, f"select count(*) from {AFTER}.marts.{table}")
    names = ", ".join(common)
    if not key or not set(key) <= set(common):
        added, removed = (
            fetch_value(
                con,
                f"select count(*) from (select {names} from {one}.marts.{table} except all "
                f"select {names} from {two}.marts.{table})",
            )
            for one, two in ((AFTER, BEFORE), (BEFORE, AFTER))
        )
        return TableChange(table, rows_before, rows_after, added, removed, None, ", ".join(only))
    same = " and ".join(f"old.{column} = new.{column}" for column in key)
    rows = [f"row({', '.join(f'{side}.{column}' for column in common)})" for side in ("old", "new")]
    added, removed, changed = fetch_row(
        con,
        f"select count(*) filter (old.{key[0]} is null), count(*) filter (new.{key[0]} is null), "
        f"count(*) filter (old.{key[0]} is not null and new.{key[0]} is not null "
        f"and {rows[0]} is distinct from {rows[1]}) "
        f"from {BEFORE}.marts.{table} as old full join {AFTER}.marts.{table} as new on {same}",
    )
    return TableChange(table, rows_before, rows_after, added, removed, changed, ", ".join(only))


def show_tables(tables: list[TableChange], alone: list[str]) -> None:
    """Print the tables that changed. `alone` are the tables that only one build has."""
    changed = [table for table in tables if table.added or table.removed or table.changed]
    if changed:
        terminal.table(
            ("Table of marts", "rows before", "rows after", "added", "removed", "changed"),
            [
                (
                    table.table,
                    *(terminal.number(n) for n in (table.rows_before, table.rows_after)),
                    *(terminal.number(n) for n in (table.added, table.removed)),
                    "?" if table.changed is None else terminal.number(table.changed),
                )
                for table in changed
            ],
        )
    same = len(tables) - len(changed)
    if same:
        print(f"({terminal.counted(same, 'table')} without a change of rows)")
    for table in tables:
        if table.columns:
            terminal.wrapped(f"Columns of {table.table}: {table.columns}", hanging="  ")
    if alone:
        terminal.wrapped(f"In one of the builds only: {', '.join(alone)}", hanging="  ")

"""Two builds of the same files give the same tables, row for row."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.sql_quoting import literal

SCHEMAS = ("marts", "reports", "quality", "intermediate", "reference", "main")
# Columns that name the running number of a delivery, or the day or moment of its landing: they
# follow the order of delivery by what they mean.
OF_ORDER = {"delivery_number", "_delivery_number", "landed_on", "landed_at", "_loaded_at"}


def differences(one: Path, other: Path, *, of_order: bool) -> list[str]:
    """Return which tables differ and by how many rows; without columns of order if not `of_order`.

    A table that only one file has is a difference, and so are other columns.
    """
    found = []
    with duckdb.connect() as con:
        for name, path in (("one", one), ("other", other)):
            con.execute(f"attach {literal(path)} as {name} (read_only)")
        tables = {name: _tables(con, name) for name in ("one", "other")}
        for table in sorted(tables["one"].keys() | tables["other"].keys()):
            columns = tables["one"].get(table)
            if columns is None or columns != tables["other"].get(table):
                found.append(f"{table}: not in both, or with other columns")
                continue
            kept = ", ".join(c for c in columns if of_order or c not in OF_ORDER)
            sides = (f"select {kept} from {side}.{table}" for side in ("one", "other"))
            a, b = sides
            for left, right, words in ((a, b, "only in the first"), (b, a, "only in the second")):
                [(rows,)] = con.execute(
                    f"select count(*) from ({left} except all {right})"
                ).fetchall()
                if rows:
                    found.append(f"{table}: {rows} rows {words}")
    return found


def _tables(con: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for schema, table, column in con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where database_name = ? "
        "and schema_name in (select unnest(?)) order by all",
        [database, list(SCHEMAS)],
    ).fetchall():
        found.setdefault(f"{schema}.{table}", []).append(column)
    return found

"""Questions to the live file, read-only: status, and SQL."""

from __future__ import annotations

import csv
import json
import math
import shutil
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb

from warehouse import meta
from warehouse.doubts import doubts_of
from warehouse.settings import Settings

FORMS = ("table", "csv", "json", "markdown")


def status(settings: Settings, *, as_json: bool) -> None:
    """Print what is live."""
    with duckdb.connect(str(settings.live), read_only=True) as con:
        found = _status(con)
    last = found["last_build"] = _last_build(settings)
    if as_json:
        warnings = found["warnings"] and asdict(found["warnings"])
        print(json.dumps(found | {"warnings": warnings}, default=str, ensure_ascii=False))
        return
    print(f"build      {found['build_id']}, {found['age_hours']} hours old")
    if last is not None and last["outcome"] not in ("published", None):
        print(f"last build {last['build_id']} was not published: {last['reason']}")
    print(f"schema     {found['schema_version']}, code {found['code_version']} (CHANGELOG.md)")
    print(f"opens with DuckDB {found['duckdb_version']} or later of its line")
    print(
        f"deliveries {found['deliveries']} ({found['rejected_records']} records rejected: "
        "quality.rejected_records)"
    )
    if found["warnings"] is not None:
        print(f"warnings   {found['warnings']} (quality.warnings)")
    for table, rows in found["rows"].items():
        print(f"{rows:>10} {table}")


def _status(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    build = meta.newest_build(con)
    tables = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where database_name = current_database() "
        "and schema_name in ('marts', 'reports', 'quality') order by 1"
    ).fetchall()
    rows = {}
    for (table,) in tables:
        count = con.execute(f"select count(*) from {table}").fetchone()
        rows[table] = count[0] if count else 0
    counts = con.execute(
        "select count(*), coalesce(sum(rows_rejected), 0) from meta.deliveries where not is_removed"
    ).fetchone()
    assert counts is not None
    age = datetime.now(UTC).replace(tzinfo=None) - build["finished_at"]
    return {
        "build_id": build["build_id"],
        "finished_at": build["finished_at"].isoformat(),
        "age_hours": round(age.total_seconds() / 3600, 1),
        "duckdb_version": build["duckdb_version"],
        "code_version": build["code_version"],
        "schema_version": build["schema_version"],
        "deliveries": counts[0],
        "rejected_records": int(counts[1]),
        "warnings": doubts_of(con),
        "rows": rows,
    }


def _last_build(settings: Settings) -> dict[str, Any] | None:
    """Return how the last build ended, published or not; None where none is on record."""
    builds = meta.past_builds(settings.builds_log)
    if not builds:
        return None
    told = ("build_id", "outcome", "reason", "finished_at", "seconds")
    return {name: builds[-1].get(name) for name in told}


def sql(settings: Settings, query: str | None, form: str) -> int:
    """Run one query and print its answer, or open a shell; return the exit code.

    A query that is the path of an .sql file is read from it, as named from the caller's folder.
    """
    if form not in FORMS:
        print(f"--format is '{form}', but must be one of {', '.join(FORMS)}.", file=sys.stderr)
        return 2
    if not query:
        from warehouse.shell import shell

        return shell(settings, form)
    if query.strip().endswith(".sql"):
        path = settings.called_from / query.strip()
        if not path.is_file():
            print(f"There is no file {query.strip()} to read a query from.", file=sys.stderr)
            return 2
        query = path.read_text(encoding="utf-8")
    with duckdb.connect(str(settings.live), read_only=True) as con:
        return 0 if answer(con, query, form) else 2


def answer(con: duckdb.DuckDBPyConnection, query: str, form: str, most_rows: int = 200) -> bool:
    """Run a query and print its answer; return whether it could be run (else it says why not)."""
    try:
        found = con.sql(query)
        if found is None:
            return True
        if form == "table":
            found.show(max_width=shutil.get_terminal_size((160, 40)).columns, max_rows=most_rows)
            return True
        rows, names = found.fetchall(), found.columns
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        return False
    _print_rows(names, rows, form)
    return True


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
    """Return a value as DuckDB writes it: nothing for null, true and false in lower case."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_json(value: object) -> object:
    """Return what JSON has no word for: a decimal as a number, no number at all as null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value

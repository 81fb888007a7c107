"""Questions to the live file, read-only: status, and SQL."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb

from warehouse import meta
from warehouse.settings import Settings

FORMS = ("table", "csv", "json", "markdown")


def status(settings: Settings, *, as_json: bool) -> None:
    """Print what is live."""
    with duckdb.connect(str(settings.live), read_only=True) as con:
        found = _status(con)
    last = found["last_build"] = _last_build(settings)
    if as_json:
        print(json.dumps(found, default=str, ensure_ascii=False))
        return
    print(f"build      {found['build_id']}, {found['age_hours']} hours old")
    if last is not None and last["outcome"] not in ("published", None):
        print(f"last build {last['build_id']} was not published: {last['reason']}")
    print(f"opens with DuckDB {found['duckdb_version']} or later of its line")
    print(
        f"deliveries {found['deliveries']} ({found['rejected_records']} records rejected: "
        "quality.rejected_records)"
    )
    for table, rows in found["rows"].items():
        print(f"{rows:>10} {table}")


def _status(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    row = con.execute(
        "select build_id, finished_at, duckdb_version from meta.builds order by rowid desc limit 1"
    ).fetchone()
    assert row is not None
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
    age = datetime.now(UTC).replace(tzinfo=None) - row[1]
    return {
        "build_id": row[0],
        "finished_at": row[1].isoformat(),
        "age_hours": round(age.total_seconds() / 3600, 1),
        "duckdb_version": row[2],
        "deliveries": counts[0],
        "rejected_records": int(counts[1]),
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
    """Run one query and print its answer, or open a shell; return the exit code."""
    if form not in FORMS:
        print(f"--format is '{form}', but must be one of {', '.join(FORMS)}.", file=sys.stderr)
        return 2
    if not query:
        return _shell(settings)
    with duckdb.connect(str(settings.live), read_only=True) as con:
        return _answer(con, query, form)


def _answer(con: duckdb.DuckDBPyConnection, query: str, form: str) -> int:
    try:
        found = con.sql(query)
        if found is None:
            return 0
        if form == "table":
            found.show(max_width=shutil.get_terminal_size((160, 40)).columns, max_rows=200)
            return 0
        rows, names = found.fetchall(), found.columns
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        return 2
    if form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    elif form == "json":
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        print(json.dumps(listed, default=_as_json, ensure_ascii=False))
    else:
        print("| " + " | ".join(names) + " |")
        print("|" + "---|" * len(names))
        for row in rows:
            cells = ("" if v is None else " ".join(str(v).split()) for v in row)
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return 0


def _as_json(value: object) -> int | float | str:
    """Return what JSON has no word for: a decimal as a number, all else (dates) as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _shell(settings: Settings) -> int:
    """Open duckdb's own shell where there is one, else a small prompt."""
    tool = shutil.which("duckdb")
    if tool:
        return subprocess.run([tool, "-readonly", str(settings.live)], check=False).returncode
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (history and editing for input())
    print("Raidbook, read-only. A query ends with ;  Leave with Ctrl-D.")
    lines: list[str] = []
    with duckdb.connect(str(settings.live), read_only=True) as con:
        while True:
            try:
                lines.append(input("raidbook> " if not lines else "     ...> "))
            except EOFError:
                print()
                return 0
            if lines[-1].rstrip().endswith(";"):
                _answer(con, "\n".join(lines), "table")
                lines = []

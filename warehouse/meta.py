"""Schema meta: the history of builds and of their checks, written into each new file.

`var/builds.jsonl` keeps one JSON object for each build that ended, failed ones too.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

BUILD_COLUMNS = (
    (
        "build_id",
        "varchar",
        "Name of the build: its start in UTC, and the head of its fingerprint.",
    ),
    ("started_at", "timestamp", "Start of the build, UTC."),
    ("finished_at", "timestamp", "End of the build, UTC."),
    ("outcome", "varchar", "published, refused (a test or the audit stopped it), or broken."),
    ("reason", "varchar", "Why a build was not published, or why a change was accepted."),
    ("fingerprint", "varchar", "sha256 over all that the tables are made of."),
    ("duckdb_version", "varchar", "Version of DuckDB that wrote the file."),
    (
        "code_version",
        "varchar",
        "Version of the code and its rules (CHANGELOG.md). Null for a build before it was kept.",
    ),
    (
        "schema_version",
        "integer",
        "Version of the published names; one more where a table or column was renamed or taken "
        "away (CHANGELOG.md). Null for a build before it was kept.",
    ),
    ("records", "bigint", "Good records that were loaded, all versions."),
    ("seconds", "double", "Wall time of the build without the export, in seconds."),
)
CHECK_COLUMNS = (
    (
        "build_id",
        "varchar",
        "Name of the build: its start in UTC, and the head of its fingerprint.",
    ),
    ("check_name", "varchar", "Name of the check."),
    ("kind", "varchar", "dbt (a test of dbt) or expectation (one of Great Expectations)."),
    (
        "outcome",
        "varchar",
        "passed, failed, warned, or accepted (it failed, and was let pass for the reason in "
        "meta.builds, of this build or of an earlier one).",
    ),
    ("failing_rows", "bigint", "Number of rows that fail the check."),
    ("seconds", "double", "Wall time of the check in seconds."),
    ("rule", "varchar", "The rule in words."),
    ("measured", "double", "Of an expectation the figure that was measured."),
    ("expected", "varchar", "Of an expectation the bounds of that figure, in words."),
)


def past_builds(log: Path) -> list[dict[str, Any]]:
    """Return the builds that ended, oldest first; a line cut off by a crash is passed over."""
    if not log.is_file():
        return []
    found = []
    # the cut may fall within a character, and a line may hold U+2028: only \n ends one
    for line in log.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def keep_build(log: Path, build: dict[str, Any]) -> None:
    """Append one build to the log, on disk before this returns; end a line that was cut off."""
    log.parent.mkdir(parents=True, exist_ok=True)
    is_open = log.is_file() and log.read_bytes()[-1:] not in (b"\n", b"")
    with log.open("a", encoding="utf-8") as stream:
        stream.write("\n" if is_open else "")
        stream.write(json.dumps(build, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def write_meta(con: duckdb.DuckDBPyConnection, builds: list[dict[str, Any]]) -> None:
    """Write meta.builds and meta.checks from `builds`, each with its `checks`."""
    con.execute("create schema if not exists meta")
    for table, columns, comment in (
        ("builds", BUILD_COLUMNS, "One row per build that ended, failed ones too."),
        ("checks", CHECK_COLUMNS, "One row per check and build."),
    ):
        kinds = ", ".join(f"{name} {kind}" for name, kind, _ in columns)
        con.execute(f"create or replace table meta.{table} ({kinds})")
        con.execute(f"comment on table meta.{table} is '{comment}'")
        for name, _, meaning in columns:
            con.execute(f"comment on column meta.{table}.{name} is '{meaning}'")
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
    """Insert all rows at once: a year of builds has a hundred thousand checks."""
    import pyarrow as pa

    given = pa.table(
        {
            name: pa.array([None if row[at] is None else str(row[at]) for row in rows], pa.string())
            for at, (name, _, _) in enumerate(columns)
        }
    )
    casts = ", ".join(f"cast({name} as {kind})" for name, kind, _ in columns)
    con.register("given_rows", given)
    con.execute(f"insert into meta.{table} select {casts} from given_rows")
    con.unregister("given_rows")


def newest_build(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the build that wrote a published file: null for what an older file doesn't tell."""
    build, *_ = _dicts(con, "select * from meta.builds order by rowid desc limit 1")
    return {name: None for name, _, _ in BUILD_COLUMNS} | build


def build_of(path: Path) -> dict[str, Any]:
    """Return the build that wrote a published file, with its checks, as the log keeps builds."""
    with duckdb.connect(str(path), read_only=True) as con:
        build = newest_build(con)
        query = "select * exclude (build_id) from meta.checks where build_id = ?"
        build["checks"] = [
            {"name": check.pop("check_name"), **check}
            for check in _dicts(con, query, build["build_id"])
        ]
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in build.items()
    }


def _dicts(con: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[dict[str, Any]]:
    found = con.execute(query, list(values))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

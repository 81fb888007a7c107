"""`raidbook status`: the live build, its age, and its largest warning."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import duckdb

from ingest.fetch import fetch_row, fetch_value
from raidbook.common import build_log, published_builds
from raidbook.common.connection import read_only
from raidbook.common.reading_list import reading_list
from raidbook.common.table_rows import rows_by_table
from raidbook.common.terminal import counted
from raidbook.query.warnings import warning_summary
from raidbook.settings import Settings


def status(settings: Settings, *, as_json: bool) -> None:
    """Print the state of the live file, as text or JSON."""
    with read_only(settings.live) as con:
        found = _status(con)
    last = found["last_build"] = _last_build(settings)
    found["articles_to_read"] = len(reading_list(settings))
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
    if found["articles_to_read"]:
        print(f"to read    {counted(found['articles_to_read'], 'article')} (raidbook read --queue)")
    if found["warnings"] is not None:
        print(f"warnings   {found['warnings']} (quality.warnings)")
    for table, rows in found["rows"].items():
        print(f"{rows:>10} {table}")


def _status(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    build = published_builds.newest_build(con)
    deliveries, rejected = fetch_row(
        con,
        "select count(*), coalesce(sum(rows_rejected), 0) from meta.deliveries "
        "where not is_removed",
    )
    age = datetime.now(UTC).replace(tzinfo=None) - build["finished_at"]
    return {
        "build_id": build["build_id"],
        "finished_at": build["finished_at"].isoformat(),
        "age_hours": round(age.total_seconds() / 3600, 1),
        "duckdb_version": build["duckdb_version"],
        "code_version": build["code_version"],
        "schema_version": build["schema_version"],
        "deliveries": deliveries,
        "rejected_records": int(rejected),
        "warnings": warning_summary(con),
        "rows": rows_by_table(con, fetch_value(con, "select current_database()")),
    }


def _last_build(settings: Settings) -> dict[str, Any] | None:
    """Return the last build in the log, published or not; None if there is none."""
    builds = build_log.past_builds(settings.builds_log)
    if not builds:
        return None
    columns = ("build_id", "outcome", "reason", "finished_at", "seconds")
    return {name: builds[-1].get(name) for name in columns}

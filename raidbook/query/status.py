"""`raidbook status`: the live build, its age, and its largest warning."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import duckdb

from ingest import landing
from ingest.errors import RaidbookError
from ingest.fetch import fetch_row, fetch_rows, fetch_value
from ingest.sources.shipped import undelivered
from raidbook.common import build_log, published_builds
from raidbook.common.clock import clock_was_ahead
from raidbook.common.connection import read_only
from raidbook.common.fingerprint import fingerprint
from raidbook.common.reading_list import reading_list
from raidbook.common.table_rows import rows_by_table
from raidbook.common.terminal import counted, say
from raidbook.query.warnings import warning_summary
from raidbook.settings import Settings

MAX_NAMES = 5  # names of files that are listed


def status(settings: Settings, *, as_json: bool) -> None:
    """Print the state of the live file, as text or JSON."""
    with read_only(settings.live) as con:
        found = _status(con)
        found["waiting"] = waiting(settings, con)
    last = found["last_build"] = _last_build(settings)
    found["articles_to_read"] = len(reading_list(settings))
    if as_json:
        warnings = found["warnings"] and asdict(found["warnings"])
        print(json.dumps(found | {"warnings": warnings}, default=str, ensure_ascii=False))
        return
    print(f"build      {found['build_id']}, {found['age_hours']} hours old")
    if last is not None and last["outcome"] not in ("published", None):
        say(f"last build {last['build_id']} was not published: {last['reason']}")
    print(f"schema     {found['schema_version']}, code {found['code_version']} (CHANGELOG.md)")
    print(f"opens with DuckDB {found['duckdb_version']} or later of its line")
    print(
        f"deliveries {found['deliveries']} ({found['rejected_records']} records rejected, "
        f"{found['corrected_records']} of them corrected since: quality.rejected_records)"
    )
    for sentence in found["waiting"]:
        say(f"waiting    {sentence}")
    if found["articles_to_read"]:
        print(f"to read    {counted(found['articles_to_read'], 'article')} (raidbook read --queue)")
    if found["warnings"] is not None:
        say(f"warnings   {found['warnings']} (quality.warnings)")
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
        "corrected_records": _corrected(con),
        "warnings": warning_summary(con),
        "rows": rows_by_table(con, fetch_value(con, "select current_database()")),
    }


def _corrected(con: duckdb.DuckDBPyConnection) -> int:
    """Return how many rejected rows were delivered well since; 0 for an older file."""
    try:
        query = "select count(*) from quality.rejected_records where is_corrected"
        return int(fetch_value(con, query))
    except duckdb.Error:
        return 0


def waiting(settings: Settings, con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return a sentence for each kind of input that the next build will publish.

    `con` is a connection to the live file. What can't be read is a sentence, too.
    """
    try:
        landed = landing.deliveries(settings.landing)
        removed = landing.removed(settings.seeds)
        shipped = undelivered(settings.root, landed)
        mark = fingerprint(settings.root, landed)
        in_file = dict(
            fetch_rows(con, "select delivery_number, is_removed from meta.deliveries order by 1")
        )
    except (RaidbookError, OSError) as error:
        return [f"nothing is known: {error}"]
    found = []
    new = [d.file_name for d in landed if d.number not in in_file and d.delivery_id not in removed]
    new += [file.path.name for file in shipped]
    if new:
        found.append(f"the next build adds {_listed(new)}")
    taken = [
        d.file_name
        for d in landed
        if d.number in in_file and in_file[d.number] != (d.delivery_id in removed)
    ]
    if taken:
        found.append(f"retracted since, or taken in again: {_listed(taken)}")
    if not found and mark != published_builds.newest_build(con)["fingerprint"]:
        found.append("the next build follows a change of seeds, rules or code")
    if found:
        found[-1] += " (`make build`)"
    if ahead := landing.from_the_future(landed):
        found.append(clock_was_ahead(ahead))
    return found


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more


def _last_build(settings: Settings) -> dict[str, Any] | None:
    """Return the last build in the log, published or not; None if there is none."""
    builds = build_log.past_builds(settings.builds_log)
    if not builds:
        return None
    columns = ("build_id", "outcome", "reason", "finished_at", "seconds")
    return {name: builds[-1].get(name) for name in columns}

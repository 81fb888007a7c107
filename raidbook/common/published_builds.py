"""Read which build wrote a published file.

The last row of meta.builds is that build, even if the clock was wrong.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import RaidbookError
from ingest.fetch import fetch_dicts
from ingest.readers.cell_text import visible
from ingest.sql_quoting import literal
from raidbook.common.build_columns import BUILD_COLUMNS
from raidbook.common.connection import NOTHING_PUBLISHED, read_only
from raidbook.settings import Settings

# DuckDB's own words: Conflicting lock is held in /usr/bin/python3.11 (PID 1234)
_HOLDER = re.compile(r"Conflicting lock is held in (.+) \(PID (\d+)\)")


def newest_build(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the build that wrote a published file; None for columns that an older file lacks."""
    build, *_ = fetch_dicts(con, "select * from meta.builds order by rowid desc limit 1")
    return {name: None for name, _, _ in BUILD_COLUMNS} | build


def live_build(settings: Settings) -> dict[str, Any] | None:
    """Return the live build, or None if there is no readable live file."""
    return build_of_file(settings.live)


def require_live(settings: Settings) -> Settings:
    """Return the settings. Raises RaidbookError if there is no readable live file."""
    if not settings.live.is_file():
        raise RaidbookError(NOTHING_PUBLISHED)
    if live_build(settings) is None:
        raise RaidbookError(
            "The live file can't be read. Make a new one with `raidbook build --force`, or "
            "restore a kept one with `raidbook rollback BUILD`."
        )
    return settings


def build_of_file(path: Path) -> dict[str, Any] | None:
    """Return the build that wrote a published file, or None if it can't be read.

    Raises RaidbookError if a program that may write to it has it open.
    """
    if not path.is_file():
        return None
    try:
        with read_only(path) as con:
            return newest_build(con)
    except duckdb.IOException as error:
        if holder := _HOLDER.search(str(error)):
            raise RaidbookError(
                f"{path.name} is locked by process {holder[2]} ({visible(holder[1])}), which "
                "opened it for writing. Close it there, and open it read-only."
            ) from None
        return None
    except (duckdb.Error, ValueError):  # damaged, or without a row
        return None


def build_with_checks(path: Path) -> dict[str, Any]:
    """Return the build that wrote a published file, with its checks, in the form of the log."""
    with read_only(path) as con:
        build = newest_build(con)
        build_id = literal(build["build_id"])
        query = f"select * exclude (build_id) from meta.checks where build_id = {build_id}"
        build["checks"] = [
            {"name": check.pop("check_name"), **check} for check in fetch_dicts(con, query)
        ]
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in build.items()
    }

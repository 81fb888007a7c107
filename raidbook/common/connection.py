"""Connections to DuckDB, within the limits that the settings give."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.errors import RaidbookError
from ingest.sql_quoting import literal
from raidbook.settings import Settings

NOTHING_PUBLISHED = "Nothing is published yet. Run `make build` first."


def limit(con: duckdb.DuckDBPyConnection, settings: Settings, room: Path | None = None) -> None:
    """Set the limits of a connection. Data beyond the memory limit goes to the folder `room`."""
    con.execute(f"set threads = {settings.threads}")
    con.execute(f"set memory_limit = {literal(settings.memory_limit)}")
    if room is not None:
        con.execute(f"set temp_directory = {literal(room)}")


@contextmanager
def in_memory(settings: Settings, room: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory, within the limits."""
    with duckdb.connect(":memory:") as con:
        limit(con, settings, room)
        yield con


def read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a published file. Raises RaidbookError if there is none, and duckdb.Error."""
    if not path.is_file():
        raise RaidbookError(f"There is no file {path}. Give the path of a published file.")
    return duckdb.connect(str(path), read_only=True)

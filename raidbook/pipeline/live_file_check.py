"""Check whether the live file is as it was published, or damaged."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import duckdb

from ingest.fetch import fetch_rows
from ingest.sql_quoting import identifier
from raidbook.common.connection import read_only
from raidbook.pipeline.state_note import read_note
from raidbook.settings import Settings


def _path_of_note(settings: Settings) -> Path:
    return settings.var / "live.json"


def is_sound(settings: Settings) -> bool:
    """Return whether the live file is as it was published. Nothing may write to it afterwards.

    It is sound if it is the very file that was noted when it was finished. Another file, as in a
    copy of the folder or after a rollback, is sound if every row can be read, which takes seconds
    for a large file. It is then noted too.
    """
    stamp = stamp_of(settings.live)
    if read_note(_path_of_note(settings)) == stamp:
        return True
    if not _can_be_read(settings.live):
        return False
    note_sound(settings, stamp)
    return True


def stamp_of(path: Path) -> dict[str, int]:
    """Return properties that differ once a file was written to, or replaced by another."""
    found = path.stat()
    return {"inode": found.st_ino, "bytes": found.st_size, "written_ns": found.st_mtime_ns}


def note_sound(settings: Settings, stamp: dict[str, int]) -> None:
    """Note a sound file. If that fails, the only cost is that the file is read once more."""
    with contextlib.suppress(OSError):
        _path_of_note(settings).write_text(json.dumps(stamp), encoding="utf-8")


def _can_be_read(path: Path) -> bool:
    """Return whether every row can be read. DuckDB verifies a checksum for each block."""
    try:
        with read_only(path) as con:
            for schema, table in fetch_rows(
                con,
                "select schema_name, table_name from duckdb_tables() "
                "where database_name = current_database()",
            ):
                name = f"{identifier(schema)}.{identifier(table)}"
                fetch_rows(con, f"select bit_xor(hash(t)) from {name} as t")
    except duckdb.Error:
        return False
    return True

"""Connections for queries that anybody may write: they can't change or read any file but one.

Read-only is not enough for that: DuckDB's COPY, logs and profiles write to any path. With external
access off it still writes to the very path that a database was opened by, and to the log of changes
beside it. So the published file is opened by a second name, which is taken away at once.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from contextlib import ExitStack
from pathlib import Path

import duckdb

from ingest.errors import RaidbookError
from raidbook.common.connection import limit
from raidbook.common.temp_space import temp_space
from raidbook.settings import Settings

# after the folder for what doesn't fit into memory: without access it can't be set
OFF = (
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "enable_external_access = false",
)
# no file at all: what doesn't fit into memory ends with an error
NO_FILES = "disabled_filesystems = 'LocalFileSystem'"
HOW_TO_ALLOW = (
    "Queries can't reach other files, extensions or DuckDB's settings. Where you need them, use "
    "`raidbook sql --allow-files` or `raidbook.connect(allow_files=True)`."
)


def guarded(path: Path, settings: Settings, *, allow_files: bool) -> duckdb.DuckDBPyConnection:
    """Open a published file read-only, within the limits of `settings`.

    Unless `allow_files`, a query reaches no other file, no extension and no setting. What doesn't
    fit into memory goes into a folder that is removed with the connection. Raises RaidbookError if
    there is no such file, and duckdb.Error.
    """
    if not path.is_file():
        raise RaidbookError(f"There is no file {path}. Give the path of a published file.")
    with ExitStack() as stack:
        room = _room(stack, path, settings)
        con = _opened(path, settings, room) if allow_files else _closed_off(path, settings, room)
        weakref.finalize(con, stack.pop_all().close)
    return con


def _room(stack: ExitStack, path: Path, settings: Settings) -> Path:
    """Return a folder on the disk of the published file, or, where that can't be, of the system."""
    if path.resolve().is_relative_to(settings.var.resolve()):
        try:
            return stack.enter_context(temp_space(settings.var))
        except OSError:  # a reader may have no right to write there
            pass
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="raidbook-")))


def _opened(path: Path, settings: Settings, room: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path), read_only=True)
    limit(con, settings, room)
    return con


def _closed_off(path: Path, settings: Settings, room: Path) -> duckdb.DuckDBPyConnection:
    name = room / "open" / path.name
    name.parent.mkdir()
    try:
        os.link(path.resolve(), name)
    except OSError:  # another disk, or one without links
        con = _opened(path, settings, room)
        off = [*OFF, NO_FILES]
    else:
        try:
            con = _opened(name, settings, room)
        finally:
            name.unlink()
        off = list(OFF)
    name.parent.rmdir()
    for setting in off:
        con.execute(f"set {setting}")
    con.execute("set lock_configuration = true")  # last: nothing can be set after it
    return con

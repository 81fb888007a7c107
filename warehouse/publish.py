"""The only module that touches `var/live`: a build is put in place whole, with one rename."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb

from ingest.files import put_in_place, sync
from warehouse.meta import past_builds
from warehouse.settings import Settings

# what file systems without hard links answer: FAT, and some that lie on another machine
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK)


class PublishError(Exception):
    """The file can't be put in place; the text says why and what to do."""


def _history(settings: Settings) -> Path:
    return settings.var / "history"


def _rollback_note(settings: Settings) -> Path:
    return settings.var / "rollback.json"


def _sound_note(settings: Settings) -> Path:
    return settings.var / "live.json"


def live_build(settings: Settings) -> dict[str, str] | None:
    """Return the live build's build_id and fingerprint, or None where nothing readable is live.

    The last row of meta.builds is the build that wrote the file, whatever the clock said then.
    """
    return build_of_file(settings.live)


def build_of_file(path: Path) -> dict[str, str] | None:
    """Return build_id and fingerprint of a published file, or None where it can't be read."""
    if not path.is_file():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = con.execute(
                "select build_id, fingerprint from meta.builds order by rowid desc limit 1"
            ).fetchone()
    except duckdb.Error:
        return None
    return {"build_id": row[0], "fingerprint": row[1]} if row else None


def is_sound(settings: Settings) -> bool:
    """Return whether the live file is as it was made: nothing may write it ever after.

    That is so while it is the very file that was noted when it was finished. Any other one, as in
    a copy of the folder or after a rollback, is noted once every row of it was read, which takes
    seconds for a large file.
    """
    stamp = _stamp(settings.live)
    if _read_json(_sound_note(settings)) == stamp:
        return True
    if not _can_be_read(settings.live):
        return False
    _note_sound(settings, stamp)
    return True


def _stamp(path: Path) -> dict[str, int]:
    """Return what is not the same when a file is written to, or another one takes its place."""
    found = path.stat()
    return {"inode": found.st_ino, "bytes": found.st_size, "written_ns": found.st_mtime_ns}


def _note_sound(settings: Settings, stamp: dict[str, int]) -> None:
    """Note a file that is sound. Where that fails or is cut off, it is read once more: no harm."""
    with contextlib.suppress(OSError):
        _sound_note(settings).write_text(json.dumps(stamp), encoding="utf-8")


def _can_be_read(path: Path) -> bool:
    """Return whether every row can be read; DuckDB keeps a sum of each block to know by."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            tables = con.execute(
                'select format(\'"{}"."{}"\', schema_name, table_name) from duckdb_tables() '
                "where database_name = current_database()"
            ).fetchall()
            for (table,) in tables:
                con.execute(f"select bit_xor(hash(t)) from {table} as t").fetchall()
    except duckdb.Error:
        return False
    return True


def copy_live(settings: Settings, target: Path) -> None:
    """Copy the live file to `target`, for whoever can't read it without a lock. Raises OSError."""
    shutil.copyfile(settings.live, target)


def publish(settings: Settings, database: Path, build_id: str) -> None:
    """Put the finished file `database` over the live file. Raises PublishError, OSError.

    The bytes are forced to the disk before the rename and the folder after it, so that a crash
    leaves the old file or the new one. If this raises, the old one is live. `keep` comes after it.
    """
    if (left := database.with_name(database.name + ".wal")).exists():
        raise PublishError(f"{left.name} is left beside the new file: it was not closed.")
    keep(settings)  # what is live, if a crash came between its publishing and its keeping
    database.chmod(0o444)
    sync(database)
    _note_sound(settings, _stamp(database))  # of what was live before, a crash now costs a reading
    _link(database, settings.live, build_id)


def keep(settings: Settings) -> None:
    """Keep the live file in var/history under its build_id, and only the last ones there.

    So every file in var/history was live once. Raises OSError.
    """
    live = live_build(settings)
    folder = _history(settings)
    if live is not None:
        kept = kept_file(settings, live["build_id"])
        if not kept.is_file() and is_sound(settings):  # never a damaged one over a whole one
            _link(settings.live, kept, live["build_id"])
        note = _note(settings)
        if note is not None and live["build_id"] not in (note["to"], note["was"]):
            end_rollback(settings)
        others = [name for name in builds_kept(settings) if name != live["build_id"]]
        for old in others[: max(len(others) - settings.builds_kept + 1, 0)]:
            kept_file(settings, old).unlink()
    for path in folder.glob(".*.new"):  # what a crash left
        path.unlink()


def _link(source: Path, target: Path, build_id: str) -> None:
    """Give a file a second name, in place of the file that has it; safe from crashes."""
    folder = target.parent
    if not folder.is_dir():
        folder.mkdir(parents=True)
        sync(folder.parent)
    for left in folder.glob(".*.new"):  # what a crash left
        left.unlink()
    new = folder / f".{build_id}.new"
    try:
        _link_or_copy(source, new)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)  # two names of one file: then a rename does nothing
    sync(folder)


def _link_or_copy(source: Path, new: Path) -> None:
    try:
        os.link(source, new)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(source, new)  # with its permissions: nobody may write it
        sync(new)


def kept_file(settings: Settings, build_id: str) -> Path:
    """Return where a build is kept, if it is."""
    return _history(settings) / f"{build_id}.duckdb"


def builds_kept(settings: Settings) -> list[str]:
    """Return the build_ids that can be put back, oldest first.

    The order is that in which they ended, by the log of builds: the clock may have been set back.
    """
    order = {build.get("build_id"): at for at, build in enumerate(past_builds(settings.builds_log))}
    names = sorted(path.stem for path in _history(settings).glob("*.duckdb"))
    return sorted(names, key=lambda name: order.get(name, -1))


def rollback(settings: Settings, build_id: str) -> None:
    """Put an earlier build back, and note from which fingerprint, so that a build respects it.

    A second rollback is still one from the build that the first was from: it is what would be
    built again. The note is written first, and says what was live, so that a crash between the
    two is no rollback. Raises PublishError, OSError.
    """
    keep(settings)
    kept = kept_file(settings, build_id)
    if not kept.is_file():
        known = ", ".join(builds_kept(settings)) or "none"
        raise PublishError(f"There is no build '{build_id}' in var/history (kept: {known}).")
    if build_of_file(kept) is None:
        raise PublishError(f"The file of build '{build_id}' in var/history can't be read.")
    note = rolled_back_from(settings)
    live = live_build(settings)
    if note is None and live is not None:
        note = {"from_fingerprint": live["fingerprint"], "from": live["build_id"]}
    if note is not None:
        was = live["build_id"] if live else note["from"]
        _write_note(settings, note | {"to": build_id, "was": was})
    _link(kept, settings.live, build_id)
    if note is not None and note["from"] == build_id:
        end_rollback(settings)


def _write_note(settings: Settings, note: dict[str, str]) -> None:
    path = _rollback_note(settings)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(json.dumps(note), encoding="utf-8")
    put_in_place(temporary, path)


def end_rollback(settings: Settings) -> None:
    """Forget the last rollback: from now on a build is made when something is new."""
    _rollback_note(settings).unlink(missing_ok=True)


def rolled_back_from(settings: Settings) -> dict[str, str] | None:
    """Return what the last rollback noted (from_fingerprint, from, to), if it still stands.

    It stands while what is live is what it put there, or what was there when a second rollback
    was cut off by a crash.
    """
    note, live = _note(settings), live_build(settings)
    if note is None or live is None or live["build_id"] == note["from"]:
        return None
    return note if live["build_id"] in (note["to"], note["was"]) else None


def _note(settings: Settings) -> dict[str, str] | None:
    note = _read_json(_rollback_note(settings))
    return None if note is None else {"was": note["from"]} | note


def _read_json(path: Path) -> dict[str, Any] | None:
    """Return what a note says; None where there is none, or it was cut off."""
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note

"""The only module that touches `var/live`: a build is put in place whole, with one rename."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import duckdb

from warehouse.settings import Settings


class PublishError(Exception):
    """The file can't be put in place; the text says why and what to do."""


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _history(settings: Settings) -> Path:
    return settings.var / "history"


def _rollback_note(settings: Settings) -> Path:
    return settings.var / "rollback.json"


def live_build(settings: Settings) -> dict[str, str] | None:
    """Return the live build's build_id and fingerprint, or None where nothing readable is live.

    The last row of meta.builds is the build that wrote the file, whatever the clock said then.
    """
    if not settings.live.is_file():
        return None
    try:
        with duckdb.connect(str(settings.live), read_only=True) as con:
            row = con.execute(
                "select build_id, fingerprint from meta.builds order by rowid desc limit 1"
            ).fetchone()
    except duckdb.Error:
        return None
    return {"build_id": row[0], "fingerprint": row[1]} if row else None


def copy_live(settings: Settings, target: Path) -> None:
    """Copy the live file to `target`, for whoever can't read it without a lock. Raises OSError."""
    shutil.copyfile(settings.live, target)


def publish(settings: Settings, database: Path, build_id: str) -> None:
    """Put the finished file `database` over the live file.

    The bytes are forced to the disk before the rename and the folder after it, so that a crash
    leaves the old file or the new one. The file is kept in var/history under its build_id.
    """
    for left in (database.with_name(database.name + ".wal"),):
        if left.exists():
            raise PublishError(f"{left.name} is left beside the new file: it was not closed.")
    kept = _history(settings) / f"{build_id}.duckdb"
    kept.parent.mkdir(parents=True, exist_ok=True)
    database.chmod(0o444)
    _sync(database)
    database.replace(kept)
    _sync(kept.parent)
    _put_live(settings, kept)
    end_rollback(settings)
    for old in sorted(_history(settings).glob("*.duckdb"))[: -settings.builds_kept]:
        old.unlink()


def _put_live(settings: Settings, kept: Path) -> None:
    folder = settings.live.parent
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{kept.name}.new"
    new.unlink(missing_ok=True)
    os.link(kept, new)
    new.replace(settings.live)
    _sync(folder)


def builds_kept(settings: Settings) -> list[str]:
    """Return the build_ids that can be put back, oldest first."""
    return sorted(path.stem for path in _history(settings).glob("*.duckdb"))


def rollback(settings: Settings, build_id: str) -> None:
    """Put an earlier build back, and note from which fingerprint, so that a build respects it.

    A second rollback is still one from the build that the first was from: it is what would be
    built again.
    """
    kept = _history(settings) / f"{build_id}.duckdb"
    if not kept.is_file():
        known = ", ".join(builds_kept(settings)) or "none"
        raise PublishError(f"There is no build '{build_id}' in var/history (kept: {known}).")
    note = rolled_back_from(settings)
    live = live_build(settings)
    if note is None and live is not None:
        note = {"from_fingerprint": live["fingerprint"], "from": live["build_id"]}
    _put_live(settings, kept)
    if note is not None and note["from"] == build_id:
        end_rollback(settings)
    elif note is not None:
        _rollback_note(settings).write_text(json.dumps(note | {"to": build_id}), encoding="utf-8")


def end_rollback(settings: Settings) -> None:
    """Forget the last rollback: from now on a build is made when something is new."""
    _rollback_note(settings).unlink(missing_ok=True)


def rolled_back_from(settings: Settings) -> dict[str, str] | None:
    """Return what the last rollback noted (from_fingerprint, from, to), if it still stands."""
    try:
        note: dict[str, str] = json.loads(_rollback_note(settings).read_text(encoding="utf-8"))
        return note
    except (OSError, ValueError):
        return None

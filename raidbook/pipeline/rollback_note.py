"""The note of the last rollback, `var/rollback.json`. A build respects it while it is valid."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.whole_files import written_whole
from raidbook.common.published_builds import live_build
from raidbook.pipeline.state_note import read_note
from raidbook.settings import Settings

PARTS = ("from_fingerprint", "from", "to", "was")


def _path(settings: Settings) -> Path:
    return settings.var / "rollback.json"


def write_rollback_note(settings: Settings, note: dict[str, str]) -> None:
    """Write the note of a rollback.

    `from_fingerprint` and `from` are those of the build that it undoes, `to` is the build that it
    restores, and `was` is the build that was live.
    """
    with written_whole(_path(settings)) as temporary:
        temporary.write_text(json.dumps(note), encoding="utf-8")


def end_rollback(settings: Settings) -> None:
    """Forget the last rollback: from now on, a build runs when something is new."""
    _path(settings).unlink(missing_ok=True)


def rolled_back_from(settings: Settings) -> dict[str, str] | None:
    """Return the note of the last rollback (from_fingerprint, from, to), if it is valid.

    It is valid while the live build is the one that it restored, or the one that was live when a
    crash interrupted a second rollback.
    """
    note, live = read_rollback_note(settings), live_build(settings)
    if note is None or live is None or live["build_id"] == note["from"]:
        return None
    return note if live["build_id"] in (note["to"], note["was"]) else None


def read_rollback_note(settings: Settings) -> dict[str, str] | None:
    """Return the note of the last rollback, valid or not."""
    note = read_note(_path(settings)) or {}
    note = {"was": note.get("from")} | note
    is_whole = all(isinstance(note.get(name), str) for name in PARTS)
    return note if is_whole else None

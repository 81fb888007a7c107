"""Restore an earlier build in place of the live one."""

from __future__ import annotations

from ingest.errors import RaidbookError, WrongUseError
from raidbook.common.published_builds import build_of_file, live_build
from raidbook.common.published_files import builds_kept, kept_file
from raidbook.pipeline.build_lock import build_lock
from raidbook.pipeline.file_link import link_over
from raidbook.pipeline.kept_builds import keep_live
from raidbook.pipeline.rollback_note import end_rollback, rolled_back_from, write_rollback_note
from raidbook.settings import Settings


def rollback(settings: Settings, build_id: str) -> None:
    """Restore an earlier build, and note the fingerprint it replaces, so that builds respect it.

    A second rollback keeps the fingerprint of the first one, since that is what would be built
    again. The note is written first, and says what was live, so that after a crash between the two
    there was no rollback. Raises WrongUseError for a build that can't be restored, and
    RaidbookError while a build is running, or if the disk fails.
    """
    with build_lock(settings.var):
        try:
            _put_back(settings, build_id)
        except OSError as error:
            raise RaidbookError(f"can't roll back: {error}") from error


def _put_back(settings: Settings, build_id: str) -> None:
    keep_live(settings)
    kept = kept_file(settings, build_id)
    if not kept.is_file():
        known = ", ".join(builds_kept(settings)) or "none"
        raise WrongUseError(f"There is no build '{build_id}' in var/history (kept: {known}).")
    if build_of_file(kept) is None:
        raise WrongUseError(f"The file of build '{build_id}' in var/history can't be read.")
    note = rolled_back_from(settings)
    live = live_build(settings)
    if note is None and live is not None:
        note = {"from_fingerprint": live["fingerprint"], "from": live["build_id"]}
    if note is not None:
        was = live["build_id"] if live else note["from"]
        write_rollback_note(settings, note | {"to": build_id, "was": was})
    link_over(kept, settings.live, build_id)
    if note is not None and note["from"] == build_id:
        end_rollback(settings)

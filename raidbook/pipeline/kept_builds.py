"""Keep the last published builds in `var/history`, so that any of them can be restored."""

from __future__ import annotations

from raidbook.common.published_builds import live_build
from raidbook.common.published_files import builds_kept, kept_file
from raidbook.pipeline.file_link import link_over
from raidbook.pipeline.live_file_check import is_sound
from raidbook.pipeline.rollback_note import end_rollback, read_rollback_note
from raidbook.settings import Settings


def keep_live(settings: Settings) -> None:
    """Keep the live file in var/history under its build_id; remove all but the last ones.

    Every file in var/history was live once. Raises OSError.
    """
    live = live_build(settings)
    if live is not None:
        kept = kept_file(settings, live["build_id"])
        if not kept.is_file() and is_sound(settings):  # never keep a damaged file
            link_over(settings.live, kept, live["build_id"])
        note = read_rollback_note(settings)
        if note is not None and live["build_id"] not in (note["to"], note["was"]):
            end_rollback(settings)
        others = [name for name in builds_kept(settings) if name != live["build_id"]]
        for old in others[: max(len(others) - settings.builds_kept + 1, 0)]:
            kept_file(settings, old).unlink()
    for path in settings.history.glob(".*.new"):  # left by a crash
        path.unlink()

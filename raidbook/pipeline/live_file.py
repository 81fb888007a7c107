"""Replace the live file with a finished build, by one atomic rename."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import RaidbookError
from ingest.whole_files import sync
from raidbook.pipeline.file_link import link_over
from raidbook.pipeline.kept_builds import keep_live
from raidbook.pipeline.live_file_check import note_sound, stamp_of
from raidbook.settings import Settings


def publish(settings: Settings, database: Path, build_id: str) -> None:
    """Replace the live file with the finished file `database`. Raises RaidbookError, OSError.

    The bytes are forced to the disk before the rename and the folder after it, so that a crash
    leaves the old file or the new one. If this raises, the old one is live. Call `keep_live` next.
    """
    if (left := database.with_name(database.name + ".wal")).exists():
        raise RaidbookError(f"{left.name} is left beside the new file, which was not closed.")
    keep_live(settings)  # in case a crash kept the live file from being kept
    database.chmod(0o444)
    sync(database)
    note_sound(settings, stamp_of(database))  # after a crash here, the old file is read once more
    link_over(database, settings.live, build_id)

"""Find the published file that a new build is compared with."""

from __future__ import annotations

from raidbook.audit.attached_live import readable
from raidbook.audit.file_audit import Baseline
from raidbook.common import published_builds, published_files
from raidbook.settings import Settings


def find_baseline(settings: Settings) -> tuple[Baseline, str | None]:
    """Return the file to compare with, and a warning if it isn't the live one.

    It is the live file, or the newest kept one that can be read: a damaged live file must not keep
    its successor from being compared.
    """
    if not settings.live.exists():
        return Baseline(None, ""), None
    live = published_builds.live_build(settings)
    if live is not None and readable(settings.live):
        return Baseline(settings.live, live["build_id"]), None
    for build_id in reversed(published_files.builds_kept(settings)):
        path = published_files.kept_file(settings, build_id)
        if readable(path):
            complaint = f"the live file can't be read; compared with build {build_id} instead"
            return Baseline(path, build_id), complaint
    complaint = "neither the live file nor a kept build can be read; nothing compared"
    return Baseline(None, ""), complaint

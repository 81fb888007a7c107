"""Where the published files are, and which builds are kept. Nothing here changes a file."""

from __future__ import annotations

import shutil
from pathlib import Path

from raidbook.common.build_log import past_builds
from raidbook.settings import Settings


def copy_live(settings: Settings, target: Path) -> None:
    """Copy the live file to `target`, for tools that would lock it. Raises OSError."""
    shutil.copyfile(settings.live, target)


def kept_file(settings: Settings, build_id: str) -> Path:
    """Return the path under which a build is kept, whether or not it is there."""
    return settings.history / f"{build_id}.duckdb"


def builds_kept(settings: Settings) -> list[str]:
    """Return the build_ids that can be restored, oldest first.

    They are in the order in which they ended, by the log of builds: the clock may have been set
    back.
    """
    order = {build.get("build_id"): at for at, build in enumerate(past_builds(settings.builds_log))}
    names = sorted(path.stem for path in settings.history.glob("*.duckdb"))
    return sorted(names, key=lambda name: order.get(name, -1))

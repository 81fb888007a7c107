"""`raidbook dbt -- ARGS`: run dbt on a working copy of the live file, with all settings made.

The working copy is `var/dbt_by_hand/warehouse.duckdb`. Its intermediate models are in
`intermediate.duckdb` beside it; `has_steps` shows that they were built. It is replaced after each
build, so what you build in it stays until then. `state/` beside it holds the manifest of that
build, so that dbt's `state:modified` selects what changed since. `dbt_project/profiles.yml` names
the same files, for a plain `dbt` in that folder.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from raidbook.common import dbt_process, published_builds, published_files
from raidbook.settings import Settings

DATABASE, STEPS, STATE = "warehouse.duckdb", "intermediate.duckdb", "state"
HAS_STEPS = "has_steps"  # an empty file: dbt makes the file of steps as soon as it connects
READS_STEPS = ("build", "run", "test", "show", "retry")
LISTS = ("ls", "list")  # may have the name of such a command as an option's value


def working_copy(settings: Settings) -> Path:
    """Return the path of the working copy, whether or not it exists."""
    return settings.var / "dbt_by_hand" / DATABASE


def prepare(settings: Settings, *, is_fresh: bool = False) -> Path:
    """Make the working copy if it is missing or of another build; return its path.

    With `is_fresh`, replace it in any case. Raises OSError.
    """
    database = working_copy(settings)
    live = published_builds.live_build(settings)
    if is_fresh or live is None or published_builds.build_of_file(database) != live:
        shutil.rmtree(database.parent, ignore_errors=True)
        database.parent.mkdir(parents=True)
        part = database.with_suffix(".part")
        published_files.copy_live(settings, part)
        _keep_manifest(settings, database.parent)
        part.rename(database)
    return database


def _keep_manifest(settings: Settings, folder: Path) -> None:
    """Copy the manifest of the last build, which the next one replaces even if it fails."""
    manifest = dbt_process.manifest_of_builds(settings)
    if manifest.is_file():
        state = folder / STATE
        state.mkdir()
        shutil.copyfile(manifest, state / manifest.name)


def run(settings: Settings, words: list[str], *, is_fresh: bool = False) -> int:
    """Run dbt with `words` on the working copy, in this terminal; return dbt's exit code.

    Without words, only make the working copy. Raises OSError.
    """
    database = prepare(settings, is_fresh=is_fresh)
    if not words:
        print(f"dbt       `raidbook dbt -- build -s MODEL+` builds in {_shown(settings, database)}")
        return 0
    mark = database.with_name(HAS_STEPS)
    if not mark.exists() and _reads_steps(words):
        # A build makes intermediate models outside the published file: the live file has none.
        print("dbt       building the intermediate models, once after each build", flush=True)
        code = _call(settings, database, ["--quiet", "run", "--select", "path:models/intermediate"])
        if code != 0:
            return code
        mark.touch()
    return _call(settings, database, words)


def _reads_steps(words: list[str]) -> bool:
    """Return whether dbt's command, which options may precede, reads intermediate models."""
    command = next((word for word in words if word in (*READS_STEPS, *LISTS)), "")
    return command in READS_STEPS


def _shown(settings: Settings, path: Path) -> Path:
    return path.relative_to(settings.root) if path.is_relative_to(settings.root) else path


def _call(settings: Settings, database: Path, words: list[str]) -> int:
    folder = database.parent
    steps = str(folder / STEPS)
    return dbt_process.in_terminal(
        settings, database, steps, folder / "target", folder / "logs", words, folder / STATE
    )

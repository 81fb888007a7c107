"""Write the exports: workbooks, CSV and Parquet. `dbt_project/models/exposures.yml` declares them.

Exports read only the live file, and never write to it.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import duckdb

from ingest.errors import RaidbookError, WrongUseError, first_line
from ingest.whole_files import sync, written_whole
from raidbook.common.connection import limit, read_only
from raidbook.common.marked_folder import make_marked, remove_marked
from raidbook.common.published_builds import live_build, newest_build
from raidbook.export.export_lock import export_lock
from raidbook.export.exposures import Exposure, exposures
from raidbook.export.written_check import check_workbook
from raidbook.settings import Settings


def _note(settings: Settings) -> Path:
    return settings.exports / "exports.json"


def _made_by() -> str:
    """Return the hash of the code that writes exports: changed code may write other files."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(settings: Settings) -> bool:
    """Return whether every declared export exists, made from the live build by this code."""
    live = live_build(settings)
    try:
        note = json.loads(_note(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    declared = {exposure.file_name for exposure in exposures(settings.root)}
    files = note.get("files", [])
    return (
        live is not None
        and note.get("build_id") == live["build_id"]
        and note.get("made_by") == _made_by()
        and declared <= set(files)
        and all((settings.exports / name).is_file() for name in files)
    )


def export_all(settings: Settings, names: list[str] | None = None) -> list[Path]:
    """Write the declared exports (or those of `names`) from the live file; return their paths.

    The path of a folder of tables is that of its data package. Each file is written under another
    name, read back, and then renamed. One export runs at a time. Raises WrongUseError for a name
    that isn't declared, and RaidbookError if a file can't be written.
    """
    declared = exposures(settings.root)
    known = [exposure.name for exposure in declared]
    if unknown := [name for name in names or [] if name not in known]:
        raise WrongUseError(
            f"There is no export {', '.join(unknown)}. There are: {', '.join(known)}."
        )
    chosen = [exposure for exposure in declared if not names or exposure.name in names]
    try:
        with export_lock(settings.var):
            return _write(settings, chosen, is_all=not names)
    except (OSError, duckdb.Error) as error:
        raise RaidbookError(f"can't write the exports: {first_line(error)}") from error


def _write(settings: Settings, chosen: list[Exposure], *, is_all: bool) -> list[Path]:
    settings.exports.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    files: list[str] = []
    if is_all or not is_current(settings):
        # Until the last file is written, the note must not say that the exports are of one build.
        _note(settings).unlink(missing_ok=True)
    with read_only(settings.live) as con:
        limit(con, settings)
        for exposure in chosen:
            files += _export(con, settings, exposure)
            written.append(settings.exports / exposure.file_name)
        build_id = newest_build(con)["build_id"]
    if is_all:
        note = {"build_id": build_id, "made_by": _made_by(), "files": files}
        with written_whole(_note(settings)) as temporary:
            temporary.write_text(json.dumps(note), encoding="utf-8")
    return written


def _export(con: duckdb.DuckDBPyConnection, settings: Settings, exposure: Exposure) -> list[str]:
    """Write one export; return its files, as named within `var/exports`."""
    target = settings.exports / exposure.file_name
    if not exposure.schemas:
        from raidbook.export.workbook import write_workbook

        with written_whole(target) as temporary:
            sheets = write_workbook(con, exposure, temporary)
            check_workbook(temporary, sheets)
        return [exposure.file_name]
    return _export_tables(con, settings, exposure)


def _export_tables(
    con: duckdb.DuckDBPyConnection, settings: Settings, exposure: Exposure
) -> list[str]:
    """Write the tables into a folder of this process, then put each in its place."""
    from raidbook.export.tables import files_of_package, write_tables

    folder = (settings.exports / exposure.file_name).parent
    models = settings.root / "dbt_project" / "models"
    for left in folder.parent.glob(f".{folder.name}.*.part"):
        remove_marked(left)  # of a process that was killed: a live one holds the lock
    new = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    make_marked(new)
    earlier = files_of_package(folder)
    try:
        names = write_tables(con, exposure, models, new)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            sync(new / name)
            (new / name).replace(folder / name)
    finally:
        remove_marked(new)
    for name in earlier - set(names):  # tables that no longer exist
        (folder / name).unlink(missing_ok=True)
    for written_to in {(folder / name).parent for name in names}:
        sync(written_to)
    return [f"{folder.name}/{name}" for name in names]

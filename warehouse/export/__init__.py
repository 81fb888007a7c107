"""Exposures → workbooks, CSV and Parquet: `dbt_project/models/exposures.yml` declares them.

Exports read the live file only, read-only.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import duckdb

from ingest.files import put_in_place, sync
from warehouse.export.exposures import Exposure, exposures
from warehouse.settings import Settings


def _note(settings: Settings) -> Path:
    return settings.exports / "exports.json"


def _made_by() -> str:
    """Return the hash of the code that writes exports: other code, other files."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(settings: Settings) -> bool:
    """Return whether every declared export is there, made from the live build by this code."""
    from warehouse.publish import live_build

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

    A folder of tables is named by its data package. Each file is written beside its place and put
    there with one rename. Raises KeyError for a name that isn't declared, and OSError where a file
    can't be written.
    """
    declared = exposures(settings.root)
    known = [exposure.name for exposure in declared]
    if unknown := [name for name in names or [] if name not in known]:
        raise KeyError(f"no export is called {', '.join(unknown)}; there are: {', '.join(known)}")
    settings.exports.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    files: list[str] = []
    if not (names and is_current(settings)):
        # until the last file is there nobody may take some of this build for all of another one
        _note(settings).unlink(missing_ok=True)
    with duckdb.connect(str(settings.live), read_only=True) as con:
        con.execute(f"set threads = {settings.threads}")
        con.execute(f"set memory_limit = '{settings.memory_limit}'")
        for exposure in declared:
            if names and exposure.name not in names:
                continue
            files += _export(con, settings, exposure)
            written.append(settings.exports / exposure.file_name)
        found = con.execute(
            "select build_id from meta.builds order by rowid desc limit 1"
        ).fetchone()
    if not names:
        note = {
            "build_id": found[0] if found else None,
            "made_by": _made_by(),
            "files": files,
        }
        temporary = _note(settings).with_name(".exports.json.part")
        temporary.write_text(json.dumps(note), encoding="utf-8")
        put_in_place(temporary, _note(settings))
    return written


def _export(con: duckdb.DuckDBPyConnection, settings: Settings, exposure: Exposure) -> list[str]:
    """Write one export; return its files, as named within `var/exports`."""
    target = settings.exports / exposure.file_name
    if not exposure.schemas:
        from warehouse.export.workbook import write_workbook

        temporary = target.with_name(f".{target.name}.part")
        try:
            write_workbook(con, exposure, temporary)
            put_in_place(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
        return [exposure.file_name]
    from warehouse.export.tables import write_tables

    folder = target.parent
    temporary = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        names = write_tables(con, exposure, settings.root / "dbt_project" / "models", temporary)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            sync(temporary / name)
            (temporary / name).replace(folder / name)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    for path in folder.rglob("*"):  # tables that are no more
        if path.is_file() and str(path.relative_to(folder)) not in names:
            path.unlink()
    for written_to in {(folder / name).parent for name in names}:
        sync(written_to)
    return [f"{folder.name}/{name}" for name in names]

"""Exposures → workbooks: what is exported is declared in `dbt_project/models/exposures.yml`.

Exports read the live file only, read-only.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from warehouse.export.exposures import exposures
from warehouse.settings import Settings


def _note(settings: Settings) -> Path:
    return settings.exports / "exports.json"


def is_current(settings: Settings) -> bool:
    """Return whether every declared export is there and was made from the live build."""
    from warehouse.publish import live_build

    live = live_build(settings)
    try:
        note = json.loads(_note(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    files = [settings.exports / exposure.file_name for exposure in exposures(settings.root)]
    return (
        live is not None
        and note.get("build_id") == live["build_id"]
        and all(path.is_file() for path in files)
    )


def export_all(settings: Settings, names: list[str] | None = None) -> list[Path]:
    """Write the declared exports (or those of `names`) from the live file; return their paths.

    Each file is written beside its place and put there with one rename. Raises KeyError for a name
    that isn't declared, and OSError where a file can't be written.
    """
    from warehouse.export.workbook import write_workbook

    declared = exposures(settings.root)
    known = [exposure.name for exposure in declared]
    if unknown := [name for name in names or [] if name not in known]:
        raise KeyError(f"no export is called {', '.join(unknown)}; there are: {', '.join(known)}")
    settings.exports.mkdir(parents=True, exist_ok=True)
    written = []
    with duckdb.connect(str(settings.live), read_only=True) as con:
        for exposure in declared:
            if names and exposure.name not in names:
                continue
            target = settings.exports / exposure.file_name
            temporary = target.with_name(f".{target.name}.part")
            try:
                write_workbook(con, exposure, temporary)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
            written.append(target)
        found = con.execute(
            "select build_id from meta.builds order by rowid desc limit 1"
        ).fetchone()
    if not names:
        note = {"build_id": found[0] if found else None, "files": [path.name for path in written]}
        _note(settings).write_text(json.dumps(note), encoding="utf-8")
    return written

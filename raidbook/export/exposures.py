"""Read the exports that dbt exposures declare, without dbt, which takes seconds to import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PACKAGE = "datapackage.json"  # the description of a folder of tables


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the published table it shows, the order of its rows, its scales.

    `scales` gives columns a colour scale: `counts` for numbers, `doubts` for uncertainty.
    `columns` are the columns that it shows, all of them if none is named.
    """

    name: str
    table: str
    order_by: str
    scales: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exposure:
    """One export: a workbook of `sheets`, or a folder with every table of `schemas`.

    `file_name` is the workbook, or the description of the folder's files, within `var/exports`.
    """

    name: str
    label: str
    description: str
    file_name: str
    sheets: tuple[Sheet, ...] = ()
    has_summary: bool = False
    schemas: tuple[str, ...] = ()


def exposures(root: Path) -> list[Exposure]:
    """Return the exposures that have `meta.export`, in the order of the file."""
    path = root / "dbt_project" / "models" / "exposures.yml"
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))["exposures"]
    return [
        _exposure(exposure, export)
        for exposure in declared
        if (export := exposure.get("config", {}).get("meta", {}).get("export"))
    ]


def _exposure(exposure: dict[str, Any], export: dict[str, Any]) -> Exposure:
    return Exposure(
        exposure["name"],
        exposure["label"],
        " ".join(exposure["description"].split()),
        export["file"] if "file" in export else f"{export['folder']}/{PACKAGE}",
        tuple(
            Sheet(
                sheet["name"],
                sheet["table"],
                sheet["order_by"],
                tuple(sheet.get("scales", {}).items()),
                tuple(sheet.get("columns", ())),
            )
            for sheet in export.get("sheets", ())
        ),
        bool(export.get("summary")),
        tuple(export.get("schemas", ())),
    )

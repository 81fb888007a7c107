"""The exports as dbt exposures declare them, read without dbt (which takes seconds to import)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the published table it shows, and the order of its rows."""

    name: str
    table: str
    order_by: str


@dataclass(frozen=True)
class Exposure:
    """One workbook."""

    name: str
    label: str
    description: str
    file_name: str
    sheets: tuple[Sheet, ...]


def exposures(root: Path) -> list[Exposure]:
    """Return the exposures that have `meta.export`, in the order in which they stand."""
    path = root / "dbt_project" / "models" / "exposures.yml"
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))["exposures"]
    found = []
    for exposure in declared:
        export = exposure.get("config", {}).get("meta", {}).get("export")
        if export:
            found.append(
                Exposure(
                    exposure["name"],
                    exposure["label"],
                    " ".join(exposure["description"].split()),
                    export["file"],
                    tuple(
                        Sheet(sheet["name"], sheet["table"], sheet["order_by"])
                        for sheet in export["sheets"]
                    ),
                )
            )
    return found

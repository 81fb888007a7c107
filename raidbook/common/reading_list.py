"""The list of addresses that are still to be read, kept in `var/`."""

from __future__ import annotations

import csv

from raidbook.settings import Settings

COLUMNS = ("url", "asked_by", "why", "asked_on")


def reading_list(settings: Settings) -> list[dict[str, str]]:
    """Return the addresses with who asked, why and on which day, in the order of asking."""
    if not settings.reading_list.is_file():
        return []
    with settings.reading_list.open(encoding="utf-8", newline="") as stream:
        return [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(stream)]

"""Addresses of articles that somebody asked for, kept with who asked and why."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import RefusedError
from ingest.whole_files import written_whole
from raidbook.common.reading_list import COLUMNS, reading_list
from raidbook.settings import Settings

GIVEN = ("url", "asked_by", "why")


def keep(settings: Settings, path: Path) -> tuple[int, int]:
    """Keep the addresses of a CSV; return how many are new, and how many were kept before.

    Raises RefusedError, with the row, if the file lacks a column or a cell is empty or no address.
    """
    rows = _checked(path)
    known = reading_list(settings)
    addresses = {row["url"] for row in known}
    today = datetime.now(UTC).date().isoformat()
    new = []
    for row in rows:
        if row["url"] not in addresses:
            addresses.add(row["url"])
            new.append(row | {"asked_on": today})
    if new:
        _write(settings.reading_list, [*known, *new])
    return len(new), len(rows) - len(new)


def _checked(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RefusedError(f"{path.name}: there is no such file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"{path.name}: can't be read: {error}. Save it as CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in GIVEN if name not in (reader.fieldnames or ())]
    if missing:
        raise RefusedError(f"{path.name}: the column '{missing[0]}' is missing. Add it.")
    rows = []
    for number, row in enumerate(reader, start=2):
        cells = {name: (row[name] or "").strip() for name in GIVEN}
        empty = [name for name, cell in cells.items() if not cell]
        if empty:
            raise RefusedError(f"{path.name}: row {number}: {empty[0]} is empty. Fill it in.")
        if not cells["url"].startswith(("http://", "https://")):
            raise RefusedError(
                f"{path.name}: row {number}: '{cells['url']}' is not an address that begins with "
                "http:// or https://."
            )
        rows.append(cells)
    if not rows:
        raise RefusedError(f"{path.name}: the file has no rows. Add addresses.")
    return rows


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with written_whole(path) as temporary:
        temporary.write_text(text.getvalue(), encoding="utf-8", newline="")

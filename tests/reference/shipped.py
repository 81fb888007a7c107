"""The records that ship with the project, and short ways to write synthetic ones."""

from __future__ import annotations

import csv
import io
import zipfile
from functools import cache
from pathlib import Path

from ingest.record.definition import NAMES

Raw = dict[str, str]
FROZEN = Path(__file__).parents[1] / "data" / "frozen.zip"
RECORDS = Path(__file__).parents[2] / "ingest" / "records"


@cache
def shipped_records() -> tuple[Raw, ...]:
    """Every shipped record as text, in order of file name."""
    rows: list[Raw] = []
    for path in sorted(RECORDS.glob("**/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += csv.DictReader(file)
    assert rows, f"there are no records in {RECORDS}"
    return tuple(rows)


@cache
def frozen_records() -> tuple[Raw, ...]:
    """Every record of `tests/data/frozen.zip`, likewise: their figures don't change."""
    rows: list[Raw] = []
    with zipfile.ZipFile(FROZEN) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("ingest/records/"):
                rows += csv.DictReader(
                    io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")
                )
    return tuple(rows)


def made_up(number: int, event_id: str, measure: str, value: int, **cells: str) -> Raw:
    """A valid record; `cells` overrides what stands here."""
    day = event_id[3:13]
    row = dict.fromkeys(NAMES, "") | {
        "event_id": event_id,
        "event_kind": "raid",
        "event_start": day,
        "event_end": day,
        "date_precision": "day",
        "country": "KH",
        "measure": measure,
        "value": str(value),
        "qualifier": "exact",
        "counts_as": "total",
        "source_url": "https://news.example/1",
        "publisher": "AFP",
        "published_on": day,
        "language": "en",
    }
    row |= cells
    slug = row["publisher"].lower()
    row["record_id"] = f"{event_id}/{slug}-{row['published_on'].replace('-', '')}/{number}"
    return row

"""The corpus: paragraphs with the records that a coder takes from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "articles"
LEVELS = ("value", "qualifier", "measure", "nationality", "whole")
# The columns of a whole record, beside value, qualifier, measure and nationality.
REST = ("value_high", "unit", "sex", "age_group", "counts_as", "status")
# Columns that are scored by themselves, over the figures whose value was found.
OTHERS = ("event_start", "event_end", "country", "city", "event_kind", "cumulative_since")


@dataclass(frozen=True)
class Wanted:
    """A record of the corpus: its cells as text, and the place of its phrase."""

    cells: dict[str, str]
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and its records."""

    name: str
    language: str
    published_on: date
    text: str
    records: tuple[Wanted, ...]


def read_corpus(part: str, folder: Path = FOLDER) -> list[Paragraph]:
    """Return the paragraphs of a part, `seen` or `unseen`. Raises ValueError for a wrong one."""
    found = []
    for path in sorted(folder.glob(f"{part}_*.yaml")):
        language = path.stem.rpartition("_")[2]
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(_paragraph(row, language))
    return found


def _paragraph(row: dict[str, Any], language: str) -> Paragraph:
    text = str(row["text"])
    records = []
    for record in row["records"] or ():
        start = -1
        for _ in range(int(record.get("nth", 1))):
            start = text.find(str(record["phrase"]), start + 1)
        if start < 0:
            raise ValueError(f"{row['id']}: the text has no '{record['phrase']}'")
        cells = {name: _cell(value) for name, value in record.items() if name != "nth"}
        records.append(Wanted(cells, start, start + len(str(record["phrase"]))))
    day = row["published_on"]
    published = day if isinstance(day, date) else date.fromisoformat(str(day))
    return Paragraph(str(row["id"]), language, published, text, tuple(records))


def _cell(value: object) -> str:
    if value is False:
        return "NO"  # Norway
    if isinstance(value, float):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)

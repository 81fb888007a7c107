"""Report curation decisions that can't be used, each with its place in the seed.

Some tests of dbt return rows with the columns seed, cell, what_is_wrong and what_to_do; this module
turns them into sentences. Before a build, it also finds cells that dbt could not load.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

OVERLAPS = "event_overlap"
OVERLAP_COLUMNS = (
    "event_id",
    "measure_group",
    "counted_in_event_id",
    "persons",
    "decided_on",
    "reason",
)
SENTENCE_COLUMNS = ("seed", "cell", "what_is_wrong", "what_to_do")
_ABOVE_0 = re.compile(r"0*[1-9]\d{0,17}")


def unreadable_overlaps(seeds: Path) -> list[str]:
    """Return a sentence for each cell of the seed event_overlap that dbt could not load.

    Raises OSError if the file can't be read.
    """
    found = []
    path = seeds / f"{OVERLAPS}.csv"
    for line, row in _rows(path):
        if set(row) != set(OVERLAP_COLUMNS):
            header = ",".join(OVERLAP_COLUMNS)
            return [_sentence(OVERLAPS, line, "", "a row has other cells", f"write {header}")]
        if row["persons"] and not _ABOVE_0.fullmatch(row["persons"]):
            wrong = "it is no whole number above 0"
            remedy = "write digits alone, or leave the cell empty for all of the event"
            found.append(_sentence(OVERLAPS, line, "persons", wrong, remedy, row["persons"]))
        if not _is_day(row["decided_on"]):
            remedy = "write the day of the decision as 2026-11-29"
            found.append(
                _sentence(OVERLAPS, line, "decided_on", "it is no date", remedy, row["decided_on"])
            )
    return found


def sentence_of(seeds: Path, row: Mapping[str, Any]) -> str | None:
    """Return a failing row of a test as a sentence with its place; None if no seed is concerned."""
    if not set(SENTENCE_COLUMNS) <= set(row):
        return None
    seed, cell = row["seed"], row["cell"]
    key = {name: str(value) for name, value in row.items() if name not in SENTENCE_COLUMNS}
    line, stands = None, None
    for number, found in _rows(seeds / f"{seed}.csv"):
        if all(found.get(name) == value for name, value in key.items()):
            line, stands = number, found.get(cell)
            break
    return _sentence(seed, line, cell, row["what_is_wrong"], row["what_to_do"], stands)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of a seed with the line on which it begins, without missing cells."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                named = dict(zip(header, cells, strict=False))
                yield line, named | {"…": ""} if len(cells) > len(header) else named
            line = reader.line_num + 1


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _sentence(
    seed: str, line: int | None, cell: str, wrong: str, remedy: str, stands: str | None = None
) -> str:
    place = [f"seeds/{seed}.csv"]
    if line is not None:
        place.append(f"line {line}")
    if cell:
        place.append(f"column {cell}")
    quoted = f' "{stands}":' if stands is not None else ""
    return f"{', '.join(place)}:{quoted} {wrong}; {remedy}."

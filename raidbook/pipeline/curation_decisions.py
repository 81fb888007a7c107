"""Report curation decisions that can't be used, each with its place in the seed.

Some tests of dbt return rows with the columns seed, cell, what_is_wrong and what_to_do; this module
turns them into sentences. Before a build, it also finds cells that dbt could not load.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.names import seed_rows

OVERLAPS = "event_overlap"
SENTENCE_COLUMNS = ("seed", "cell", "what_is_wrong", "what_to_do")
_ABOVE_0 = re.compile(r"0*[1-9]\d{0,17}")


def unreadable_seeds(seeds: Path) -> list[str]:
    """Return a sentence for each row or cell of a seed that dbt could not load as it is meant.

    Raises OSError if a file can't be read.
    """
    found = [
        fault.sentence(seed)
        for seed, fault in seed_rows.faults_in(seeds)
        if (seed, fault.column) != (OVERLAPS, "persons")
    ]
    for line, row in seed_rows.numbered_rows(seeds / f"{OVERLAPS}.csv"):
        if row["persons"] and not _ABOVE_0.fullmatch(row["persons"]):
            wrong = "it is not a whole number above 0"
            remedy = "write only digits, or leave the cell empty for all of the event"
            found.append(
                seed_rows.sentence(OVERLAPS, line, "persons", wrong, remedy, row["persons"])
            )
    return found


def sentence_of(seeds: Path, row: Mapping[str, Any]) -> str | None:
    """Return a failing row of a test as a sentence with its place; None if no seed is concerned."""
    if not set(SENTENCE_COLUMNS) <= set(row):
        return None
    seed, cell = row["seed"], row["cell"]
    key = {name: str(value) for name, value in row.items() if name not in SENTENCE_COLUMNS}
    line, stands = None, None
    for number, found in seed_rows.numbered_rows(seeds / f"{seed}.csv"):
        if all(found.get(name) == value for name, value in key.items()):
            line, stands = number, found.get(cell)
            break
    return seed_rows.sentence(seed, line, cell, row["what_is_wrong"], row["what_to_do"], stands)

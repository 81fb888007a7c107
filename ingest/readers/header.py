"""The names in a header: which are read, which are ignored, and which make a file refused."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ingest.errors import RefusedError
from ingest.readers.cell_text import printable
from ingest.readers.reading import NOTHING_TOLD, Told
from ingest.record import definition

JUDGED = "_accept"  # the column of decisions in a review (`raidbook read`)
IGNORED = "_"  # the first character of a column's name


def check_header(header: Sequence[str], place: str, told: Told = NOTHING_TOLD) -> None:
    """Raise RefusedError if the names are no header of records. `place` begins the message.

    `header` has the record's names (`Told.renamed`). Empty names, and names that begin like an
    ignored column, are skipped.
    """
    if JUDGED in header:
        raise RefusedError(
            f"{place}: the column '{JUDGED}' says that a person judges these rows. Deliver the "
            "review as .xlsx or .csv with at most 50,000 rows; other files can't be judged."
        )
    known = set(definition.NAMES)
    seen: set[str] = set()
    for column in header:
        if not column or is_ignored(column):
            continue
        if column not in known:
            near = difflib.get_close_matches(column.lower()[:80], definition.NAMES, 1, 0.6)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise RefusedError(
                f"{place}: the column '{printable(column)}' is unknown.{hint} Use the name in the "
                "codebook, remove the column, or begin its name with '_' to have it ignored."
            )
        if column in seen:
            raise RefusedError(f"{place}: the column '{column}' occurs twice. Remove one of them.")
        seen.add(column)
    for wanted, name in told.required.items():
        if wanted not in seen:
            raise RefusedError(f"{place}: the required column '{name}' is missing. Add it.")


def is_ignored(column: str) -> bool:
    """Return whether a column is not read: people keep their own notes beside the records."""
    return column.startswith(IGNORED)


def used_columns(header: Sequence[str]) -> dict[str, int]:
    """Return the position in the header, from 0, of each column that is read."""
    return {name: at for at, name in enumerate(header) if name and not is_ignored(name)}

"""The names in a header: which ones are read, ignored, or refuse the file."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

from ingest.errors import RefusedError
from ingest.readers.cell_text import printable
from ingest.record import definition
from ingest.sources import incident_records


def check_header(header: Sequence[str], place: str) -> None:
    """Refuse names that are no header of records; `place` begins the sentence.

    Empty names and those that the source declares as ignored are passed over. Raises RefusedError.
    """
    known = set(definition.NAMES)
    seen: set[str] = set()
    for column in header:
        if not column or is_ignored(column):
            continue
        if column not in known:
            near = difflib.get_close_matches(column.lower()[:80], definition.NAMES, 1, 0.6)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise RefusedError(
                f"{place}: the column '{printable(column)}' is not known.{hint} Name it as the "
                "codebook does, remove it, or begin its name with '_' to have it passed over."
            )
        if column in seen:
            raise RefusedError(
                f"{place}: the column '{column}' stands there twice. Remove one of them."
            )
        seen.add(column)
    for wanted in definition.COLUMNS:
        if wanted.is_required and wanted.name not in seen:
            raise RefusedError(
                f"{place}: the column '{wanted.name}' is required and missing. Add it."
            )


def is_ignored(column: str) -> bool:
    """Say whether the source declares a column as one that is passed over."""
    patterns = incident_records.source().ignored_columns.split()
    return any(fnmatchcase(column, pattern) for pattern in patterns)


def used_columns(header: Sequence[str]) -> dict[str, int]:
    """Return the place in the header of each column that is read."""
    return {name: at for at, name in enumerate(header) if name and not is_ignored(name)}

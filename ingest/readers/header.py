"""The names in a header: which columns are read, ignored, or a reason to refuse the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NoReturn

from ingest.errors import RefusedError
from ingest.readers.cell_text import printable
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.record import definition
from ingest.sources.source import OWN, sources

ACCEPT = "_accept"  # the column of decisions in a review (`raidbook read`)
IGNORED = "_"  # the first character of a column's name


def record_names(choices: ReadingChoices, header: Sequence[str]) -> list[str]:
    """Return the header with the record's names; those of columns to pass over begin with _.

    Names may differ from the record's in capitals, and in blanks for underscores. A further column
    to pass over of the same name gets a number, so that each keeps its content.
    """
    if choices.columns:
        known = {_key(name): slot for name, slot in choices.columns}
        return [known.get(_key(name), f"{IGNORED}{name}") if name else "" for name in header]
    names: list[str] = []
    for name in header:
        found = _BY_KEY.get(_key(name), name)
        if is_ignored(found) and found in names and found != ACCEPT:
            numbered = (f"{found} {at}" for at in range(2, len(header) + 2))
            found = next(name for name in numbered if name not in names)
        names.append(found)
    return names


def wanted(choices: ReadingChoices) -> str:
    """Return the names that a header must hold, in words."""
    if choices.columns:
        return "the columns of its source: " + ", ".join(name for name, _ in choices.columns)
    return "the names of ingest/records/CODEBOOK.md"


def as_delivered(choices: ReadingChoices, header: Iterable[str]) -> str:
    """Return the names of `record_names` as they were delivered, as a list in words."""
    own = {slot: name for name, slot in choices.columns}
    names = (own.get(name, name.removeprefix(IGNORED)) for name in header)
    return ", ".join(names if choices.columns else header)


def required(choices: ReadingChoices) -> dict[str, str]:
    """Return the columns without which a file is refused: as read, and by their own name."""
    if choices.columns:
        return {slot: name for name, slot in choices.columns}
    return {
        column.name: column.name
        for column in definition.COLUMNS
        if column.is_required and not column.has_default
    }


def source_hint(choices: ReadingChoices, header: Sequence[str]) -> str:
    """Return a sentence that names the source whose columns a header has; empty for none.

    `header` has names as delivered, or as `record_names` returned them.
    """
    own = {slot: name for name, slot in choices.columns}
    keys = {_key(own.get(name, name.removeprefix(IGNORED))) for name in header}
    for source in sources().values():
        if source.name == choices.source:
            continue
        if source.mapping and keys >= {_key(name) for name, _ in source.mapping.slots}:
            return f" It has the columns of another source: deliver it with --source {source.name}."
        if source.name == OWN and keys >= {_key(name) for name in required(PLAIN)}:
            return " It has the columns of incident records: deliver it without --source."
    return ""


def check_header(header: Sequence[str], place: str, choices: ReadingChoices = PLAIN) -> None:
    """Raise RefusedError if the names aren't a header of records. `place` begins the message.

    `header` has the record's names (`record_names`). Empty names, and names that begin like an
    ignored column, are skipped.
    """
    known = set(definition.NAMES)
    seen: set[str] = set()
    for column in header:
        if not column or (is_ignored(column) and column != ACCEPT):
            continue
        if column not in known and column != ACCEPT:
            refuse_unknown(column, place, choices, header)
        if column in seen:
            raise RefusedError(f"{place}: the column '{column}' occurs twice. Remove one of them.")
        seen.add(column)
    missing = [f"'{name}'" for slot, name in required(choices).items() if slot not in seen]
    if missing:
        words, them = "column {} is", "it"
        if len(missing) > 1:
            words, them = "columns {} are", "them"
        named = words.format(", ".join(missing))
        hint = source_hint(choices, header)
        raise RefusedError(f"{place}: the required {named} missing. Add {them}.{hint}")


def refuse_unknown(
    column: str, place: str, choices: ReadingChoices, header: Sequence[str]
) -> NoReturn:
    """Raise RefusedError for a column of a header that no record has."""
    near = difflib.get_close_matches(column.lower()[:80], definition.NAMES, 1, 0.6)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    raise RefusedError(
        f"{place}: the column '{printable(column)}' is unknown.{hint} Use the name in the "
        f"codebook, remove the column, or begin its name with '{IGNORED}' to have it ignored."
        f"{source_hint(choices, header)}"
    )


def is_ignored(column: str) -> bool:
    """Return whether a column is not read: people keep their own notes beside the records."""
    return column.startswith(IGNORED)


def used_columns(header: Sequence[str]) -> dict[str, int]:
    """Return the position in the header, from 0, of each column that is read."""
    return {name: at for at, name in enumerate(header) if name and not is_ignored(name)}


def own_columns(header: Sequence[str], choices: ReadingChoices) -> dict[str, int]:
    """Return the position of each column of a person's own: it is kept beside the records.

    A table in another shape has none: what its mapping leaves out is not kept.
    """
    if choices.columns:
        return {}
    return {name: at for at, name in enumerate(header) if is_ignored(name)}


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


_BY_KEY = {_key(name): name for name in (*definition.NAMES, ACCEPT)}

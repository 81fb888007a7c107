"""Several small examples in one warehouse, so that one run of the rules takes all of them.

Each example gets event ids and publishers of its own, by a suffix, so that none touches another.
"""

from __future__ import annotations

from collections.abc import Iterable

from reference.shipped import Raw
from reference.strategies import Example

EVENT_COLUMNS = ("event_id", "parent_event_id", "follows_event_id", "counted_in_event_id")
PUBLISHER_COLUMNS = ("publisher", "credited_to")


def together(several: Iterable[Example]) -> Example:
    """Return one example that holds several, none of which can touch another."""
    made = Example([])
    for number, example in enumerate(several):
        one = moved(example, of_number(number))
        made.versions.extend(one.versions)
        made.corrections.extend(one.corrections)
        made.event_merges.extend(one.event_merges)
        made.publisher_aliases.extend(one.publisher_aliases)
        made.event_overlaps.extend(one.event_overlaps)
    return made


def of_number(number: int) -> str:
    """Return the suffix of an example by its place among those that are together."""
    return f"-x{number}"


def moved(example: Example, suffix: str) -> Example:
    """Return the example with a suffix on its event ids and publishers."""
    corrections = []
    for row in example.corrections:
        cells = {c: _cell(row["column_name"], row[c], suffix) for c in ("was", "becomes")}
        corrections.append(row | cells | {"record_id": moved_id(row["record_id"], suffix)})
    return Example(
        versions=[_moved(row, suffix) for row in example.versions],
        corrections=corrections,
        event_merges=[_all_moved(row, suffix) for row in example.event_merges],
        publisher_aliases=[_all_moved(row, suffix) for row in example.publisher_aliases],
        event_overlaps=[_moved(row, suffix) for row in example.event_overlaps],
    )


def moved_id(record_id: str, suffix: str) -> str:
    """Return the id of a record under the event id with the suffix."""
    event_id, slash, rest = record_id.partition("/")
    return f"{event_id}{suffix}{slash}{rest}"


def _all_moved(row: Raw, suffix: str) -> Raw:
    return {column: text + suffix for column, text in row.items()}


def _moved(row: Raw, suffix: str) -> Raw:
    return {column: _cell(column, text, suffix) for column, text in row.items()}


def _cell(column: str, text: str, suffix: str) -> str:
    if column == "record_id":
        return moved_id(text, suffix)
    if text and column in EVENT_COLUMNS + PUBLISHER_COLUMNS:
        return text + suffix
    return text

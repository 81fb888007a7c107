"""The choices of the person who delivers a file about how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ingest.sources.source import OWN, mapping_of


@dataclass(frozen=True)
class ReadingChoices:
    """The choices with which a file is delivered. Every build uses them again."""

    sheet: str | None = None  # the sheet of a workbook, if one was named
    encoding: str | None = None  # of a text, if one was named
    is_strict: bool = False  # whether only the record's own form is accepted
    source: str = OWN  # the name of a YAML file in ingest/sources/

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The columns of the source's table, if they aren't those of the record.

        Each is paired with the column of the record that it is read as (`ingest.sources.mapping`).
        """
        mapping = mapping_of(self.source)
        return mapping.slots if mapping else ()


PLAIN = ReadingChoices()

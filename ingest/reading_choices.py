"""What the person who delivers a file may choose about how it is read."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.sources.source import OWN


@dataclass(frozen=True)
class ReadingChoices:
    """The choices with which a file is delivered. Every build reads the file by them again."""

    sheet: str | None = None  # the sheet of a workbook, if one was named
    encoding: str | None = None  # of a text, if one was named
    is_strict: bool = False  # whether only the record's own form is accepted
    source: str = OWN  # the name of a YAML file in ingest/sources/


PLAIN = ReadingChoices()

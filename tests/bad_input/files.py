"""Malformed files of every kind: what people, programs and attackers deliver."""

from __future__ import annotations

from bad_input import (
    archives,
    encodings,
    error_cells,
    json_files,
    no_files,
    parquet_files,
    text_files,
    workbooks,
)

BAD = (
    text_files.BAD
    | json_files.BAD
    | workbooks.BAD
    | parquet_files.BAD
    | archives.BAD
    | encodings.BAD
    | error_cells.BAD
    | no_files.BAD
)

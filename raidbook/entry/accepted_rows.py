"""Take from a judged file what was accepted: `raidbook add` delivers only these rows.

A file is judged if its header has the column `_accept`, as `raidbook read` writes it.
"""

from __future__ import annotations

import csv
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.errors import RefusedError
from ingest.readers.spreadsheet_cells import cell_text
from ingest.record import definition
from ingest.record.template import RECORDS
from raidbook.entry.review_rows import ACCEPT, DECISIONS

MAX_BYTES = 30_000_000  # of an unpacked review workbook
MAX_ROWS = 50_000
_CELL = re.compile(rb'r="([A-Z]+)([0-9]{1,9})"')
MAX_SHOWN = 5  # rows that a message names


@contextmanager
def accepted(path: Path) -> Iterator[Path | None]:
    """Yield a file with the accepted rows of a judged file; None for any other file.

    Raises RefusedError if a row was not judged, or if none was accepted.
    """
    rows = _judged_rows(path)
    if rows is None:
        yield None
        return
    chosen = _chosen(path, rows)
    with tempfile.TemporaryDirectory(prefix="raidbook-") as folder:
        target = Path(folder) / f"{path.stem}-accepted.csv"
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(
                stream, definition.NAMES, extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(chosen)
        yield target


def _judged_rows(path: Path) -> list[dict[str, str]] | None:
    """Return the rows of a judged file by their columns; None if the file has no decisions."""
    if not path.is_file():
        return None
    if path.suffix.lower() == ".csv":
        return _rows_of_csv(path)
    return _rows_of_workbook(path) if path.suffix.lower() == ".xlsx" else None


def _rows_of_csv(path: Path) -> list[dict[str, str]] | None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            if ACCEPT not in stream.readline():
                return None
            stream.seek(0)
            reader = csv.DictReader(stream)
            if ACCEPT not in (reader.fieldnames or ()):
                return None
            return [{k: v or "" for k, v in row.items() if k is not None} for row in reader]
    except (UnicodeDecodeError, csv.Error):
        return None  # the readers say what is wrong


def _may_be_review(path: Path) -> bool:
    """Return whether a workbook is small and names the column of decisions.

    Any other workbook is left to the readers, which bound the memory that a hostile one takes.
    Raises RefusedError for a judged one with cells far outside of its table.
    """
    is_named, is_wide = False, False
    try:
        with zipfile.ZipFile(path) as book:
            members = book.infolist()
            if sum(member.file_size for member in members) > MAX_BYTES:
                return False
            for member in members:
                if not member.filename.startswith(("xl/sharedStrings", "xl/worksheets/sheet")):
                    continue
                with book.open(member) as stream:
                    content = stream.read(MAX_BYTES)
                is_named = is_named or ACCEPT.encode() in content
                cells = _CELL.findall(content)
                is_wide = is_wide or any(len(c) > 2 or int(row) > MAX_ROWS for c, row in cells)
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError):
        return False
    if is_named and is_wide:
        raise RefusedError(f"{path.name}: a cell lies far outside of the table. Delete it.")
    return is_named


def _rows_of_workbook(path: Path) -> list[dict[str, str]] | None:
    if not _may_be_review(path):
        return None
    import python_calamine

    try:
        book = python_calamine.load_workbook(str(path))
        if RECORDS not in book.sheet_names:
            return None
        lines: list[list[Any]] = book.get_sheet_by_name(RECORDS).to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        return None  # the readers say what is wrong
    if not lines or ACCEPT not in lines[0]:
        return None
    header = [str(name) for name in lines[0]]
    return [
        dict(zip(header, map(cell_text, line), strict=False))
        for line in lines[1:]
        if any(cell not in ("", None) for cell in line)
    ]


def _chosen(path: Path, rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    decisions = [row[ACCEPT].strip().lower() for row in rows]
    open_rows = [n for n, word in enumerate(decisions, start=2) if word not in DECISIONS]
    if open_rows:
        shown = ", ".join(map(str, open_rows[:MAX_SHOWN]))
        more = "" if len(open_rows) <= MAX_SHOWN else " and more"
        raise RefusedError(
            f"{path.name}: nobody judged the rows {shown}{more}. Write {', '.join(DECISIONS)} in "
            f"{ACCEPT}, or use `raidbook review`."
        )
    chosen = [row for row, word in zip(rows, decisions, strict=True) if word == DECISIONS[0]]
    if not chosen:
        raise RefusedError(f"{path.name}: no row was accepted, so there is nothing to deliver.")
    return chosen

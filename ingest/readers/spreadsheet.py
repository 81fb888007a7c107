"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS), read by calamine, column by column through Arrow.

The reader takes the sheet that is named, or else the first one with a header of records. The header
may be in any of the first rows. A cell becomes the text that a person would have typed: a date
becomes YYYY-MM-DD, a number has no unneeded point. In a column of dates, a plain number is the
serial number of a day in the workbook's calendar. A row is rejected if it holds an error, a formula
that was never calculated, or a cell outside of the named columns. Merged cells in or below the
header make the file refused, since it is unclear to which rows their value belongs.
"""

from __future__ import annotations

import gc
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import RefusedError, is_of_the_disk
from ingest.readers.cell_text import BLANKS, printable
from ingest.readers.delivered_table import TextTable
from ingest.readers.header import (
    check_header,
    own_columns,
    used_columns,
)
from ingest.readers.reading import Reading, letters
from ingest.readers.spreadsheet_cells import cell_text, column_of_texts
from ingest.readers.spreadsheet_header import Header, find_header, other_sheets
from ingest.readers.workbook_scan import scanner_of
from ingest.readers.workbook_xml import Found
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.record import definition

BATCH_ROWS = 25_000
MAX_SHOWN = 5
SAVE_AGAIN = "Save it again as .xlsx."
_KINDS = {column.name: column.kind for column in definition.COLUMNS}


def read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices = PLAIN,
) -> Reading:
    """Read a workbook (see `ingest.readers`). Raises RefusedError if it holds no such table."""
    import python_calamine as calamine

    try:
        return _read(con, path, name, choices)
    except calamine.PasswordError:
        reason = f"the workbook is protected with a password. Remove the password. {SAVE_AGAIN}"
    except (calamine.CalamineError, ValueError, KeyError, EOFError, NotImplementedError) as error:
        reason = f"the workbook is damaged or cut off ({printable(str(error), 120)}). {SAVE_AGAIN}"
    except (zipfile.BadZipFile, struct.error, IndexError, zlib.error) as error:
        reason = f"the workbook is damaged or cut off ({printable(str(error), 120)}). {SAVE_AGAIN}"
    except OSError as error:
        if is_of_the_disk(error):
            raise
        reason = f"the workbook is damaged or cut off ({printable(str(error), 120)}). {SAVE_AGAIN}"
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine panicked: it is a BaseException
            raise
        reason = f"the workbook is damaged ({printable(str(error), 120)}). {SAVE_AGAIN}"
    raise RefusedError(f"{name}: {reason}")


def _read(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, choices: ReadingChoices
) -> Reading:
    import python_calamine as calamine

    scanner = scanner_of(path, name)
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        _refuse_same_names(book, name)
        header = find_header(book, name, choices, scanner)
        place = f"{name}: sheet '{printable(header.sheet.name)}', row {header.number}"
        check_header(header.names, place, choices)
        found = scanner.scan(header.sheet.name, book.sheet_names.index(header.sheet.name))
        _refuse_merged(header, found, name)
        form = f"workbook, sheet '{header.sheet.name}', header in row {header.number}"
        reading = Reading(
            "spreadsheet",
            form,
            header.names,
            header_row=header.number,
            sheet=header.sheet.name,
            first_column=header.sheet.start[1],
        )
        with _no_collector():
            reading.ragged = _write(con, header, found, scanner.epoch, choices)
        reading.notes = [*_hidden(header, found), *other_sheets(book, header, choices)]
        return reading


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause garbage collection: millions of cells would be searched for cycles and have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_same_names(book: Any, name: str) -> None:
    """Refuse a workbook with two sheets of one name: no spreadsheet writes it."""
    if len(set(book.sheet_names)) < len(book.sheet_names):
        same = next(sheet for sheet in book.sheet_names if book.sheet_names.count(sheet) > 1)
        raise RefusedError(
            f"{name}: two sheets have the name '{printable(same)}'. Rename one of them. "
            f"{SAVE_AGAIN}"
        )


def _hidden(header: Header, found: Found) -> list[str]:
    """Return a sentence about the hidden rows of the table, if there are any."""
    last = (header.sheet.end or (0, 0))[0] + 1
    rows = sorted(row for row in found.hidden if header.number < row <= last)
    if not rows:
        return []
    shown = ", ".join(map(str, rows[:MAX_SHOWN])) + (" and more" if len(rows) > MAX_SHOWN else "")
    return [
        f"rows that are hidden or filtered out were read like the others ({len(rows):,}: {shown})"
    ]


def _refuse_merged(header: Header, found: Found, name: str) -> None:
    merged = [place for row, place in found.merged if row >= header.number]
    for (top, left), (bottom, right) in header.sheet.merged_cell_ranges or ():
        if bottom + 1 >= header.number:
            first = f"{letters(left + 1)}{top + 1}"
            merged.append(f"{first}:{letters(right + 1)}{bottom + 1}")
    if merged:
        raise RefusedError(
            f"{name}: sheet '{printable(header.sheet.name)}': {len(merged)} cells are merged "
            f"({', '.join(merged[:5])}), so it is unclear to which rows or columns their value "
            "belongs. Unmerge them, fill in each cell, and deliver the file again."
        )


def _write(
    con: duckdb.DuckDBPyConnection,
    header: Header,
    found: Found,
    epoch: date,
    choices: ReadingChoices,
) -> int:
    """Write the rows below the header; return how many were rejected."""
    import pyarrow as pa

    used = used_columns(header.names)
    unnamed = [at for at, column in enumerate(header.names) if not column]
    own = own_columns(header.names, choices)
    ignored = [at for at, column in enumerate(header.names) if column and at not in used.values()]
    table = TextTable(con, list(used))
    rows = chain(header.before[header.number :], header.rest)
    number = header.number
    while batch := list(islice(rows, BATCH_ROWS)):
        numbers = list(range(number + 1, number + 1 + len(batch)))
        number += len(batch)
        bad = _bad_rows(header, found, batch, numbers, unnamed, ignored)
        for at, reason in bad.items():
            cells = {
                column or letters(header.sheet.start[1] + place + 1): text
                for place, column in enumerate(header.names)
                if (text := cell_text(batch[at][place]))
            }
            table.refuse_row(numbers[at], reason, cells)
        if bad:
            batch = [row for at, row in enumerate(batch) if at not in bad]
            numbers = [row for at, row in enumerate(numbers) if at not in bad]
        if batch:
            columns = list(zip(*batch, strict=True))
            texts = [
                column_of_texts(columns[at], _KINDS[column], epoch) for column, at in used.items()
            ]
            table.add_columns(pa.array(numbers, pa.int64()), texts)
            if own:
                for number_of_row, row in zip(numbers, batch, strict=True):
                    table.keep_own(
                        number_of_row, {name: cell_text(row[at], epoch) for name, at in own.items()}
                    )
    passed_over = {letters(header.sheet.start[1] + at + 1) for at in ignored}
    for last, reasons in found.bad.items():
        if last > number:  # no cell of the row has a value, so calamine leaves the row out
            reasons = [reason for reason in reasons if _column_of(reason) not in passed_over]
            if reasons:
                table.refuse_row(last, "; ".join(reasons[:20]), {})
    table.finish()
    return table.ragged


def _column_of(reason: str) -> str:
    """Return the letters of the column that the reason of a bad cell names."""
    return reason.split()[1].rstrip("0123456789")


def _bad_rows(
    header: Header,
    found: Found,
    batch: list[list[Any]],
    numbers: list[int],
    unnamed: list[int],
    ignored: list[int],
) -> dict[int, str]:
    """Return the rows of a batch that can't be read as records, with the reasons."""
    reasons: dict[int, list[str]] = {}
    first = numbers[0]
    passed_over = {letters(header.sheet.start[1] + at + 1) for at in ignored}
    if found.bad:
        for number in numbers:
            for reason in found.bad.get(number, ()):
                if _column_of(reason) not in passed_over:
                    reasons.setdefault(number - first, []).append(reason)
    for place in unnamed:
        for at, row in enumerate(batch):
            if cell_text(row[place]).strip(BLANKS):
                cell = f"{letters(header.sheet.start[1] + place + 1)}{numbers[at]}"
                reason = f"cell {cell} is in a column without a name"
                reasons.setdefault(at, []).append(reason)
    return {at: "; ".join(words[:20]) for at, words in reasons.items()}

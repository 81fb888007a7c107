"""CSV files: Python finds out and checks the form, DuckDB reads what is regular.

DuckDB's own sniffer is never used: it guesses types, gives up on ragged rows and lets NUL bytes
into cells. A file in which every row has as many cells as the header is read by DuckDB's parser
with a declared form; any other is read by Python's `csv`, which says exactly which row is ragged.
Both give the same table for the same regular file (a test holds this).
"""

from __future__ import annotations

import csv
import difflib
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from ingest import record
from ingest.errors import RefusedError

VERSION = 1  # goes up when the same bytes would give other rows
MAX_CELL = 50_000_000  # characters; beyond this a quote was never closed
BATCH = 20_000
BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"  # SQL; the last is the no-break space

Ragged = list[tuple[int, list[str], str]]  # row number, cells as delivered, what is wrong


def read(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> Ragged:
    """Read the file at `path` into temporary table `delivered`; `name` is used in sentences.

    `delivered` has `_row_number` (BIGINT; the header is row 1, as in a spreadsheet) and all columns
    of the record as VARCHAR, blanks around a cell removed, NULL where nothing is left. Returns the
    rows that don't have the header's number of cells. Raises RefusedError for what is no such table.
    """
    _check_bytes(path, name)
    header = _header(path, name)
    if not _read_regular(con, path, header):
        return _read_ragged(con, path, name, header)
    return []


def _check_bytes(path: Path, name: str) -> None:
    """Refuse an empty file, one that is not UTF-8, and one that holds NUL bytes."""
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file is empty. Deliver a CSV file with a header row.")
    offset = 0
    with path.open("rb") as stream:
        rest = b""
        while chunk := stream.read(1 << 22):
            if (at := chunk.find(b"\0")) >= 0:
                raise RefusedError(
                    f"{name}: byte {offset + at + 1} is NUL, so this is no CSV text in UTF-8. "
                    "Save it again as 'CSV UTF-8'."
                )
            block = rest + chunk
            try:
                block.decode("utf-8")
                rest = b""
            except UnicodeDecodeError as error:
                if error.reason != "unexpected end of data" or len(block) - error.start > 3:
                    at = offset - len(rest) + error.start
                    shown = block[error.start : error.start + 8].hex(" ")
                    raise RefusedError(
                        f"{name}: byte {at + 1} ({shown}) is not UTF-8. "
                        "Save it again as 'CSV UTF-8'."
                    ) from None
                rest = block[error.start :]
            offset += len(chunk)
        if rest:
            raise RefusedError(
                f"{name}: the last character is cut off. The file was not copied whole; "
                "deliver it again."
            )


def _rows(path: Path, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise RefusedError(
                f"{name}: line {reader.line_num}: {error}. "
                "A quotation mark is probably missing there; mend it and deliver the file again."
            ) from None


def _header(path: Path, name: str) -> list[str]:
    """Return the header's names; refuse what is not a header of records, and say why."""
    header = [cell.strip() for cell in next(_rows(path, name), [])]
    known = set(record.NAMES)
    if not known & set(header):
        shown = ", ".join(header)[:80]
        raise RefusedError(
            f"{name}: the first row is no header of incident records (it reads '{shown}'). "
            "The first row must hold the names of ingest/records/CODEBOOK.md."
        )
    for column in header:
        if column not in known:
            near = difflib.get_close_matches(column.lower(), record.NAMES, 1, 0.6)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise RefusedError(f"{name}: row 1: the column '{column}' is not known.{hint}")
        if header.count(column) > 1:
            raise RefusedError(f"{name}: row 1: the column '{column}' stands there twice.")
    for wanted in record.COLUMNS:
        if wanted.is_required and wanted.name not in header:
            raise RefusedError(
                f"{name}: row 1: the column '{wanted.name}' is required and missing."
            )
    return header


def clean(column: str) -> str:
    """Return SQL for a cell without the blanks around it, NULL where nothing is left."""
    return f"nullif(trim({column}, {BLANKS}), '')"


def _select_columns(header: list[str]) -> str:
    return ",\n".join(
        f"{clean(name)} as {name}" if name in header else f"cast(null as varchar) as {name}"
        for name in record.NAMES
    )


def _read_regular(con: duckdb.DuckDBPyConnection, path: Path, header: list[str]) -> bool:
    """Read with DuckDB's parser; return False where it meets any row that is not regular."""
    if _may_have_blank_lines(path):
        return False
    columns = ", ".join(f"'{name}': 'varchar'" for name in header)
    try:
        con.execute(
            f"""
            create or replace temporary table delivered as
            select {_select_columns(header)}
            from read_csv(?, auto_detect = false, header = true, columns = {{{columns}}},
                delim = ',', quote = '"', escape = '"', strict_mode = true, null_padding = false,
                encoding = 'utf-8', max_line_size = {MAX_CELL})
            """,
            [str(path)],
        )
    except duckdb.InvalidInputException:  # what its parser says of a row that is not regular
        return False
    # rowid is the order of the file: DuckDB keeps the order of insertion.
    con.execute("alter table delivered add column _row_number bigint")
    con.execute("update delivered set _row_number = rowid + 2")
    return True


def _may_have_blank_lines(path: Path) -> bool:
    """Blank lines count as rows in a spreadsheet; DuckDB drops them without a word."""
    with path.open("rb") as stream:
        last = b"\n"
        while chunk := stream.read(1 << 22):
            text = last + chunk
            if b"\n\n" in text or b"\n\r" in text or (b"\r" in text and b"\r\n" not in text):
                return True
            last = chunk[-2:]
    return False


def _read_ragged(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, header: list[str]
) -> Ragged:
    """Read row by row with Python, keeping apart what has too few or too many cells."""
    import pyarrow as pa

    ragged: Ragged = []
    schema = pa.schema([("_row_number", pa.int64()), *((c, pa.string()) for c in header)])
    con.register("batch", schema.empty_table())
    con.execute("create or replace temporary table delivered_cells as from batch")
    con.unregister("batch")
    batch: list[list[object]] = []

    def flush() -> None:
        table = pa.table(list(zip(*batch, strict=True)) or [[]] * len(schema), schema=schema)
        con.register("batch", table)
        con.execute("insert into delivered_cells select * from batch")
        con.unregister("batch")
        batch.clear()

    rows = _rows(path, name)
    next(rows)
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue  # an empty line is no record, but it counts as a row
        if len(cells) == len(header):
            batch.append([number, *cells])
        elif len(cells) > len(header) and not any(c.strip() for c in cells[len(header) :]):
            batch.append([number, *cells[: len(header)]])
        else:
            what = f"the row has {len(cells)} cells, but the header has {len(header)}"
            ragged.append((number, cells, f"{what}: a comma or quotation mark is out of place"))
        if len(batch) >= BATCH:
            flush()
    flush()
    con.execute(f"""
        create or replace temporary table delivered as
        select {_select_columns(header)}, _row_number from delivered_cells order by _row_number
    """)
    con.execute("drop table delivered_cells")
    return ragged


def as_delivered(header: list[str], cells: list[str]) -> str:
    """Return a ragged row as JSON text: its cells under the header's names, the rest in a list."""
    named: dict[str, object] = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        named["_more_cells"] = cells[len(header) :]
    return json.dumps(named, ensure_ascii=False)

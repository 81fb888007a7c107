"""CSV files: Python finds out and checks the form, DuckDB reads what is regular.

DuckDB's own sniffer is never used: it guesses types, gives up on ragged rows and lets NUL bytes
into cells. A file in which every row has as many cells as the header is read by DuckDB's parser
with a declared form; any other is read by Python's `csv`, which says exactly which row is ragged.
Both give the same table for the same regular file (a test holds this), but for blanks that stand
outside of quotation marks: DuckDB passes over one on either side, Python over any number before.
"""

from __future__ import annotations

import csv
import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from ingest import record
from ingest.errors import RefusedError
from ingest.literal import literal

VERSION = 2  # goes up when the same bytes would give other rows
MAX_CELL = 50_000_000  # characters; beyond this a quote was never closed
BATCH = 20_000
CHUNK = 1 << 22  # bytes
BLANKS = " \t\n\r\N{NO-BREAK SPACE}"


class Ragged(NamedTuple):
    """A row that doesn't have the header's number of cells."""

    row_number: int
    record_id: str | None
    reason: str
    record: str  # JSON of its cells as delivered


def read(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> list[Ragged]:
    """Read the file at `path` into `delivered`, a temporary view; `name` is used in sentences.

    `delivered` has `_row_number` (BIGINT; the header is row 1, as in a spreadsheet) and all columns
    of the record as VARCHAR, blanks around a cell removed, NULL where nothing is left; a row of
    nothing but blanks is no record. Returns the rows that don't have the header's number of cells.
    Raises RefusedError for what is no such table.
    """
    has_blank_lines = _check_bytes(path, name)
    header = _header(path, name)
    if not has_blank_lines and _read_regular(con, path, header):
        return []
    return _read_ragged(con, path, name, header)


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what `read` made."""
    con.execute("drop view if exists temp.delivered")
    con.execute("drop table if exists temp.delivered_cells")


def _check_bytes(path: Path, name: str) -> bool:
    """Refuse an empty file, one that is not UTF-8, and one that holds NUL bytes.

    Returns whether there may be blank lines, which count as rows in a spreadsheet but which DuckDB
    drops without a word, or lines that end in a lone carriage return, which it reads otherwise.
    """
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file is empty. Deliver a CSV file with a header row.")
    offset, lone_returns, is_suspect = 0, 0, False
    rest, last = b"", b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if (at := chunk.find(b"\0")) >= 0:
                raise RefusedError(
                    f"{name}: byte {offset + at + 1} is NUL, so this is no CSV text in UTF-8. "
                    "Save it again as 'CSV UTF-8'."
                )
            rest = _undecoded(rest + chunk, offset - len(rest), name)
            text = last + chunk
            is_suspect = is_suspect or b"\n\n" in text
            if b"\r" in text:
                is_suspect = is_suspect or b"\n\r" in text
                lone_returns += chunk.count(b"\r") - text.count(b"\r\n")
            offset += len(chunk)
            last = chunk[-1:]
    if rest:
        raise RefusedError(
            f"{name}: the last character is cut off. The file was not copied whole; deliver it "
            "again."
        )
    return is_suspect or lone_returns > 0


def _undecoded(block: bytes, offset: int, name: str) -> bytes:
    """Return the first bytes of a character that the block cuts; refuse what is not UTF-8."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(block) - error.start <= 3:
            return block[error.start :]
        shown = block[error.start : error.start + 8].hex(" ")
        raise RefusedError(
            f"{name}: byte {offset + error.start + 1} ({shown}) is not UTF-8. "
            "Save it again as 'CSV UTF-8'."
        ) from None
    return b""


def _rows(path: Path, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL)
    begun = 1
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True, skipinitialspace=True)
        try:
            for cells in reader:
                yield cells
                begun = reader.line_num + 1
        except csv.Error as error:
            raise RefusedError(
                f"{name}: in the row that begins in line {begun} a quotation mark is missing or "
                f"out of place ({error}). Mend it and deliver the file again."
            ) from None


def _header(path: Path, name: str) -> list[str]:
    """Return the header's names; refuse what is not a header of records, and say why."""
    header = [cell.strip(BLANKS) for cell in next(_rows(path, name), [])]
    known = set(record.NAMES)
    if not known & set(header):
        raise RefusedError(f"{name}: {_no_header(header)}")
    for number, column in enumerate(header, start=1):
        if not column:
            raise RefusedError(
                f"{name}: row 1: column {number} has no name. Name it, or remove the column."
            )
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


def _no_header(header: list[str]) -> str:
    """Say what stands where the header should be."""
    cells = " ".join(header)
    for mark, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if set(record.NAMES) & {cell.strip(BLANKS + '"') for cell in cells.split(mark)}:
            return f"the cells are separated by {called}. Save it with commas, as 'CSV UTF-8'."
    shown = " ".join(", ".join(header).split())[:80]
    return (
        f"the first row is no header of incident records (it reads '{shown}'). "
        "The first row must hold the names of ingest/records/CODEBOOK.md."
    )


def clean(column: str) -> str:
    """Return SQL for a cell without the blanks around it, NULL where nothing is left.

    Looking at both ends first makes this almost free; trimming every cell would double the time
    of reading.
    """
    no_break_space = f"chr({ord(BLANKS[-1])})"
    blanks = " || ".join(f"chr({ord(blank)})" for blank in BLANKS)
    last = " or ".join(f"ends_with({column}, chr({ord(blank)}))" for blank in BLANKS)
    return (
        f"case when {column} < '!' or starts_with({column}, {no_break_space}) or {last} "
        f"then nullif(trim({column}, {blanks}), '') else {column} end"
    )


def _select_columns(header: list[str]) -> str:
    return ",\n".join(
        f"{clean(name)} as {name}" if name in header else f"cast(null as varchar) as {name}"
        for name in record.NAMES
    )


def _show_delivered(con: duckdb.DuckDBPyConnection, row_number: str) -> None:
    """Make the view over `delivered_cells`, leaving out rows of nothing but blanks."""
    names = ", ".join(record.NAMES)
    con.execute(f"""
        create or replace temporary view delivered as
        select {row_number} as _row_number, {names} from delivered_cells
        where coalesce({names}) is not null
    """)


def _read_regular(con: duckdb.DuckDBPyConnection, path: Path, header: list[str]) -> bool:
    """Read with DuckDB's parser; return False where it meets any row that is not regular."""
    if set(str(path)) & set("*?["):
        return False  # DuckDB would take the name for a pattern
    columns = ", ".join(f"'{name}': 'varchar'" for name in header)
    try:
        con.execute(f"""
            create or replace temporary table delivered_cells as
            select {_select_columns(header)}
            from read_csv({literal(path.absolute())}, auto_detect = false, header = true,
                columns = {{{columns}}}, delim = ',', quote = '"', escape = '"',
                strict_mode = true, null_padding = false, encoding = 'utf-8')
        """)
    except duckdb.InvalidInputException:  # what its parser says of a row that is not regular
        return False
    # rowid is the order of the file: DuckDB keeps the order of insertion.
    _show_delivered(con, "rowid + 2")
    return True


def _read_ragged(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, header: list[str]
) -> list[Ragged]:
    """Read row by row with Python, keeping apart what has too few or too many cells."""
    ragged: list[Ragged] = []
    batch: list[list[object]] = []
    cells_of = ", ".join(f"cast(null as varchar) as {name}" for name in header)
    con.execute(f"""
        create or replace temporary table delivered_text as
        select cast(null as bigint) as number, {cells_of} limit 0
    """)
    rows = _rows(path, name)
    next(rows)
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip(BLANKS) for cell in cells):
            continue  # an empty line is no record, but it counts as a row
        more = cells[len(header) :]
        if len(cells) >= len(header) and not any(cell.strip(BLANKS) for cell in more):
            batch.append([number, *cells[: len(header)]])
        else:
            ragged.append(_as_ragged(number, cells, header))
        if len(batch) >= BATCH:
            _flush(con, batch)
    _flush(con, batch)
    con.execute(f"""
        create or replace temporary table delivered_cells as
        select number, {_select_columns(header)} from delivered_text order by number
    """)
    con.execute("drop table temp.delivered_text")
    _show_delivered(con, "number")
    return ragged


def _flush(con: duckdb.DuckDBPyConnection, batch: list[list[object]]) -> None:
    import pyarrow as pa

    if batch:
        columns = [pa.array(column) for column in zip(*batch, strict=True)]
        con.register("batch", pa.table(columns, [str(number) for number in range(len(columns))]))
        con.execute("insert into delivered_text from batch")
        con.unregister("batch")
        batch.clear()


def _as_ragged(number: int, cells: list[str], header: list[str]) -> Ragged:
    """Return a ragged row: its cells under the header's names, what is more in a list."""
    named: dict[str, object] = {
        name: cell for name, cell in zip(header, cells, strict=False) if cell
    }
    if len(cells) > len(header):
        named["_more_cells"] = cells[len(header) :]
    record_id = str(named.get("record_id", "")).strip(BLANKS)
    return Ragged(
        number,
        record_id or None,
        f"the row has {len(cells)} cells, but the header has {len(header)}: a comma or quotation "
        "mark is out of place",
        json.dumps(named, ensure_ascii=False),
    )

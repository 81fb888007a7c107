"""Readers: one module a format, each turns a delivered file into one text table of DuckDB.

The format is found out from the first bytes, then, for text, from the first character; the name
only helps to say what is wrong. `read` gives, whatever the format:

- the temporary view `delivered`: `_row_number` (BIGINT) and all columns of the record as VARCHAR,
  blanks around a cell removed, NULL where nothing is left; a row of nothing but blanks is none;
- the temporary table `ragged_rows` (_row_number, record_id, reasons, record as JSON of its cells):
  rows that can't be read as records;
- a `Reading`: the format, its form in words, the header's names as delivered, the sheet, the row of
  the header and the first used column, how many rows are ragged, notes.

`_row_number` is the row as a spreadsheet counts it (CSV: the header is row 1; workbook: the sheet's
own number), the line of JSON Lines, the place in a JSON array or a Parquet file, counted from 1.
`Reading.place` says it in words. Of a .zip with several files each is read, in the order in which
they were packed, as one delivery: row numbers then run on from file to file, and `Reading.place`
names the member and the row in it.

To add a format, write a module with `read(con, path, name, scratch, sheet) -> Reading`, and name it
in READERS and in `format_of`.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest import record
from ingest.errors import RefusedError, is_of_the_disk
from ingest.readers import archive, csv_file, json_file, parquet_file, spreadsheet, table
from ingest.readers.table import Reading, shown

__all__ = ["Reading", "forget", "format_of", "named_sheet", "read"]

Reader = Callable[[duckdb.DuckDBPyConnection, Path, str, Path, str | None], Reading]

READERS: dict[str, Reader] = {
    "csv": csv_file.read,
    "json": json_file.read,
    "spreadsheet": spreadsheet.read,
    "parquet": parquet_file.read,
}
ARCHIVES = ("gzip", "zip")
FORMATS = "CSV, TSV, JSON, JSON Lines, XLSX, XLS, ODS or Parquet, also in .zip or .gz"

# what else the first bytes may say: a sentence is better than a wrong guess
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PARE", "an encrypted Parquet file"),
    (b"{\\rtf", "a text document"),
    (b"ARROW1", "an Arrow file"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")


def named_sheet(path: Path) -> tuple[Path, str | None]:
    """Return the file and the sheet of `file.xlsx#Sheet`; of any other name the name itself."""
    before, mark, sheet = path.name.rpartition("#")
    if mark and before and sheet and not path.exists() and path.with_name(before).exists():
        return path.with_name(before), sheet
    return path, None


def format_of(path: Path, name: str) -> str:
    """Return csv, json, spreadsheet, parquet, gzip or zip, by the file's first bytes.

    Raises RefusedError for what is known to be none of them.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _format_of_zip(path, name)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "spreadsheet"
    if start.startswith(b"PAR1"):
        return "parquet"
    called = [words for mark, words in _OTHERS if start.startswith(mark)]
    if start[8:12] == b"DUCK":
        called.append("a DuckDB database")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        called.append("a page or document of markup, not a table")
    if called:
        raise RefusedError(f"{name}: is {called[0]}. Deliver the records as {FORMATS}.")
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start[2:].decode(encoding, "ignore").encode("utf-8", "ignore")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "json" if text[:1] in (b"[", b"{") else "csv"


def _format_of_zip(path: Path, name: str) -> str:
    """Tell a workbook from an archive: both are zip files."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if is_of_the_disk(error):
            raise
        raise RefusedError(
            f"{name}: the workbook or .zip file is damaged or cut off ({shown(str(error))}). Save "
            "or pack it again, and deliver it whole."
        ) from None
    if listed & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "spreadsheet"
    if "content.xml" in listed and "mimetype" in listed:
        return "spreadsheet"
    if "[Content_Types].xml" in listed:
        raise RefusedError(f"{name}: is a document, no workbook. Deliver the records as {FORMATS}.")
    return "zip"


def read(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, sheet: str | None = None
) -> Reading:
    """Read one delivered file into `delivered` and `ragged_rows`; `name` is used in sentences.

    Raises RefusedError for what can't be read as records, with the file, the place and what to do;
    OSError where the file or a copy of it can't be read or written.
    """
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file is empty. Deliver a file with a header and rows.")
    with _scratch(con) as scratch:
        kind = format_of(path, name)
        if kind == "zip":
            return _read_zip(con, path, name, scratch, sheet)
        if kind == "gzip":
            inner = archive.unpack_gzip(path, name, scratch)
            return _read_plain(con, inner, name, scratch, sheet)
        return _read_plain(con, path, name, scratch, sheet)


@contextmanager
def _scratch(con: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """Give a folder for copies where the connection keeps what doesn't fit into memory.

    That is where large files have room, and not on the small disk that /tmp often is.
    """
    row = con.execute("select current_setting('temp_directory')").fetchone()
    spill = Path(str(row[0])) if row and row[0] else Path()
    is_set = spill.name not in ("", ".tmp")
    is_new = is_set and not spill.exists()
    if is_new:
        spill.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory(prefix="raidbook-", dir=spill if is_set else None) as made:
            yield Path(made)
    finally:
        if is_new and not any(spill.iterdir()):
            spill.rmdir()


def _read_plain(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, scratch: Path, sheet: str | None
) -> Reading:
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file inside is empty. Pack the records into it.")
    kind = format_of(path, name)
    if kind in ARCHIVES:
        raise RefusedError(
            f"{name}: an archive stands within the archive. Only one level is unpacked; deliver "
            "the inner one."
        )
    if sheet is not None and kind != "spreadsheet":
        raise RefusedError(f"{name}: is no workbook, so it has no sheet '{sheet}'. Name the file.")
    return READERS[kind](con, path, name, scratch, sheet)


def _read_zip(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, scratch: Path, sheet: str | None
) -> Reading:
    """Read every file of a .zip, one after the other, into one table."""
    names = ", ".join(record.NAMES)
    readings: list[Reading] = []
    parts: list[tuple[int, str]] = []
    before = 0
    for member, inner in archive.members(path, name, scratch):
        reading = _read_plain(con, inner, f"{name}: {shown(member)}", scratch, sheet)
        readings.append(reading)
        parts.append((before, f"{shown(member)}, {reading.counted}"))
        if len(readings) == 1:
            con.execute(f"""
                create or replace temporary table zip_cells as
                select _row_number as number, {names} from delivered;
                create or replace temporary table zip_ragged as from ragged_rows
            """)
        else:
            con.execute(f"""
                insert into zip_cells select {before} + _row_number, {names} from delivered;
                insert into zip_ragged
                select {before} + _row_number, record_id, reasons, record from ragged_rows
            """)
        before = _last_row(con)
        table.forget(con)
    con.execute("""
        alter table temp.zip_cells rename to delivered_cells;
        alter table temp.zip_ragged rename to ragged_rows
    """)
    table.show_delivered(con, "number")
    whole = readings[0]
    whole.ragged = sum(reading.ragged for reading in readings)
    whole.notes = [note for reading in readings for note in reading.notes]
    if len(readings) > 1:
        whole.parts = parts
        whole.form = f"{len(parts)} files in a .zip"
    else:
        whole.form = f"{whole.form}, in a .zip as {parts[0][1].rpartition(',')[0]}"
    return whole


def _last_row(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("""
        select greatest(coalesce((select max(number) from zip_cells), 1),
            coalesce((select max(_row_number) from zip_ragged), 1))
    """).fetchone()
    assert row is not None
    return int(row[0])


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what `read` made."""
    table.forget(con)
    con.execute("drop table if exists temp.zip_cells; drop table if exists temp.zip_ragged")

"""Detect the format of a delivered file by its first bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.errors import RefusedError, is_of_the_disk
from ingest.readers.cell_text import printable
from ingest.readers.text_encoding import MARKS_8

FORMATS = "CSV, TSV, JSON, JSON Lines, XLSX, XLS, ODS or Parquet, also in .zip or .gz"
# Other formats that the first bytes reveal, so that the message can name them.
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
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")


def format_of(path: Path, name: str) -> str:
    """Return csv, json, spreadsheet, parquet, gzip or zip, by the file's first bytes.

    Raises RefusedError for a file that is recognised as something else.
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
    if start[257:262] == b"ustar":
        called.append("a tar archive")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        called.append("a page or document of markup, not a table")
    if called:
        raise RefusedError(f"{name}: the file is {called[0]}. Deliver the records as {FORMATS}.")
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start[2:].decode(encoding, "ignore").encode("utf-8", "ignore")
    text = MARKS_8.sub(b"", start, 1).lstrip()
    return "json" if text[:1] in (b"[", b"{") else "csv"


def _format_of_zip(path: Path, name: str) -> str:
    """Distinguish workbooks from archives: both are zip files."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if is_of_the_disk(error):
            raise
        raise RefusedError(
            f"{name}: the workbook or .zip file is damaged or cut off ({printable(str(error))}). "
            "Save or pack it again, and deliver it whole."
        ) from None
    if listed & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "spreadsheet"
    if "content.xml" in listed and "mimetype" in listed:
        return "spreadsheet"
    if any(name.endswith(".iwa") for name in listed):
        raise RefusedError(
            f"{name}: the file is a workbook of Numbers. Export it as CSV or Excel, and deliver "
            "that."
        )
    if "[Content_Types].xml" in listed:
        raise RefusedError(
            f"{name}: the file is a document, not a workbook. Deliver the records as {FORMATS}."
        )
    return "zip"

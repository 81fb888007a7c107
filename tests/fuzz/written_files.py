"""Writers of every format: each returns the bytes of a file."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from binary_workbooks import written_xls, written_xlsb
from support import GOOD, good

HEADER = [*GOOD, "note", "phrase"]
Rows = list[dict[str, str]]


def written_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [HEADER, *([row[name] for name in HEADER] for row in rows)]
    text = "".join(delimiter.join(map(cell, line)) + "\r\n" for line in lines)
    return text.encode(encoding)


def written_json(rows: Rows) -> bytes:
    return json.dumps(rows, indent=1).encode()


def written_jsonl(rows: Rows) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def written_xlsx(rows: Rows) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([HEADER, *([row[n] for n in HEADER] for row in rows)]):
            for at, text in enumerate(cells):
                sheet.write_string(number, at, text)
    return buffer.getvalue()


def as_cells(rows: Rows) -> list[list[str]]:
    return [HEADER, *([row[name] for name in HEADER] for row in rows)]


def written_ods(rows: Rows) -> bytes:
    def cell(text: str) -> str:
        kind = f'office:value-type="string" office:string-value={quoteattr(text)}'
        return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"

    lines = [HEADER, *([row[name] for name in HEADER] for row in rows)]
    body = "".join(
        f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{space}{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.encode()),
    )


def written_parquet(rows: Rows) -> bytes:
    buffer = io.BytesIO()
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in HEADER}
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "csv": written_csv,
    "tsv": lambda rows: written_csv(rows, "\t"),
    "semicolon": lambda rows: written_csv(rows, ";"),
    "utf16": lambda rows: written_csv(rows, encoding="utf-16"),
    "json": written_json,
    "jsonl": written_jsonl,
    "xlsx": written_xlsx,
    "ods": written_ods,
    "xls": lambda rows: written_xls(as_cells(rows)),
    "xlsb": lambda rows: written_xlsb(as_cells(rows)),
    "parquet": written_parquet,
    "gzip": lambda rows: gzip.compress(written_csv(rows)),
    "zip": lambda rows: zipped(("a.csv", written_csv(rows)), ("b.jsonl", written_jsonl(rows))),
}
WORKBOOKS = ("xlsx", "ods", "xls", "xlsb")
SEED_ROWS: Rows = [
    {name: (good(number, note="Fig. “7”, é", phrase="007") | {})[name] for name in HEADER}
    for number in range(1, 5)
]

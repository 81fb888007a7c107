"""Workbooks, written by xlsxwriter from the live file: the same build gives the same bytes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from warehouse.export.exposures import Exposure, Sheet

MAX_ROWS = 1_000_000  # a sheet holds 1,048,576 rows
MAX_CELL = 32_760  # characters; Excel refuses a file with a cell over 32,767
CUT = " […]"
MAX_EXACT = 10**15  # Excel keeps 15 digits of a number; a larger one is written as text
MAX_LINKS = 65_000  # a sheet holds 65,530 links; further addresses are written as text
MAX_LINK = 2_079  # characters


class _Writer:
    """One workbook in the making: its formats, how many cells had to be cut, a sheet's links."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.cut_cells = 0
        self.links = 0  # on the sheet that is being written
        self.head = book.add_format(
            {"bold": True, "bg_color": "#1F3A5F", "font_color": "white", "text_wrap": True}
        )
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.decimal = book.add_format({"num_format": "#,##0.####"})
        self.share = book.add_format({"num_format": "0.0%"})

    def text(self, value: str) -> str:
        if len(value) <= MAX_CELL:
            return value
        self.cut_cells += 1
        return value[: MAX_CELL - len(CUT)] + CUT

    def write(self, sheet: Any, row: int, column: int, value: Any, name: str = "") -> None:
        """Write one value by its type, and a share or an address by the column's `name` too.

        Text is only ever text, never a formula; only the address of a report is a link.
        """
        if value is None or (name.endswith("source_url") and self._link(sheet, row, column, value)):
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int | float | Decimal) and -MAX_EXACT < value < MAX_EXACT:
            shown = self.whole if value == int(value) else self.decimal
            if name.endswith("_share"):
                shown = self.share
            sheet.write_number(row, column, float(value), shown)
        else:
            sheet.write_string(row, column, self.text(str(value)))

    def _link(self, sheet: Any, row: int, column: int, address: str) -> bool:
        """Write `address` as a link if it is one of the web and there is room; return whether."""
        is_of_the_web = address.startswith(("https://", "http://"))
        if not is_of_the_web or len(address) > MAX_LINK or self.links >= MAX_LINKS:
            return False
        is_written = bool(sheet.write_url(row, column, address, string=address) == 0)
        self.links += is_written
        return is_written


def write_workbook(con: duckdb.DuckDBPyConnection, exposure: Exposure, path: Path) -> None:
    """Write one workbook to `path`: About, Columns, then the declared sheets.

    Raises OSError where it can't be written.
    """
    build = con.execute(
        "select build_id, finished_at from meta.builds order by rowid desc limit 1"
    ).fetchone()
    assert build is not None
    options = {
        "constant_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties(
        {
            "title": exposure.label,
            "comments": f"Build {build[0]}",
            "created": build[1],
        }
    )
    writer = _Writer(book)
    about = book.add_worksheet("About")
    columns = book.add_worksheet("Columns")
    counts = [_write_table(con, writer, sheet) for sheet in exposure.sheets]
    _write_columns(con, writer, columns, exposure.sheets)
    _write_about(con, writer, about, exposure, build, counts)
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise OSError(f"{path.name}: {error}") from error


def _write_table(con: duckdb.DuckDBPyConnection, writer: _Writer, sheet: Sheet) -> int:
    """Write one table, on further sheets beyond a million rows; return the number of rows."""
    found = con.execute(f"select * from {sheet.table} order by {sheet.order_by}")
    names = [column[0] for column in found.description or []]
    rows = found.fetchall()
    parts = max(1, -(-len(rows) // MAX_ROWS))
    for part in range(parts):
        name = sheet.name if parts == 1 else f"{sheet.name} ({part + 1})"
        page = writer.book.add_worksheet(name)
        page.freeze_panes(1, 1)
        writer.links = 0
        chunk = rows[part * MAX_ROWS : (part + 1) * MAX_ROWS]
        widths = [len(column) + 3 for column in names]
        for column, label in enumerate(names):
            page.write_string(0, column, label, writer.head)
        for number, row in enumerate(chunk, start=1):
            for column, value in enumerate(row):
                writer.write(page, number, column, value, names[column])
                if number < 200 and value is not None:
                    widths[column] = max(widths[column], len(str(value)) + 1)
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width, 50))
        page.autofilter(0, 0, max(len(chunk), 1), len(names) - 1)
    return len(rows)


def _write_columns(
    con: duckdb.DuckDBPyConnection, writer: _Writer, page: Any, sheets: tuple[Sheet, ...]
) -> None:
    """Say what every column means, in the words of the file's own comments."""
    page.freeze_panes(1, 0)
    for column, (label, width) in enumerate(
        (("sheet", 24), ("column", 26), ("type", 16), ("meaning", 100))
    ):
        page.write_string(0, column, label, writer.head)
        page.set_column(column, column, width, writer.wrap)
    row = 1
    for sheet in sheets:
        schema, table = sheet.table.split(".")
        for name, kind, meaning in con.execute(
            "select column_name, data_type, comment from duckdb_columns() "
            "where schema_name = ? and table_name = ? and database_name = current_database() "
            "order by column_index",
            [schema, table],
        ).fetchall():
            for column, value in enumerate((sheet.name, name, kind.lower(), meaning or "")):
                page.write_string(row, column, value, writer.wrap)
            row += 1
    page.autofilter(0, 0, row - 1, 3)


def _write_about(
    con: duckdb.DuckDBPyConnection,
    writer: _Writer,
    page: Any,
    exposure: Exposure,
    build: tuple[Any, ...],
    counts: list[int],
) -> None:
    """Say what this workbook is, of which build, from what, and how to cite it."""
    figures = con.execute("""
        select (select count(*) from marts.fct_reported_figures), (select count(*) from
            marts.dim_event), (select count(*) from marts.dim_report),
            (select count(*) from quality.rejected_records),
            (select max(last_reported_on) from marts.dim_event)
    """).fetchone()
    assert figures is not None
    cite = (
        f"Raidbook, build {build[0]}, {build[1]:%Y-%m-%d}. Records: CC BY 4.0. "
        "Places: GeoNames, CC BY 4.0."
    )
    lines: list[tuple[str, Any]] = [
        ("What this is", exposure.description),
        ("Build", build[0]),
        ("Made on (UTC)", build[1]),
        ("Newest report", figures[4]),
        ("Reported figures", figures[0]),
        ("Events", figures[1]),
        ("Reports", figures[2]),
        ("Rejected records", figures[3]),
        (
            "Licence",
            "Records and tables: CC BY 4.0. Places with a geonames_id: GeoNames, CC BY 4.0.",
        ),
        ("How to cite", cite),
        ("How to read", "Each column is explained on the sheet Columns."),
        ("Cells cut", writer.cut_cells),
    ]
    page.set_column(0, 0, 36, writer.bold)
    page.set_column(1, 1, 100)
    page.set_column(2, 2, 12)
    page.write_string(0, 0, exposure.label, writer.title)
    for row, (label, value) in enumerate(lines, start=2):
        page.write_string(row, 0, label, writer.bold)
        if isinstance(value, str):
            page.write_string(row, 1, value, writer.wrap)
        else:
            writer.write(page, row, 1, value)
    row = len(lines) + 3
    for column, label in enumerate(("Sheet", "What its rows are", "Rows")):
        page.write_string(row, column, label, writer.head)
    meanings = _meanings(con)
    for sheet, count in zip(exposure.sheets, counts, strict=True):
        row += 1
        page.write_string(row, 0, sheet.name, writer.bold)
        page.write_string(row, 1, meanings.get(sheet.table, ""), writer.wrap)
        writer.write(page, row, 2, count)


def _meanings(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what each table says of itself in the file's own comments, by schema.table."""
    found = con.execute(
        "select schema_name || '.' || table_name, comment from duckdb_tables() "
        "where comment is not null and database_name = current_database()"
    ).fetchall()
    return {table: " ".join(comment.split()) for table, comment in found}

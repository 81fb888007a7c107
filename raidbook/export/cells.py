"""Convert values of the database to cells, by the type and the name of their column."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from raidbook.export.table_columns import Column

MAX_CELL = 32_760  # UTF-16 units; Excel refuses a file with a cell over 32,767
CUT = " […]"
MAX_EXACT = 10**15  # Excel keeps 15 digits of a number; a larger number is written as text
MAX_LINKS = 65_000  # a sheet can hold 65,530 links; further addresses are written as text
MAX_LINK = 2_079  # characters
EPOCH = date(1899, 12, 30)  # Excel's day 0, for days from March 1900 on
FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts 29 February 1900, which did not exist

# Whole numbers that are identifiers or years, not amounts: no separator of thousands.
UNGROUPED = ("year", "quarter", "month", "iso_week", "depth", "geonames_id", "level", "score")
DOUBTFUL = ("is_disputed", "has_")  # columns in which true means: check before use
DEGREES = ("latitude", "longitude")
WEIGHED = ("persons", "sites")  # may have decimals: shares of an event, by month or place

WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT")

Write = Callable[[Any, int, int, Any], None]


class Cells:
    """The formats of one workbook, the number of cut cells, and the number of links on a sheet."""

    def __init__(self, book: Any) -> None:
        self.cut = 0
        self.links = 0  # on the sheet that is being written
        base = {"valign": "top"}
        head = {
            "bold": True,
            "bg_color": "#1F3A5F",
            "font_color": "white",
            "valign": "vcenter",
            "border": 1,
            "border_color": "#FFFFFF",
        }
        self.head = book.add_format(head)
        self.number_head = book.add_format(head | {"align": "right"})
        # Heads of columns with a filter: the button must not hide the end of the text.
        self.filtered_number_head = book.add_format(head | {"align": "right", "indent": 2})
        self.truth_head = book.add_format(head | {"align": "center"})
        self.title = book.add_format({"bold": True, "font_size": 18, "font_color": "#1F3A5F"})
        self.part = book.add_format(
            {"bold": True, "font_size": 12, "font_color": "#1F3A5F", "bottom": 1}
        )
        self.quiet = book.add_format({"font_color": "#595959", "italic": True, "valign": "top"})
        self.bold = book.add_format(base | {"bold": True})
        self.wrap = book.add_format(base | {"text_wrap": True})
        self.link = book.add_format(base | {"font_color": "#0563C1", "underline": 1})
        self.plain = book.add_format(base)
        self.figure = book.add_format(
            {"bold": True, "font_size": 16, "align": "left", "num_format": "#,##0"}
        )
        # Excel always shows a truth value in words; LibreOffice needs a format for that.
        truth = base | {"align": "center", "num_format": '"TRUE";"TRUE";"FALSE"'}
        self.truth = book.add_format(truth)
        self.flag = book.add_format(truth | {"bg_color": "#FFE699", "font_color": "#7F6000"})
        # Dates are aligned left, like text: they have one length, and are beside text columns.
        self.day = book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.month = book.add_format(base | {"num_format": "mmm yyyy", "align": "left"})
        self.moment = book.add_format(base | {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self.whole = book.add_format(base | {"num_format": "#,##0"})
        left = base | {"align": "left"}  # on the sheet About
        self.left_whole = book.add_format(left | {"num_format": "#,##0"})
        self.ungrouped = book.add_format(base | {"num_format": "0"})
        self.decimal = book.add_format(base | {"num_format": "#,##0.0###"})
        self.weighed = book.add_format(base | {"num_format": "#,##0.0"})
        self.degrees = book.add_format(base | {"num_format": "0.0000"})
        self.share = book.add_format(base | {"num_format": "0.0%"})

    def head_of(self, column: Column) -> Any:
        """Return the format of the head of a column with a filter, aligned as its cells."""
        if column.kind == "BOOLEAN":
            return self.truth_head
        return self.filtered_number_head if is_of_numbers(column) else self.head

    def text(self, value: str) -> str:
        """Return `value`, cut with a mark if it is too long for Excel."""
        if len(value) <= MAX_CELL // 2 or _units(value) <= MAX_CELL:
            return value
        self.cut += 1
        kept = value[: MAX_CELL - len(CUT)]
        while _units(kept) > MAX_CELL - len(CUT):
            kept = kept[: len(kept) - max(1, (_units(kept) - MAX_CELL + len(CUT)) // 2)]
        return kept + CUT

    def write_text(self, page: Any, row: int, column: int, value: str, form: Any = None) -> None:
        """Write text as plain text: never as a formula, a link or markup."""
        text = self.text(value)
        if text.startswith("<r>") and text.endswith("</r>"):
            # xlsxwriter takes this for its own mark-up of runs: written as runs it stays text
            page.write_rich_string(row, column, self.plain, text[:3], self.plain, text[3:])
        else:
            page.write_string(row, column, text, form)

    def writer(self, column: Column) -> Write:
        """Return a function that writes a value that is not null into a cell of `column`."""
        if column.kind == "BOOLEAN":
            # marked here and not by a condition: with one LibreOffice 7.4 dies as it prints
            true = self.flag if column.name.startswith(DOUBTFUL) else self.truth
            return lambda page, row, at, value: page.write_boolean(
                row, at, value, true if value else self.truth
            )
        if column.kind == "DATE":
            return lambda page, row, at, value: self._day(page, row, at, value)
        if column.kind.startswith("TIMESTAMP"):
            return lambda page, row, at, value: page.write_datetime(row, at, value, self.moment)
        if column.kind in WHOLE:
            is_name = column.name in UNGROUPED or column.name.endswith("_number")
            form = self.ungrouped if is_name else self.whole
            return lambda page, row, at, value: self._number(page, row, at, value, form, form)
        if is_of_numbers(column):
            whole, decimal = self.whole, self.decimal
            if column.name.startswith(WEIGHED):
                whole = decimal = self.weighed
            elif column.name.endswith("_share"):
                whole = decimal = self.share
            elif column.name in DEGREES:
                whole = decimal = self.degrees
            return lambda page, row, at, value: self._number(page, row, at, value, whole, decimal)
        if column.name.endswith("_url"):
            return self._address
        return lambda page, row, at, value: self.write_text(page, row, at, str(value))

    def _day(self, page: Any, row: int, column: int, value: date) -> None:
        if value < FIRST_DAY:
            page.write_string(row, column, value.isoformat())
        else:
            page.write_number(row, column, (value - EPOCH).days, self.day)

    def _number(
        self, page: Any, row: int, column: int, value: float | Decimal, whole: Any, decimal: Any
    ) -> None:
        number = float(value)
        if -MAX_EXACT < number < MAX_EXACT:
            page.write_number(row, column, number, whole if number.is_integer() else decimal)
        else:  # too many digits for Excel, infinite, or not a number
            page.write_string(row, column, str(value))

    def _address(self, page: Any, row: int, column: int, value: str) -> None:
        """Write the address of a report: as a link, if it is a web address and the limit allows."""
        is_link = value.startswith(("https://", "http://")) and len(value) <= MAX_LINK
        if (
            is_link
            and self.links < MAX_LINKS
            and page.write_url(row, column, value, self.link, value) == 0
        ):
            self.links += 1
        else:
            self.write_text(page, row, column, value)

    def shown(self, value: object) -> int:
        """Return how many characters a value takes on the screen, roughly."""
        if value is None:
            return 0
        if isinstance(value, datetime):
            return 19
        if isinstance(value, date):
            return 10
        if isinstance(value, bool):
            return 5
        if isinstance(value, int | float | Decimal):
            number = float(value)
            if not math.isfinite(number):
                return 4
            return len(f"{number:,.0f}" if number.is_integer() else f"{number:,.4f}".rstrip("0"))
        return len(str(value))


def is_of_numbers(column: Column) -> bool:
    """Return whether the cells of the column are numbers, which are aligned right."""
    return column.kind in (*WHOLE, "DOUBLE", "FLOAT") or column.kind.startswith("DECIMAL")


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

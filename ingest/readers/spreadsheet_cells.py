"""Convert the cells of a workbook to the text that a person would have typed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ingest.readers.workbook_xml import DAY_0
from ingest.record import definition


def column_of_texts(column: Sequence[Any], kind: str, epoch: date) -> Any:
    """Return a column as an Arrow array of text."""
    import pyarrow as pa

    if not any(column) and set(column) == {""}:
        return pa.nulls(len(column), pa.string())
    with suppress(pa.ArrowTypeError, pa.ArrowInvalid):  # almost every column holds text only
        return pa.array(column, pa.string())
    filled = [None if cell == "" else cell for cell in column]
    kinds = set(map(type, filled)) - {type(None)}
    if kinds == {date}:
        return pa.array(filled, pa.date32()).cast(pa.string())
    if kinds == {float} and kind != "date":
        numbers = pa.array(filled, pa.float64())
        with suppress(pa.ArrowInvalid):  # raised if a number is not whole, or too large
            return numbers.cast(pa.int64()).cast(pa.string())
    as_text = _date_text if kind == "date" else cell_text
    return pa.array(
        [cell if type(cell) is str else as_text(cell, epoch) for cell in column], pa.string()
    )


def _date_text(cell: Any, epoch: date) -> str:
    """Return the text of a cell in a column of dates, in which a number is a day."""
    if type(cell) in (int, float) and cell == int(cell) and 0 < cell < 80_000:
        day = epoch + timedelta(days=int(cell))
        if definition.EARLIEST <= day.isoformat() <= definition.LATEST:
            return day.isoformat()
    return cell_text(cell)


def cell_text(cell: Any, epoch: date = DAY_0) -> str:
    """Return the text of a cell, as a person would have typed it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell)) if abs(cell) < 1e15 else format(Decimal(repr(cell)), "f")
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)

"""Read dates as people type them. A date that may be two days is refused with both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from ingest.normalise.cell_reading import UNREAD, CellReading
from ingest.normalise.numbers import ascii_digits, without_mark
from ingest.record.definition import EARLIEST, LATEST

FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"(?<=[0-9])[T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
    r"\s*(Z|[AaPp]\.?[Mm]\.?|[+-][0-9:]{4,5})?$"
)
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_EIGHT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
_CJK = re.compile(r"([0-9]{4})\s*[年년]\s*([0-9]{1,2})\s*[月월]\s*([0-9]{1,2})\s*[日号號일]")
_DAY_MONTH = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s.-]+([^\W\d]+)\.?,?[\s-]+([0-9]{4})", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    r"([^\W\d]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/. ]([0-9]{1,2}|[^\W\d]{3,9})[-/. ][0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})|([^\W\d]{3,9})\.?\s+([0-9]{4})")
_SERIAL = re.compile(r"[3-5][0-9]{4}")
_EXCEL_START = date(1899, 12, 30)
_BUDDHIST = 543
_DASHES = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}]")


def read_day(text: str, months: Mapping[str, int]) -> CellReading:
    """Return the day that a cell means, as YYYY-MM-DD. `months` are the numbers of month names.

    A time after the date is dropped. Of a day and a month in figures, at most one may be over
    twelve, or both must be equal; otherwise the reading is refused with both days.
    """
    text = _DASHES.sub("-", text)
    plain = _WEEKDAY.sub("", _TIME.sub("", without_mark(ascii_digits(text))).strip())
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[3], found[4])
    if found := _EIGHT.fullmatch(plain) or _CJK.fullmatch(plain):
        return _day(*found.groups())
    if found := _YEAR_LAST.fullmatch(plain):
        return _day_or_month(found[1], found[3], found[4])
    if (found := _DAY_MONTH.fullmatch(plain)) and found[2].casefold() in months:
        return _day(found[3], months[found[2].casefold()], found[1])
    if (found := _MONTH_DAY.fullmatch(plain)) and found[1].casefold() in months:
        return _day(found[3], months[found[1].casefold()], found[2])
    return _hint(plain, months)


def _day(year: str, month: str | int, day: str) -> CellReading:
    """Return a day, a hint for a Buddhist year or a day that may be the month, or neither."""
    with suppress(ValueError):
        value = date(int(year), int(month), int(day)).isoformat()
        if EARLIEST <= value <= LATEST:
            return CellReading(value)
        with suppress(ValueError):
            other = date(int(year) - _BUDDHIST, int(month), int(day)).isoformat()
            if EARLIEST <= other <= LATEST:
                return CellReading(None, f"did you mean {other}? The year looks Buddhist")
        return UNREAD
    with suppress(ValueError):
        return CellReading(
            None, f"did you mean {date(int(year), int(day), int(month)).isoformat()}?"
        )
    return UNREAD


def _day_or_month(first: str, second: str, year: str) -> CellReading:
    """Read two numbers of which one is the day and the other the month."""
    found = set()
    for day, month in ((first, second), (second, first)):
        with suppress(ValueError):
            found.add(date(int(year), int(month), int(day)).isoformat())
    within = sorted(value for value in found if EARLIEST <= value <= LATEST)
    if len(within) == 1:
        return CellReading(within[0])
    if within:
        return CellReading(None, f"may be {within[0]} or {within[1]}: write one of them")
    if int(EARLIEST[:4]) <= int(year) - _BUDDHIST <= int(LATEST[:4]):
        other = _day_or_month(first, second, str(int(year) - _BUDDHIST))
        if other.value or other.hint:
            meant = f"did you mean {other.value}?" if other.value else other.hint
            return CellReading(None, f"{meant} (the year looks Buddhist)")
    return UNREAD


def _hint(plain: str, months: Mapping[str, int]) -> CellReading:
    if _SHORT_YEAR.fullmatch(plain):
        return CellReading(None, "write the year with four digits")
    if found := _MONTH.fullmatch(plain):
        month = int(found[2]) if found[2] else months.get(found[3].casefold(), 0)
        if 1 <= month <= 12:
            year = int(found[1] or found[4])
            first = date(year, month, 1)
            last = (first + timedelta(31)).replace(day=1) - timedelta(1)
            return CellReading(
                None,
                f"for the whole month, write {first} as event_start, {last} as event_end and "
                "month as date_precision",
            )
    if _SERIAL.fullmatch(plain):
        day = _EXCEL_START + timedelta(int(plain))
        return CellReading(None, f"did you mean {day}? The cell holds a spreadsheet's day number")
    return UNREAD

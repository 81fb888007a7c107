"""Scan a workbook, before calamine reads it, for what calamine doesn't report: by its format."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ingest.readers import ods_xml
from ingest.readers.archive import refuse_bomb
from ingest.readers.binary_records import XlsScan, scan_xlsb, xlsb_sheets
from ingest.readers.workbook_xml import Found, scan_xlsx, xlsx_sheets


@dataclass(frozen=True)
class Scanner:
    """What calamine doesn't report of a workbook.

    `scan` gives it for a sheet, by its name and its position. It refuses a sheet that is too large
    for calamine to hold in memory.
    """

    scan: Callable[[str, int], Found]
    epoch: date


def scanner_of(path: Path, name: str) -> Scanner:
    """Return what scans the sheets of a workbook, by its format. Raises RefusedError."""
    if not zipfile.is_zipfile(path):
        book = XlsScan(path)
        return Scanner(lambda _, position: book.sheet(position), book.epoch)
    with zipfile.ZipFile(path) as archive:
        refuse_bomb(archive.infolist(), path.stat().st_size, name)
        if ods_xml.is_ods(archive):
            sheets = ods_xml.OdsScan(archive, name)
            return Scanner(lambda sheet, _: sheets.sheets.get(sheet, Found()), sheets.epoch)
        is_binary = "xl/workbook.xml" not in archive.namelist()
        known = xlsb_sheets(archive) if is_binary else xlsx_sheets(archive)
    scan_part = scan_xlsb if is_binary else scan_xlsx

    def scan(sheet: str, _: int) -> Found:
        with zipfile.ZipFile(path) as archive:
            part, asks = known.parts[sheet], known.asks_to_calculate
            return scan_part(archive, part, name, sheet, asks_to_calculate=asks)

    return Scanner(cache(scan), known.epoch)

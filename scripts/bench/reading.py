"""Measure checking and loading alone, and tools that only read the same file."""

from __future__ import annotations

import csv
import shutil
import time
from datetime import datetime
from itertools import islice
from pathlib import Path

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from ingest import landing, load
from ingest.record import definition
from raidbook.pipeline.build_steps import STORED
from scripts.bench.measure import THREADS


def loading(path: Path, folder: Path, memory: str) -> float:
    """Return the seconds from a landed file to its rows in raw, in a database file on the disk.

    This includes the sha256, detecting the form, reading, every check, writing good and rejected
    rows, and a checkpoint. It excludes landing the copy, matching names, and dbt.
    """
    database = folder / "loading.duckdb"
    database.unlink(missing_ok=True)
    shutil.rmtree(folder / "loading", ignore_errors=True)
    delivery, _ = landing.land(path, folder / "loading", "bench")
    began = time.monotonic()
    with duckdb.connect(str(database), config=STORED) as con:
        con.execute(f"set threads = {THREADS}")
        con.execute(f"set memory_limit = '{memory}'")
        load.create_raw(con)
        load.load_delivery(con, delivery, folder / "loading", datetime(2026, 1, 1))
        con.execute("checkpoint")
    seconds = time.monotonic() - began
    database.unlink()
    shutil.rmtree(folder / "loading")
    return seconds


def as_workbook(path: Path, records: int) -> Path:
    """Write the first records of a CSV file as a workbook, with real dates and numbers."""
    kinds = {column.name: column.kind for column in definition.COLUMNS}
    target = path.with_suffix(".xlsx")
    with xlsxwriter.Workbook(target, {"strings_to_urls": False}) as book, path.open() as stream:
        sheet = book.add_worksheet("Records")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, list(definition.NAMES))
        for number, row in enumerate(islice(csv.DictReader(stream), records), start=1):
            for at, (name, text) in enumerate(row.items()):
                if text and kinds[name] == "date":
                    sheet.write_datetime(number, at, datetime.fromisoformat(text), day)
                elif text and kinds[name] == "number":
                    sheet.write_number(number, at, float(text))
                elif text:
                    sheet.write_string(number, at, text)
    return target


def calamine_alone(path: Path) -> float:
    """Return the seconds that python-calamine takes to return all rows of the workbook."""
    began = time.monotonic()
    with CalamineWorkbook.from_path(str(path)) as book:
        book.get_sheet_by_index(0).to_python()
    return time.monotonic() - began

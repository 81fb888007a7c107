"""Measure what a build costs, as ratios to DuckDB itself on the same machine in the same run.

`python -m scripts.bench` measures the shipped records; `--records N` adds a build of N made-up
ones. Every figure is a whole process: wall and CPU seconds, and the peak memory of its largest
process. The machines that this runs on are shared: read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import duckdb

from ingest import landing, load, record
from ingest.sources import incident_records
from warehouse.generate import generate

ROOT = Path(__file__).resolve().parents[1]
IN_WORKBOOK = 100_000  # records, of those that are measured as a workbook


@dataclass(frozen=True)
class Run:
    """One process: wall and CPU seconds, peak memory in MB, exit code."""

    wall: float
    cpu: float
    peak_mb: float
    code: int


def run(command: list[str], var: Path) -> Run:
    """Run one command of the project with its own var folder, and measure it."""
    environment = os.environ | {"RAIDBOOK_VAR": str(var)}
    began = time.monotonic()
    pid = os.posix_spawn(
        command[0],
        command,
        environment,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    return Run(
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        os.waitstatus_to_exitcode(status),
    )


def yardstick(files: list[Path], folder: Path, *, is_typed: bool) -> float:
    """Return the seconds that DuckDB takes to read the files into a table of a database file."""
    kinds = {"date": "date", "number": "decimal(38, 4)"} if is_typed else {}
    columns = ", ".join(
        f"'{column.name}': '{kinds.get(column.kind, 'varchar')}'" for column in record.COLUMNS
    )
    names = ", ".join(f"'{path}'" for path in files)
    database = folder / "yardstick.duckdb"
    database.unlink(missing_ok=True)
    began = time.monotonic()
    with duckdb.connect(str(database)) as con:
        con.execute("set threads = 2")
        con.execute(
            f"create table records as from read_csv([{names}], auto_detect = false, "
            f"header = true, columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"')"
        )
        con.execute("checkpoint")
    seconds = time.monotonic() - began
    database.unlink()
    return seconds


def steps(var: Path) -> dict[str, float]:
    """Return the seconds of each step of the newest build, as its log keeps them."""
    found: dict[str, float] = {}
    for line in (var / "logs" / "raidbook.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if "seconds" in entry:
            found[entry["step"]] = entry["seconds"]
    return found


def model_seconds(var: Path) -> float:
    """Return the seconds from the first model's start to the last one's end of the newest build."""
    results = json.loads((var / "dbt" / "target" / "run_results.json").read_text(encoding="utf-8"))
    return sum(
        item["execution_time"]
        for item in results["results"]
        if item["unique_id"].startswith(("model.", "seed."))
    )


def shipped(folder: Path) -> None:
    """Measure the shipped records: build, no-op, help."""
    files = incident_records.shipped_files(ROOT)
    var = folder / "shipped"
    raidbook = [sys.executable, "-m", "warehouse"]
    reading = statistics.median(yardstick(files, folder, is_typed=True) for _ in range(5))
    print(f"machine's own select over the shipped CSV files: {reading:.2f} s = 1")
    rows = [("first build, nothing cached", run([*raidbook, "build", "--no-export"], var))]
    rows += [("build without export", run([*raidbook, "build", "--no-export", "--force"], var))]
    for step, seconds in steps(var).items():
        print(f"    {step:<10}{seconds:>8.1f} s")
    rows += [
        ("build with export", run([*raidbook, "build", "--force"], var)),
        ("nothing new", run([*raidbook, "build"], var)),
        ("raidbook --help", run([*raidbook, "--help"], var)),
        ("raidbook status", run([*raidbook, "status"], var)),
    ]
    show(rows, reading)


def made_up(folder: Path, records: int) -> None:
    """Measure a build of made-up records, each step beside DuckDB reading the same file."""
    path, var = folder / f"made-{records}.csv", folder / f"made-{records}"
    began = time.monotonic()
    written = generate(records, 1, path)
    print(f"\n{written:,} records generated in {time.monotonic() - began:.1f} s")
    text = yardstick([path], folder, is_typed=False)
    typed = yardstick([path], folder, is_typed=True)
    print(f"DuckDB reading the CSV: as text {text:.2f} s, typed {typed:.2f} s = 1")
    raidbook = [sys.executable, "-m", "warehouse"]
    rows = [
        ("add (check and land)", run([*raidbook, "add", str(path)], var)),
        ("build without export", run([*raidbook, "build", "--no-export"], var)),
    ]
    for step, seconds in steps(var).items():
        print(f"    {step:<10}{seconds:>8.1f} s {seconds / typed:>6.1f} ×")
    models = model_seconds(var)
    print(f"    {'models':<10}{models:>8.1f} s {models / typed:>6.1f} × (their seconds added up)")
    print(f"    DuckDB typed once more: {yardstick([path], folder, is_typed=True):.2f} s")
    show(rows, typed)


def loading(path: Path, folder: Path) -> float:
    """Return the seconds from a landed file to its rows in raw, in a database file, on the disk.

    That is: its sha256, finding out the form, reading, every rule, writing what is good and what is
    rejected, a checkpoint. Not: landing the copy, matching names, dbt.
    """
    database = folder / "loading.duckdb"
    shutil.rmtree(folder / "landing", ignore_errors=True)
    delivery, _ = landing.land(path, folder / "landing", "bench")
    began = time.monotonic()
    with duckdb.connect(str(database)) as con:
        con.execute("set threads = 2")
        con.execute("set memory_limit = '4GB'")
        load.create_raw(con)
        found = load.load_delivery(con, delivery, folder / "landing", datetime(2026, 1, 1))
        con.execute("checkpoint")
    seconds = time.monotonic() - began
    database.unlink()
    print(f"    {path.suffix}: {found.rows_loaded:,} loaded, {found.rows_rejected} rejected")
    return seconds


def as_workbook(path: Path, records: int) -> Path:
    """Write the first records of a CSV file as a workbook, with real dates and numbers."""
    import csv

    import xlsxwriter

    kinds = {column.name: column.kind for column in record.COLUMNS}
    target = path.with_suffix(".xlsx")
    with xlsxwriter.Workbook(target, {"strings_to_urls": False}) as book, path.open() as stream:
        sheet = book.add_worksheet("Records")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        rows = csv.DictReader(stream)
        sheet.write_row(0, 0, list(record.NAMES))
        for number, row in enumerate(islice(rows, records), start=1):
            for at, (name, text) in enumerate(row.items()):
                if text and kinds[name] == "date":
                    sheet.write_datetime(number, at, datetime.fromisoformat(text), day)
                elif text and kinds[name] == "number":
                    sheet.write_number(number, at, float(text))
                elif text:
                    sheet.write_string(number, at, text)
    return target


def calamine_alone(path: Path) -> float:
    """Return the seconds that python-calamine takes to give all rows of the workbook."""
    from python_calamine import CalamineWorkbook

    began = time.monotonic()
    with CalamineWorkbook.from_path(str(path)) as book:
        rows = book.get_sheet_by_index(0).to_python()
    seconds = time.monotonic() - began
    print(f"    calamine: {len(rows):,} rows")
    return seconds


def reading(folder: Path, records: int) -> None:
    """Measure checking and loading a CSV file and a workbook against what reads them alone."""
    path = folder / "loaded.csv"
    generate(records, 1, path)
    print(
        f"\nchecked and loaded, {records:,} records as CSV (a workbook has at most {IN_WORKBOOK:,})"
    )
    before = yardstick([path], folder, is_typed=False)
    seconds = loading(path, folder)
    alone = (before + yardstick([path], folder, is_typed=False)) / 2
    print(f"    CSV {seconds:.2f} s, DuckDB as text {alone:.2f} s: {seconds / alone:.1f} ×")
    book = as_workbook(path, min(records, IN_WORKBOOK))
    path.unlink()
    before = calamine_alone(book)
    seconds = loading(book, folder)
    alone = (before + calamine_alone(book)) / 2
    print(f"    XLSX {seconds:.2f} s, calamine alone {alone:.2f} s: {seconds / alone:.1f} ×")


def show(rows: list[tuple[str, Run]], unit: float) -> None:
    """Print one line for each run."""
    print(f"{'':<30}{'wall s':>8}{'ratio':>8}{'CPU s':>8}{'peak MB':>9}")
    for name, found in rows:
        failed = "" if found.code == 0 else f"  ended with {found.code}"
        print(
            f"{name:<30}{found.wall:>8.2f}{found.wall / unit:>8.1f}{found.cpu:>8.1f}"
            f"{found.peak_mb:>9.0f}{failed}"
        )


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, action="append", default=[])
    wanted = parser.parse_args().records
    os.chdir(ROOT)
    folder = Path(tempfile.mkdtemp(prefix="raidbook-bench-"))
    try:
        shipped(folder)
        for records in wanted:
            reading(folder, records)
            made_up(folder, records)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

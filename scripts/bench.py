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
from pathlib import Path

import duckdb

from ingest import record
from ingest.sources import incident_records
from warehouse.generate import generate

ROOT = Path(__file__).resolve().parents[1]


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
            made_up(folder, records)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

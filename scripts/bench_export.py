"""Measure the exports: all of the shipped records, and 100,000 rows beside pandas with openpyxl.

`python -m scripts.bench_export [--var var]` exports the live file of `var` into a folder that is
thrown away, and writes a made-up table of 100,000 rows and 20 columns both ways in one run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from warehouse.export import export_all
from warehouse.export.exposures import Exposure, Sheet
from warehouse.export.workbook import write_workbook
from warehouse.settings import settings

ROWS = 100_000
# 20 columns as a mart has them: texts of which some repeat, counts, shares, days, truth values
COLUMNS = (
    *(f"'kh-2025-' || (range * {n} % 5000) || '-raid' as name_{n}" for n in (1, 3, 7, 11)),
    *(f"['CN', 'VN', 'ID', 'unknown'][1 + range * {n} % 4] as code_{n}" for n in (1, 3, 5)),
    *(f"cast(hash(range * {n}) % 100000 as bigint) as persons_{n}" for n in (1, 3, 5, 7, 9, 11)),
    *(f"(hash(range * {n}) % 1000) / 1000 as part_{n}_share" for n in (1, 3)),
    *(f"date '2024-01-01' + cast(range * {n} % 900 as int) as day_{n}" for n in (1, 3, 5)),
    *(f"range % {n} = 0 as is_every_{n}" for n in (2, 3)),
)


def made_up() -> duckdb.DuckDBPyConnection:
    """Return a database with the made-up table `odd.cells` and what the sheet About asks for."""
    con = duckdb.connect()
    con.execute(f"""
        create schema meta; create schema marts; create schema quality; create schema odd;
        create table meta.builds as
            select 'bench' as build_id, timestamp '2025-08-01' as finished_at;
        create table meta.deliveries
            (source_name text, rows_loaded int, landed_on date, is_removed boolean);
        create table marts.fct_reported_figures (a int);
        create table marts.dim_event (last_reported_on date);
        create table marts.dim_report (a int);
        create table quality.rejected_records (a int);
        create table odd.cells as select {", ".join(COLUMNS)} from range({ROWS})
    """)
    return con


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def compare(folder: Path) -> None:
    """Print how long the made-up table takes us, and pandas with openpyxl, in the same run."""
    with made_up() as con:
        exposure = Exposure("odd", "Odd", "", "a.xlsx", (Sheet("Odd", "odd.cells", "rowid"),))
        frame = con.sql("from odd.cells").df()
        assert frame.shape == (ROWS, 20)
        ours = seconds(lambda: write_workbook(con, exposure, folder / "a.xlsx"))
        theirs = seconds(lambda: frame.to_excel(folder / "b.xlsx", index=False, engine="openpyxl"))
    print(f"{ROWS:,} rows × 20 columns to XLSX: {ours:.1f} s")
    print(f"pandas to_excel with openpyxl:    {theirs:.1f} s ({theirs / ours:.1f} times as long)")


def main(var: Path | None) -> None:
    """Measure both, and print a line each."""
    here = settings()
    with tempfile.TemporaryDirectory(prefix="raidbook-bench-") as name:
        folder = Path(name)
        live = (var or here.var) / "live"
        if (live / "warehouse.duckdb").is_file():
            (folder / "live").symlink_to(live.resolve())
            began = time.process_time()
            wall = seconds(lambda: export_all(replace(here, var=folder)))
            cpu = time.process_time() - began
            print(f"every default export of the live file: {wall:.1f} s ({cpu:.1f} s of CPU)")
        compare(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--var", type=Path)
    main(parser.parse_args().var)

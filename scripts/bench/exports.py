"""Write 100,000 synthetic rows of 20 columns as a workbook, with our code and with pandas."""

from __future__ import annotations

from pathlib import Path

import duckdb

from raidbook.export.exposures import Exposure, Sheet
from raidbook.export.workbook import write_workbook
from scripts.bench.limits import seconds

ROWS = 100_000
# 20 columns like those of a mart: texts, some of them repeated, counts, shares, days, booleans.
COLUMNS = (
    *(f"'kh-2025-' || (range * {n} % 5000) || '-raid' as name_{n}" for n in (1, 3, 7, 11)),
    *(f"['CN', 'VN', 'ID', 'unknown'][1 + range * {n} % 4] as code_{n}" for n in (1, 3, 5)),
    *(f"cast(hash(range * {n}) % 100000 as bigint) as persons_{n}" for n in (1, 3, 5, 7, 9, 11)),
    *(f"(hash(range * {n}) % 1000) / 1000 as part_{n}_share" for n in (1, 3)),
    *(f"date '2024-01-01' + cast(range * {n} % 900 as int) as day_{n}" for n in (1, 3, 5)),
    *(f"range % {n} = 0 as is_every_{n}" for n in (2, 3)),
)


def workbooks(folder: Path) -> tuple[float, float]:
    """Return the seconds for our workbook, and for that of pandas with openpyxl."""
    with duckdb.connect() as con:
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
        exposure = Exposure("odd", "Odd", "", "a.xlsx", (Sheet("Odd", "odd.cells", "rowid"),))
        frame = con.sql("from odd.cells").df()
        assert frame.shape == (ROWS, len(COLUMNS))
        ours = seconds(lambda: write_workbook(con, exposure, folder / "a.xlsx"))
        theirs = seconds(lambda: frame.to_excel(folder / "b.xlsx", index=False, engine="openpyxl"))
    return ours, theirs

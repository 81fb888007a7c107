"""What an export has written is opened again before it counts."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import duckdb

from ingest.fetch import fetch_column, fetch_row
from ingest.sql_quoting import literal


def check_workbook(path: Path, sheets: list[str]) -> None:
    """Read a workbook back: every part of it, and its list of sheets.

    Raises OSError where it isn't whole.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as parts:
            damaged = parts.testzip()
        found = CalamineWorkbook.from_path(str(path)).sheet_names
    except (zipfile.BadZipFile, zlib.error, EOFError, CalamineError) as error:
        raise OSError(f"what was written can't be read back ({error})") from error
    if damaged is not None:
        raise OSError(f"what was written is damaged: its part {damaged}")
    if found != sheets:
        raise OSError(f"what was written has the sheets {found}, and not {sheets}")


def check_table(con: duckdb.DuckDBPyConnection, table: str, csv: Path, parquet: Path) -> None:
    """Read a table back from both of its files. Raises OSError where a row is missing."""
    rows, in_csv, in_parquet = fetch_row(
        con,
        f"select (select count(*) from {table}), "
        f"(select count(*) from read_csv({literal(csv)}, all_varchar = true, header = true, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {_columns(con, table)})), "
        f"(select count(*) from read_parquet({literal(parquet)}))",
    )
    if (in_csv, in_parquet) != (rows, rows):
        raise OSError(
            f"what was written of {table} has {in_csv} rows as CSV and {in_parquet} as Parquet, "
            f"but the table has {rows}"
        )


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> str:
    names = fetch_column(con, f"select column_name from (describe {table})")
    return "{" + ", ".join(f"{literal(name)}: 'varchar'" for name in names) + "}"

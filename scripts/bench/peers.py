"""Other tools on the same file: some load the records, one makes the same tables.

`python -m scripts.bench.peers NAME FILE DATABASE` runs one of them in this process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import duckdb

from raidbook.settings import settings
from scripts.bench.measure import THREADS


def by_dlt(file: Path, database: Path) -> None:
    """Load with dlt's reader and normaliser, as its documentation shows for CSV files."""
    os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    import dlt
    from dlt.sources.filesystem import filesystem, read_csv_duckdb

    found = filesystem(bucket_url=str(file.parent), file_glob=file.name)
    pipeline = dlt.pipeline(
        pipeline_name="peer",
        pipelines_dir=str(database.with_suffix(".dlt")),
        destination=dlt.destinations.duckdb(str(database)),
        dataset_name="raw",
    )
    reader = read_csv_duckdb(use_pyarrow=True, all_varchar=True)
    pipeline.run((found | reader).with_name("records"))


def by_pandas(file: Path, database: Path) -> None:
    """Read all cells as text with pandas, and load the frame into DuckDB."""
    import pandas as pd

    frame = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])
    with duckdb.connect(str(database)) as con:
        con.register("frame", frame)
        con.execute("create table records as from frame")


def by_plain_sql(file: Path, database: Path) -> None:
    """Run the compiled SQL of the models as one script, `file`, without dbt.

    `database` holds the raw tables and the seeds.
    """
    with duckdb.connect(str(database)) as con:
        con.execute(f"set threads = {THREADS}; set memory_limit = '{settings().memory_limit}'")
        con.execute("set preserve_insertion_order = false")
        con.execute("attach ':memory:' as intermediate")
        for statement in file.read_text(encoding="utf-8").split("\n--;;\n"):
            con.execute(statement)


PEERS: dict[str, tuple[Callable[[Path, Path], None], str, str]] = {
    "dlt": (by_dlt, "dlt", "checks no row, keeps no rejected ones, matches no names"),
    "pandas": (by_pandas, "pandas", "checks no row, keeps no origin, needs all of it in memory"),
    "plain SQL": (
        by_plain_sql,
        "duckdb",
        "tests nothing, keeps every step, and knows no order but the script's",
    ),
}
"""By name: the function, the package whose version counts, and what the tool doesn't do."""


def what(name: str) -> str:
    """Return the name of a tool with its version."""
    package = PEERS[name][1]
    return (
        f"{name} ({package} {version(package)})" if package != name else f"{name} {version(name)}"
    )


if __name__ == "__main__":
    PEERS[sys.argv[1]][0](Path(sys.argv[2]), Path(sys.argv[3]))

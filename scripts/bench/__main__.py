"""Run the measurements that `scripts.bench` describes."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

from ingest.sources.source import shipped_records
from raidbook.common.dbt_results import RESULTS
from raidbook.entry.made_up_records import make_up_records
from raidbook.settings import settings
from scripts import setup
from scripts.bench import exports, limits, peers, plain_sql, reading, shown
from scripts.bench.measure import (
    BY_HAND,
    RAIDBOOK,
    ROOT,
    TEXT,
    TYPED,
    FailedError,
    Rows,
    Run,
    layers,
    machine,
    run,
    start_over,
    steps,
)

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
IN_WORKBOOK = 100_000  # records that are measured as a workbook
PEERS_AT = 1_000_000
MAX_EXPORTED = 100_000  # records up to which exports are measured; larger workbooks are cut
BUILD = [*RAIDBOOK, "build", "--no-export"]


def shipped(folder: Path, rows: Rows) -> None:
    """Measure the shipped records, the cost of dbt alone, and commands that do almost nothing."""
    files, var = shipped_records(ROOT), folder / "var"
    typed = statistics.median(
        limits.read(files, folder / "yardstick.duckdb", is_typed=True) for _ in range(5)
    )
    size = 3_491
    rows.add(size, "first build, nothing cached", run(BUILD, var), typed, TYPED)
    again = run([*BUILD, "--force"], var)
    counted = _dbt_nodes(var)
    empty = limits.empty_dbt(folder, *counted)
    beside = f"dbt, {counted[0]} empty models and {counted[1]} tests"
    rows.add(size, "build without the export", again, empty.wall, beside)
    _add_steps(rows, size, var, typed)
    rows.add(size, "build with the export", run([*RAIDBOOK, "build", "--force"], var), typed, TYPED)
    rows.add(size, "nothing new", run([*RAIDBOOK, "build"], var), 1.5, "target")
    rows.add(size, "raidbook --help", run([*RAIDBOOK, "--help"], var), 1.5, "target")
    ours, theirs = exports.workbooks(folder)
    rows.add(
        exports.ROWS, "rows of 20 columns to XLSX", Run(ours, 0, 0), theirs, "pandas, openpyxl"
    )


def _dbt_nodes(var: Path) -> tuple[int, int]:
    import json

    results = json.loads((var / "dbt" / "target" / RESULTS).read_text("utf-8"))
    kinds = [item["unique_id"].partition(".")[0] for item in results["results"]]
    return kinds.count("model"), kinds.count("test")


def made_up(folder: Path, size: int, memory: str, rows: Rows) -> None:
    """Measure builds of synthetic records: load, each layer, nothing new, and 1 % more records."""
    var, path, database = folder / "var", folder / f"made-{size}.csv", folder / "limit.duckdb"
    start_over(var)
    make_up_records(size, 1, path)
    text = limits.read([path], database, is_typed=False)
    typed = limits.read([path], database, is_typed=True)
    consensus = limits.consensus(database)
    more = {"RAIDBOOK_MEMORY_LIMIT": memory}
    rows.add(size, "add (check and land)", run([*RAIDBOOK, "add", str(path)], var), text, TEXT)
    # Measure again at the end, since the load of the machine may have changed.
    whole = run(BUILD, var, **more)
    typed = (typed + limits.read([path], database, is_typed=True)) / 2
    rows.add(size, "build without the export", whole, typed, TYPED)
    _add_steps(rows, size, var, typed, consensus)
    if size == PEERS_AT:
        _write_peers_script(folder, var)
    if size <= MAX_EXPORTED:
        rows.add(size, "export", run([*RAIDBOOK, "export"], var, **more), typed, TYPED)
    rows.add(size, "nothing new", run([*RAIDBOOK, "build", "--no-export"], var), 1.5, "target")
    if size <= PEERS_AT:  # it is a whole build, so larger sizes would add nothing but time
        added = folder / "added.csv"
        make_up_records(max(size // 100, 101), 2, added)
        run([*RAIDBOOK, "add", str(added)], var)
        rows.add(size, "build after 1 % more records", run(BUILD, var, **more), typed, TYPED)
    start_over(var)
    loaded = reading.loading(path, folder, memory)
    text = (text + limits.read([path], database, is_typed=False)) / 2
    rows.add(size, "check and load CSV alone", Run(loaded, 0, 0), text, TEXT)
    if size == IN_WORKBOOK:
        book = reading.as_workbook(path, IN_WORKBOOK)
        loaded, alone = reading.loading(book, folder, memory), reading.calamine_alone(book)
        rows.add(size, "check and load XLSX alone", Run(loaded, 0, 0), alone, "python-calamine")
    database.unlink()
    if size != PEERS_AT:
        path.unlink()


def _add_steps(
    rows: Rows, size: int, var: Path, typed: float, consensus: float | None = None
) -> None:
    """Add a line for each step of the newest build, and for each layer of its models."""
    for step, seconds in steps(var).items():
        rows.add(size, step, Run(seconds, 0, 0), typed, TYPED)
    for layer, seconds in layers(var).items():
        if layer == "intermediate" and consensus:
            rows.add(size, layer, Run(seconds, 0, 0), consensus, BY_HAND)
        else:
            rows.add(size, layer, Run(seconds, 0, 0), typed, TYPED)


def _write_peers_script(folder: Path, var: Path) -> None:
    plain_sql.write_script(var, folder / "models.sql")
    (folder / "plain SQL.duckdb").unlink(missing_ok=True)
    plain_sql.copy_inputs(var / "live" / "warehouse.duckdb", folder / "plain SQL.duckdb")


def beside_peers(folder: Path, rows: Rows) -> None:
    """Measure other tools on the million records from `made_up`, each beside DuckDB alone."""
    path = folder / f"made-{PEERS_AT}.csv"
    text = limits.read([path], folder / "limit.duckdb", is_typed=False)
    for name, (_, _, lacks) in peers.PEERS.items():
        file = folder / "models.sql" if name == "plain SQL" else path
        command = [sys.executable, "-m", "scripts.bench.peers", name, str(file)]
        found = run([*command, str(folder / f"{name}.duckdb")], folder)
        rows.add(PEERS_AT, f"{peers.what(name)}: {lacks}", found, text, TEXT)


def main() -> int:
    """Measure, and write the results; return 0, or 1 if something could not be measured."""
    parser = argparse.ArgumentParser(description="Measure what Raidbook costs.")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--memory", help="memory limit of DuckDB, if not the usual one")
    parser.add_argument("--peers", action="store_true", help="measure other tools too")
    parser.add_argument("--docs", action="store_true", help="put the table into docs/bench.md")
    asked = parser.parse_args()
    folder = ROOT / "var" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if asked.peers and setup.main(["peers"]) != 0:
        return 3
    rows = Rows()
    code = 0
    try:
        shipped(folder, rows)
        for size in asked.sizes:
            memory = asked.memory or settings().memory_limit
            made_up(folder, size, memory, rows)
        if asked.peers and PEERS_AT in asked.sizes:
            beside_peers(folder, rows)
    except FailedError as error:
        print(error, file=sys.stderr)
        code = 1
    rows.write(folder / "bench.json")
    text = shown.table(rows.found, machine(), f"{datetime.now(UTC):%Y-%m-%d}")
    (folder / "bench.md").write_text(text, encoding="utf-8")
    shown.plot(rows.found, folder / "cost.svg")
    print(f"written: {folder / 'bench.md'}, {folder / 'cost.svg'}")
    if asked.docs and code == 0:
        shown.main()
    return code


if __name__ == "__main__":
    raise SystemExit(main())

"""The benchmark measures what it states. Nothing here is timed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.record import definition
from raidbook.entry.made_up_records import make_up_records
from scripts.bench import limits, shown
from scripts.bench.measure import FailedError, Row, Rows, Run, run

RECORDS = (
    # one report states two totals; another publisher's later one is lower, and less precise
    {"record_id": "a", "value": "10", "publisher": "One", "source_url": "u1"},
    {"record_id": "b", "value": "12", "publisher": "One", "source_url": "u1"},
    {"record_id": "c", "value": "11", "publisher": "Two", "source_url": "u2", "qualifier": "about"},
    {"record_id": "d", "value": "99", "publisher": "Two", "source_url": "u3", "status": "planned"},
)


def rows() -> list[Row]:
    return [
        Row(size, "build without the export", size / 1000, 1.0, 100.0, size / 10_000, "typed read")
        for size in (10_000, 100_000, 1_000_000)
    ]


def test_a_run_knows_its_own_peak_and_not_that_of_whoever_asked(tmp_path: Path) -> None:
    held = bytearray(300_000_000)
    assert run([sys.executable, "-S", "-c", "pass"], tmp_path).peak_mb < 100 < len(held) / 2**20
    taken = "x = bytearray(200_000_000)"
    assert 190 < run([sys.executable, "-S", "-c", taken], tmp_path).peak_mb < 300


def test_a_run_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="ended with exit code 3"):
        run([sys.executable, "-S", "-c", "raise SystemExit(3)"], tmp_path)


def test_the_consensus_by_hand_is_one(tmp_path: Path) -> None:
    common = {
        "event_id": "kh-2025-01-01-x",
        "measure": "persons_arrested",
        "qualifier": "exact",
        "counts_as": "total",
        "published_on": "2025-01-02",
    }
    path = tmp_path / "records.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(definition.NAMES) + "\n")
        for own in RECORDS:
            cells = common | own
            stream.write(",".join(cells.get(name, "") for name in definition.NAMES) + "\n")
    database = tmp_path / "limit.duckdb"
    assert limits.read([path], database, is_typed=True) > 0
    assert limits.consensus(database) > 0
    with duckdb.connect(str(database)) as con:
        assert con.sql("describe records").fetchall()[0][1] == "VARCHAR"
        kinds = {name: kind for name, kind, *_ in con.sql("describe records").fetchall()}
        assert kinds["published_on"] == "DATE"
        found = con.sql("select best, low, high, is_disputed from consensus").fetchall()
    assert found == [(12, 9, 13, False)]


def test_as_text_reads_every_made_up_record(tmp_path: Path) -> None:
    make_up_records(1_000, 1, tmp_path / "made.csv")
    limits.read([tmp_path / "made.csv"], tmp_path / "text.duckdb", is_typed=False)
    with duckdb.connect(str(tmp_path / "text.duckdb")) as con:
        assert con.sql("select count(*) from records").fetchone() == (1_000,)


def test_the_table_names_machine_day_and_ratio() -> None:
    text = shown.table(rows(), "one core", f"{date(2026, 1, 2)}")
    assert text.startswith("Measured on 2026-01-02 by `make bench`: one core.")
    assert "| 1,000,000 | build without the export | 1000.00 | 1.0 | 100 | 10.0 |" in text


def test_the_short_table_leaves_out_layers_of_smaller_sizes_and_what_takes_no_time() -> None:
    layers = [
        Row(size, what, wall, 0, 0, 1.0, "typed read")
        for size in (10_000, 1_000_000)
        for what, wall in (("marts", 2.0), ("publish", 0.0))
    ]
    both = Row(10_000, "rows to XLSX", 1.0, 0, 0, 3.0, "pandas")
    whole = rows()
    assert shown.in_short([*whole, *layers, both]) == [*whole, layers[2], both]


def test_the_plot_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    shown.plot(rows(), tmp_path / "one.svg")
    shown.plot(rows(), tmp_path / "two.svg")
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert "in proportion" in drawn


def test_rows_are_kept_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = Rows()
    kept.add(10, "load", Run(3.0, 4.0, 50.0), 1.5, "typed read")
    kept.write(tmp_path / "bench.json")
    assert "2.0 x typed read" in capsys.readouterr().out
    assert '"limit": 1.5' in (tmp_path / "bench.json").read_text(encoding="utf-8")

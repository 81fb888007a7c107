"""A delivered file that would take all memory, time or disk is refused in one sentence.

The files are made here, each small, in the manner of those that once ended the process.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bare_workbook import MAIN, workbook
from support import GOOD, ROOT, bare_settings, good, raidbook, write_records

from ingest.checked_file import read_delivery
from ingest.errors import RefusedError
from ingest.readers import delivered_file
from ingest.readers.reading_limits import ReadingLimits
from ingest.record import definition
from raidbook.common.connection import in_memory
from raidbook.entry.add import add

LIMITS = ReadingLimits(memory_mb=400, seconds=15, disk_mb=500)
SMALL = ReadingLimits(memory_mb=400, seconds=2, disk_mb=500)


def sparse(path: Path) -> Path:
    """Two cells at opposite corners, with a tab where a blank is usual."""
    cell = '<c\tr="{}" t="inlineStr"><is><t>record_id</t></is></c>'
    rows = f'<row r="1">{cell.format("A1")}</row><row r="1048576">{cell.format("XFD1048576")}</row>'
    return workbook(path, rows)


def claims_strings(path: Path) -> Path:
    """A list of texts that claims to be longer than any memory."""
    count = 4_000_000_000
    return workbook(
        path,
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        f'<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>',
    )


def repeats_a_text(path: Path) -> Path:
    """A Parquet file of one text of a megabyte, said 20,000 times by one byte each."""
    texts = pa.array(["x" * 1_000_000])
    said = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), texts)
    columns = {name: pa.array([GOOD.get(name)] * 20_000) for name in definition.NAMES}
    pq.write_table(pa.table(columns | {"note": said}), path, compression="zstd")
    return path


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "strings.xlsx": claims_strings,
    "text.parquet": repeats_a_text,
}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    room = tmp_path / "room"
    room.mkdir()
    with in_memory(bare_settings(tmp_path), room) as connection:
        yield connection


@pytest.mark.parametrize("name", HOSTILE)
def test_what_needs_too_much_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    path = HOSTILE[name](tmp_path / name)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(RefusedError, match=f"^{name}: needs more than 400 MB") as refused:
        delivered_file.read(con, path, name, limits=LIMITS)
    assert "\n" not in str(refused.value)
    assert list((tmp_path / "room").iterdir()) == [], "nothing is left"


def test_cells_far_apart_are_refused(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.xlsx")
    said = r"^a\.xlsx: sheet 'Records' reaches from its first cell to row 1048576, column XFD,"
    with pytest.raises(RefusedError, match=said):
        delivered_file.read(con, path, path.name, limits=LIMITS)


def test_what_never_ends_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that runs on: here one of another module, which stands for any."""
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "python_calamine.py").write_text("while True:\n    pass\n")
    monkeypatch.setattr("ingest.readers.bounded.ROOT", fake)
    monkeypatch.setenv("PYTHONPATH", str(Path(delivered_file.__file__).parents[2]))
    path = sparse(tmp_path / "a.xlsx")
    with pytest.raises(RefusedError, match=r"^a\.xlsx: can't be read within 2 seconds"):
        delivered_file.read(con, path, path.name, limits=SMALL)


def test_an_end_of_the_reader_is_a_sentence(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "python_calamine.py").write_text("import os\nos.abort()\n")
    monkeypatch.setattr("ingest.readers.bounded.ROOT", fake)
    monkeypatch.setenv("PYTHONPATH", str(Path(delivered_file.__file__).parents[2]))
    path = sparse(tmp_path / "a.xlsx")
    with pytest.raises(RefusedError, match=r"^a\.xlsx: is damaged, or can't be read"):
        delivered_file.read(con, path, path.name, limits=LIMITS)


def test_time_does_not_grow_with_the_square(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Half a million cells that are begun and never end took hours."""
    begun = '<c r="A1" t="e">' * 500_000
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{begun}</row>')
    with pytest.raises(RefusedError, match=r"^a\.xlsx: (?!can't be read within)"):
        delivered_file.read(con, path, path.name, limits=LIMITS)


def test_the_others_of_a_folder_are_delivered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    sparse(folder / "a.xlsx")
    write_records(folder / "b.csv", [good(1)])
    claims_strings(folder / "c.xlsx")
    write_records(folder / "d.csv", [good(2)])
    here = bare_settings(tmp_path)
    for _ in range(2):
        assert add(here, [folder], again=False, is_dry=False) == 1
        printed = capsys.readouterr()
        assert [line[:15] for line in printed.err.splitlines()] == [
            "refused: a.xlsx",
            "refused: c.xlsx",
        ]
    assert len(list((here.landing).rglob("*.csv"))) == 2


@pytest.mark.parametrize("form", ["ragged.csv", "a.json", "a.parquet", "zip"])
def test_the_same_rows_as_without_limits(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, form: str
) -> None:
    """In a process of its own and in this one: rows, row numbers, what is rejected, and why."""
    rows = [good(number, note="1,5\n“x”") for number in range(1, 40)]
    path = write_records(tmp_path / "ragged.csv", rows)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("too,short\n\n")
    if form == "a.json":
        path = tmp_path / form
        with duckdb.connect() as other:
            table = pa.Table.from_pylist(rows)
            other.register("made", table)
            other.execute(f"copy made to '{path}' (format json)")
    elif form == "a.parquet":
        path = tmp_path / form
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif form == "zip":
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(tmp_path / "ragged.csv", "one.csv")
            archive.write(write_records(tmp_path / "two.csv", rows), "two.csv")
    found = []
    for limits in (None, LIMITS):
        loaded = read_delivery(con, path, path.name, date(2026, 11, 1), limits=limits)
        tables = ("delivered", "bad_rows", "ragged_rows")
        found.append((loaded, [con.execute(f"from {t} order by all").fetchall() for t in tables]))
        delivered_file.forget(con)
    assert found[0] == found[1]
    assert found[0][0].rows_loaded >= 39


def test_the_command_keeps_to_the_settings(tmp_path: Path) -> None:
    """A row of thirty million cells, which Python's parser would hold as as many texts."""
    project = tmp_path / "project"
    (project / "dbt_project").mkdir(parents=True)
    bare_settings(project)
    path = project / "wide.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(definition.NAMES)
        stream.write("," * 30_000_000 + "\n")
    changes = {"RAIDBOOK_FILE_MEMORY": "100MB", "PYTHONPATH": str(ROOT)}
    done = raidbook(project, "add", "--dry-run", str(path), **changes)
    assert done.returncode == 1
    assert done.stderr.startswith("refused: wide.csv: needs more than 100 MB of memory"), (
        done.stderr
    )

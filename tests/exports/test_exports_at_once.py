"""Exports beside builds and other exports: always one whole workbook of one build."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from support import copy_project, environment, raidbook

from ingest.errors import RaidbookError
from raidbook.common import dbt_process
from raidbook.common.marked_folder import MARK, make_marked, remove_marked
from raidbook.export.export_lock import export_lock
from raidbook.export.written_check import check_workbook

WORKBOOKS = ("raidbook.xlsx", "raidbook_facts.xlsx")


def begun(root: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "raidbook", *words],
        cwd=root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def builds_named(path: Path) -> set[str]:
    """Return the builds that the footers of a workbook's sheets name."""
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        pages = [
            parts.read(name).decode()
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    assert openpyxl.load_workbook(path, read_only=True).sheetnames
    return {page.partition("Raidbook, build ")[2].partition("&amp;")[0] for page in pages}


@pytest.mark.parametrize(
    "others", [("export", "export"), ("build",)], ids=["three exports", "exports and a build"]
)
def test_at_once(built_project: Path, tmp_path: Path, others: tuple[str, ...]) -> None:
    root = copy_project(tmp_path / "project", var=built_project / "var")
    exports = root / "var" / "exports"
    if "build" in others:  # one that has something to do
        cut = next((root / "ingest" / "records").glob("*.csv"))
        cut.write_text("".join(cut.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]))
        running = [begun(root, "build")]
        while running[0].poll() is None:  # exports all the while
            done = raidbook(root, "export")
            assert done.returncode == 0, done.stderr
            for name in WORKBOOKS:
                assert len(builds_named(exports / name)) == 1
    else:
        running = [begun(root, word) for word in ("export", *others)]
    for process in running:
        printed, _ = process.communicate(timeout=300)
        assert process.returncode == 0, printed
    with duckdb.connect(str(root / "var/live/warehouse.duckdb"), read_only=True) as con:
        (live,) = con.execute("select max(build_id) from meta.builds").fetchall()[0]
    package = json.loads((exports / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == live
    assert {build for name in WORKBOOKS for build in builds_named(exports / name)} == {live}
    assert not list(exports.glob(".*")), "nothing half written"


def test_who_waits_says_for_whom(built_project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project", var=built_project / "var")
    with export_lock(root / "var"):
        waiting = begun(root, "export", "raidbook_workbook")
        assert waiting.stdout is not None
        first = waiting.stdout.readline()
        assert "An export is under way: waiting for process" in first
        assert waiting.poll() is None
    printed, _ = waiting.communicate(timeout=120)
    assert waiting.returncode == 0, printed


def test_a_damaged_workbook_does_not_count(tmp_path: Path, built_project: Path) -> None:
    good = built_project / "var" / "exports" / "raidbook.xlsx"
    sheets = openpyxl.load_workbook(good, read_only=True).sheetnames
    check_workbook(good, sheets)
    content = good.read_bytes()
    bad = tmp_path / "bad.xlsx"
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
    for damaged in (content[:middle], b"", flipped):
        bad.write_bytes(damaged)
        with pytest.raises(OSError, match="what was written"):
            check_workbook(bad, sheets)
    with pytest.raises(OSError, match="has the sheets"):
        check_workbook(good, sheets[:-1])


def test_only_our_own_tables_are_removed(built_project: Path, tmp_path: Path) -> None:
    """A table that is no more goes; a person's file, and one of ours that was changed, stay."""
    root = copy_project(tmp_path / "project", var=built_project / "var")
    tables = root / "var" / "exports" / "tables"
    mine = [tables / "notes.txt", tables / "csv" / "mine.csv", tables / "of_mine" / "a.parquet"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    package = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    some = package["resources"][0]
    gone, edited = tables / "csv" / "gone.csv", tables / "csv" / "edited.csv"
    for path in (gone, edited):
        path.write_bytes((tables / some["path"]).read_bytes())
        package["resources"].append(some | {"path": f"csv/{path.name}"})
    outside = root / "outside.csv"
    outside.write_bytes(gone.read_bytes())
    package["resources"].append(some | {"path": "../../../outside.csv"})
    edited.write_text("edited")
    (tables / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    done = raidbook(root, "export")
    assert done.returncode == 0, done.stderr
    assert not gone.exists()
    assert all(path.is_file() for path in (*mine, edited, outside))


def test_a_folder_of_a_person_is_never_cleared(built_project: Path, tmp_path: Path) -> None:
    """`build/` in the folder that RAIDBOOK_VAR names, and a link in its place."""
    root = copy_project(tmp_path / "project", var=built_project / "var")
    kept = root / "var" / "build" / "mine.txt"
    kept.parent.mkdir()
    kept.write_text("mine")
    done = raidbook(root, "build", "--force", "--no-export")
    assert done.returncode == 3
    assert "holds something that Raidbook has not made" in done.stderr + done.stdout
    assert kept.read_text() == "mine"
    made, link = tmp_path / "made", tmp_path / "link"
    make_marked(made)
    assert (made / MARK).is_file()
    link.symlink_to(made)
    remove_marked(link)
    assert link.is_symlink()
    assert (made / MARK).is_file()


def test_a_file_for_the_steps_must_be_ours(tmp_path: Path) -> None:
    file, database = tmp_path / "steps.duckdb", tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute("create table mine as select 42 as a")
    before = file.read_bytes()
    with pytest.raises(RaidbookError, match="which Raidbook has not made"):
        dbt_process.make_steps(file)
    assert file.read_bytes() == before
    file.write_text("notes")
    with pytest.raises(RaidbookError, match="which Raidbook has not made"):
        dbt_process.make_steps(file)
    dbt_process.make_steps(database)
    with duckdb.connect(str(database)) as con:
        con.execute("create table step as select 42 as a")
    dbt_process.make_steps(database)
    with duckdb.connect(str(database), read_only=True) as con:
        assert con.execute("select count(*) from duckdb_tables()").fetchall() == [(0,)]

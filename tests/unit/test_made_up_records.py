"""`raidbook generate`: exactly as many records as asked for, beside the caller, or one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from support import ROOT, environment

from ingest.errors import RaidbookError, WrongUseError
from raidbook.entry.made_up_records import make_up_records


@pytest.mark.parametrize("records", [1, 2, 99, 100, 101, 102, 202, 1000])
def test_as_many_as_asked_for(tmp_path: Path, records: int) -> None:
    path = tmp_path / "it's made.parquet"
    make_up_records(records, 1, path, "500MB", 1)
    with duckdb.connect() as con:
        found = con.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()
    assert found == (records,)
    assert list(tmp_path.iterdir()) == [path]


def test_what_can_not_be_written(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match=r"the folder .*nowhere does not exist"):
        make_up_records(10, 1, tmp_path / "nowhere" / "made.csv")
    with pytest.raises(WrongUseError, match="must be 1 or more"):
        make_up_records(0, 1, tmp_path / "made.csv")
    (tmp_path / "made.csv").mkdir()
    with pytest.raises(RaidbookError, match=r"made\.csv: can't be written"):
        make_up_records(10, 1, tmp_path / "made.csv")


def test_the_file_is_written_where_the_caller_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "raidbook", "generate", "made.csv", "--records", "100"],
        cwd=ROOT,
        env=environment(RAIDBOOK_CALLED_FROM=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made.csv").read_text().count("\n") == 101
    assert not (ROOT / "made.csv").exists()

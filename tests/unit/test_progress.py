"""Progress of dbt: read from its output, and shown on a terminal only."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from raidbook.common.progress import nodes_done

OUTPUT = """\
11:45:20  Concurrency: 2 threads (target='duckdb')
11:45:21  1 of 1 START hook: raidbook.on-run-start.0 ........................ [RUN]
11:45:21  1 of 1 OK hook: raidbook.on-run-start.0 ........................... [OK in 0.02s]
11:45:21  1 of 12 START sql view model staging.stg_names__sites ............. [RUN]
11:45:21  2 of 12 START sql view model staging.stg_names__matches ........... [RUN]
11:45:21  2 of 12 OK created sql view model staging.stg_names__matches ...... [OK in 0.16s]
11:45:22  3 of 12 FAIL 2 one_row_per_name ................................... [FAIL 2 in 0.03s]
11:45:22  4 of 12 START sql table model staging.stg_reference__p
"""
CODE = """
import sys, time
from pathlib import Path
from raidbook.common.progress import dbt_progress
with dbt_progress(Path(sys.argv[1]), is_shown=sys.argv[2] == "shown"):
    time.sleep(1)
"""


@pytest.mark.parametrize(
    ("output", "done"),
    [(OUTPUT, (2, 12)), (OUTPUT.partition("11:45:21")[0], (0, 0)), ("", (0, 0))],
)
def test_nodes_are_counted_without_hooks(
    tmp_path: Path, output: str, done: tuple[int, int]
) -> None:
    (tmp_path / "dbt.log").write_text(output)
    assert nodes_done(tmp_path / "dbt.log") == done


def test_an_output_that_is_missing_is_no_error(tmp_path: Path) -> None:
    assert nodes_done(tmp_path / "none.log") == (0, 0)


@pytest.mark.parametrize("wanted", ["shown", "quiet"])
def test_a_terminal_shows_how_far_dbt_is(tmp_path: Path, wanted: str) -> None:
    (tmp_path / "dbt.log").write_text(OUTPUT)
    terminal, side = pty.openpty()
    command = [sys.executable, "-c", CODE, str(tmp_path / "dbt.log"), wanted]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"TERM": "xterm"}, stderr=side, check=False, timeout=60
    )
    os.write(side, b"end")
    shown = os.read(terminal, 65536).decode()
    os.close(side)
    os.close(terminal)
    assert done.returncode == 0
    assert ("dbt: 2 of 12 models and tests" in shown) == (wanted == "shown")


def test_elsewhere_nothing_is_shown(tmp_path: Path) -> None:
    (tmp_path / "dbt.log").write_text(OUTPUT)
    command = [sys.executable, "-c", CODE, str(tmp_path / "dbt.log"), "shown"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

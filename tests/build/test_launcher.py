"""`.venv/bin/raidbook`: works from any folder, and in a copy of the whole folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from support import ROOT, environment, good, write_records

from scripts.setup import LAUNCHER


def test_files_are_named_from_where_it_is_called(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "rai'd book", tmp_path / "else where"
    for folder in (root / "dbt_project", root / ".venv" / "bin", elsewhere):
        folder.mkdir(parents=True)
    for name in ("ingest", "raidbook"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "seeds", root / "seeds")
    for name, text in (
        ("raidbook", LAUNCHER),
        ("python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'),
    ):
        (root / ".venv/bin" / name).write_text(text)
        (root / ".venv/bin" / name).chmod(0o755)
    write_records(elsewhere / "july.csv", [good(1)])
    done = subprocess.run(
        [root / ".venv/bin/raidbook", "add", "july.csv"],
        cwd=elsewhere,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "july.csv: 1 rows read, 1 loaded, 0 rejected" in done.stdout
    assert len(list((root / "var/landing/deliveries").iterdir())) == 1
    assert [path.name for path in elsewhere.iterdir()] == ["july.csv"]

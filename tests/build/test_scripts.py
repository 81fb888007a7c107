"""Scripts around the build: cleaning up, and continuous integration."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support import ROOT, environment

from scripts import clean


def test_clean_removes_what_can_be_made_again_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [
        *("var/landing/files/a.csv", "var/live/warehouse.duckdb", "var/history/a.duckdb"),
        *("var/builds.jsonl", "var/rollback.json", "var/logs/raidbook.jsonl"),
        *("seeds/city.csv", "ingest/records/a.csv", "ingest/load.py", ".venv/bin/python"),
    ]
    made = [
        *("var/build/x/warehouse.duckdb", "var/cache/a.parquet", "var/dbt/target/manifest.json"),
        "var/dbt_by_hand/warehouse.duckdb",
        *("var/exports/raidbook.xlsx", "ingest/__pycache__/a.pyc", "tests/unit/__pycache__/a.pyc"),
        *(".mypy_cache/a", ".ruff_cache/a", ".pytest_cache/a", ".hypothesis/a"),
        *("dbt_project/target/a", "dbt_project/logs/a"),
    ]
    for name in (*kept, *made):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    for _ in range(2):
        assert clean.main() == 0
        left = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
        assert left == set(kept)


@pytest.mark.parametrize(
    ("said", "code", "closing"),
    [
        ("....\\n12 passed in 3.21s", 0, "12 passed in 3.21s"),
        ("F...\\n1 failed, 11 passed in 3.21s", 2, "1 failed, 11 passed in 3.21s"),
        ("ruff found something", 2, ""),
    ],
)
def test_ci_ends_as_make_ends_with_the_closing_line(
    tmp_path: Path, said: str, code: int, closing: str
) -> None:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "system.sh").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "scripts" / "system.sh").chmod(0o755)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "make").write_text(
        f'#!/bin/sh\nprintf "$1 in $PWD, CI=$CI\\n"\ncat\nprintf "{said}\\n"\nexit {code}\n'
    )
    (tools / "make").chmod(0o755)
    done = subprocess.run(
        [tmp_path / ".ci" / "run"],
        cwd="/",
        env=environment(PATH=f"{tools}{os.pathsep}{os.environ['PATH']}", RAIDBOOK_SKIP_SPARK="yes"),
        stdin=subprocess.PIPE,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == code
    assert done.stdout.splitlines()[0] == f"test in {tmp_path}, CI=true"
    assert done.stdout.splitlines()[-1] == closing

"""`.venv/bin/raidbook`: works from any folder, and in a copy of the whole folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, environment, good, write_records

from scripts.setup import LAUNCHER


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with the launcher and a Python, as the set-up makes them."""
    root = tmp_path / "rai'd book"
    for folder in (root / "dbt_project", root / ".venv" / "bin"):
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
    return root


def called(launcher: Path, *words: str, cwd: Path, **changes: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [launcher, *words],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_link_to_the_launcher_is_the_launcher(root: Path, tmp_path: Path) -> None:
    bin_folder = tmp_path / "b in"
    bin_folder.mkdir()
    (bin_folder / "absolute").symlink_to(root / ".venv/bin/raidbook")
    (bin_folder / "raidbook").symlink_to("absolute")
    for name in ("absolute", "raidbook"):
        done = called(bin_folder / name, "status", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (
            3,
            "Nothing is published yet. Run `make build` first.\n",
        )


def test_an_environment_without_python_ends_with_3(root: Path) -> None:
    (root / ".venv/bin/python").unlink()
    done = called(root / ".venv/bin/raidbook", "status", cwd=root)
    assert done.returncode == 3
    assert done.stderr == (
        "The environment in .venv is not complete. Delete .venv and run `make setup`.\n"
    )


@pytest.mark.parametrize("package", ["typer", "duckdb"])
def test_an_environment_that_lacks_a_package_ends_with_3_and_runs_the_hook(
    root: Path, tmp_path: Path, package: str
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / f"{package}.py").write_text(f"raise ModuleNotFoundError('No module {package}')")
    done = called(
        root / ".venv/bin/raidbook",
        "build",
        cwd=root,
        PYTHONPATH=str(broken),
        RAIDBOOK_ON_FAILURE='cat > got; echo "$RAIDBOOK_OUTCOME" >> got',
    )
    assert done.returncode == 3, done.stderr
    sentence = f"the environment in .venv is not complete: No module {package}"
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    written = (root / "got").read_text()
    assert sentence in written
    assert written.endswith("broken\n")


def test_files_are_named_from_where_it_is_called(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    write_records(elsewhere / "july.csv", [good(1)])
    done = called(root / ".venv/bin/raidbook", "add", "july.csv", cwd=elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert "july.csv: 1 rows read, 1 loaded, 0 rejected" in done.stdout
    assert len(list((root / "var/landing/deliveries").iterdir())) == 1
    assert [path.name for path in elsewhere.iterdir()] == ["july.csv"]

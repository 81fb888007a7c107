"""The wheel: installed in an environment of its own, it opens a published file from anywhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import duckdb
import pytest
from support import NOT_COPIED, ROOT, environment

PACKAGE = "raidbook"
PACKAGES = (PACKAGE, "ingest")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the wheel from a copy of the sources, with the locked setuptools."""
    source = tmp_path_factory.mktemp("source") / "raidbook"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=NOT_COPIED)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, source / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*build, "--no-index", "--wheel-dir", str(source / "dist"), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (made,) = (source / "dist").glob("raidbook-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel beside the locked packages; return the environment."""
    env = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", env], check=True)
    python = env / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    (packages,) = env.glob("lib/python3*/site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return env


def ask(installed: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program, *rest = words
    return subprocess.run(
        [str(installed / "bin" / program), *rest],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_all_files_of_its_packages(wheel: Path) -> None:
    wanted = {
        str(path.relative_to(ROOT))
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "records" not in path.parts
    }
    assert f"{PACKAGE}/cli/main.py" in wanted
    with zipfile.ZipFile(wheel) as archive:
        assert wanted <= set(archive.namelist())


def test_it_opens_a_file_from_anywhere(
    installed: Path, built_project: Path, live: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The package is the installed one, and any published file will do, under any name."""
    copy = tmp_path / "published.duckdb"
    shutil.copy2(built_project / "var/live/warehouse.duckdb", copy)
    question = "select sum(persons) from arrests"
    code = (
        f"import {PACKAGE}; print({PACKAGE}.__file__)\n"
        f"print({PACKAGE}.connect({str(copy)!r}).execute({question!r}).fetchall()[0][0])"
    )
    done = ask(installed, tmp_path, "python", "-c", code)
    assert done.returncode == 0, done.stderr
    where, total = done.stdout.split()
    assert Path(where).is_relative_to(installed)
    assert total == str(live.execute(question).fetchall()[0][0])


def test_a_file_that_is_not_there_is_named(installed: Path, tmp_path: Path) -> None:
    code = f"import {PACKAGE}; {PACKAGE}.connect('no.duckdb')"
    done = ask(installed, tmp_path, "python", "-c", code)
    assert (
        "RaidbookError: There is no file no.duckdb. Give the path of a published file"
        in done.stderr
    )
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_that_it_needs_a_project(installed: Path, tmp_path: Path) -> None:
    done = ask(installed, tmp_path, "raidbook", "sql", "select 1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("This folder is not in a Raidbook project")


def test_the_command_works_in_a_project(installed: Path, built_project: Path) -> None:
    done = ask(installed, built_project, "raidbook", "sql", "select 41 + 1 as a", "--format", "csv")
    assert (done.returncode, done.stdout) == (0, "a\n42\n")

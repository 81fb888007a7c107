"""From Python: `raidbook.connect()`, an editable installation, and the notebook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import duckdb
import nbformat
import pytest
from support import ROOT, copy_project, environment

NOTEBOOK = ROOT / "analyses" / "first_look.ipynb"
ASK = (
    "import raidbook; "
    "print(raidbook.connect().sql('select sum(persons) from arrests').fetchone()[0])"
)


def python(code: str, cwd: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def total(live: duckdb.DuckDBPyConnection) -> str:
    return str(live.execute("select sum(persons) from marts.fct_arrests").fetchall()[0][0])


def test_connect_finds_the_project(
    built_project: Path, live: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """From its root, from a folder inside it, and from elsewhere by the path of the package."""
    for folder in (built_project, built_project / "raidbook" / "export", tmp_path):
        done = python(ASK, folder, PYTHONPATH=str(built_project))
        assert done.stdout.strip() == total(live), done.stderr


def test_connect_is_read_only(built_project: Path) -> None:
    code = "import raidbook; raidbook.connect().execute('create table t (a int)')"
    done = python(code, built_project, PYTHONPATH=str(built_project))
    assert done.returncode != 0
    assert "read-only" in done.stderr


def test_nothing_published_is_said_in_a_sentence(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    done = python("import raidbook; raidbook.connect()", root, PYTHONPATH=str(root))
    assert "RaidbookError: Nothing is published yet. Run `make build` first." in done.stderr


def test_an_editable_installation(
    built_project: Path, live: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """`pip install -e .` in an environment of its own, asked from a folder outside the project."""
    project = copy_project(tmp_path / "project")
    for name in ("README.md", "LICENSE"):
        shutil.copy2(ROOT / name, project / name)
    (project / "var").symlink_to(built_project / "var")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    other = tmp_path / "env" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(other), "install", "--quiet"]
    done = subprocess.run(
        [*pip, "--no-deps", "-e", str(project)], capture_output=True, text=True, check=False
    )
    if done.returncode and "setuptools" in done.stderr and "No matching" in done.stderr:
        pytest.skip("pip can't fetch setuptools to build with: no package registry here")
    assert done.returncode == 0, done.stderr
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = tmp_path / "env" / "lib" / version / "site-packages"
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    asked = subprocess.run(
        [str(other), "-c", ASK],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.stdout.strip() == total(live), asked.stderr
    command = subprocess.run(
        [
            str(tmp_path / "env" / "bin" / "raidbook"),
            "sql",
            "select 41 + 1 as a",
            "--format",
            "csv",
        ],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert command.stdout == "a\n42\n", command.stderr


def test_the_notebook_runs(built_project: Path, tmp_path: Path) -> None:
    """In a copy beside the built project: tables, and a plot as a picture."""
    code = (
        "import sys, nbformat\n"
        "from nbclient import NotebookClient\n"
        "book = nbformat.read(sys.argv[1], 4)\n"
        "NotebookClient(book, timeout=120, kernel_name='python3').execute()\n"
        "nbformat.write(book, sys.argv[2])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(NOTEBOOK), str(tmp_path / "run.ipynb")],
        cwd=built_project,
        env=environment(PYTHONPATH=str(built_project), IPYTHONDIR=str(tmp_path / "ipython")),
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    cells = nbformat.read(tmp_path / "run.ipynb", 4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    assert any("image/png" in out.get("data", {}) for out in outputs)
    assert sum("text/html" in out.get("data", {}) for out in outputs) == 2
    assert not [out for out in outputs if out.output_type == "error"]


def test_the_notebook_is_committed_without_outputs() -> None:
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert os.sep + "home" + os.sep not in NOTEBOOK.read_text(encoding="utf-8")

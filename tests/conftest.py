"""The shipped project, built once a session in a copy of its own, and its published file.

Tests read these; none changes them. A test that changes something copies the project
(`support.copy_project(tmp_path / "project", var=built_project / "var")` begins from this build).
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from support import ROOT, bare_settings, copy_project, raidbook

from ingest.names import reference_files
from raidbook.settings import Settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what reads the build, so that `make test-fast` leaves it out."""
    for item in items:
        if {"built_project", "shipped_project"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a copy of the project in which `raidbook build` has ended well.

    Its records and seeds are the frozen ones, so that tests may know their figures.
    """
    return _built(tmp_path_factory, "frozen")


@pytest.fixture(scope="session")
def shipped_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the like with the records and seeds that ship, for golden answers."""
    return _built(tmp_path_factory, "shipped")


@pytest.fixture(scope="session")
def reference_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the reference data of `seeds/`, gathered once for all workers."""
    folder = _base(tmp_path_factory) / "reference"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        reference_files.cached_reference(folder, ROOT / "seeds")
    return folder


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to a database in memory, one for the tests of a module."""
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def here(tmp_path: Path, reference_cache: Path) -> Settings:
    """Return settings for a folder with seeds and their reference data, and no models."""
    settings = bare_settings(tmp_path)
    shutil.copytree(reference_cache, settings.var / "cache")
    return settings


def _base(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    # of a worker of pytest-xdist it is a folder of its own in one that all workers share
    return base.parent if base.name.startswith("popen-") else base


def _built(factory: pytest.TempPathFactory, kind: str) -> Path:
    base = _base(factory)
    root, log = base / kind / "raidbook", base / kind / "build.txt"
    log.parent.mkdir(exist_ok=True)
    with (log.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not log.exists():
            steps = str(log.parent / "steps.duckdb")  # kept for the tests that look into them
            copy_project(root, is_shipped=kind == "shipped")
            done = raidbook(root, "build", RAIDBOOK_INTERMEDIATE=steps)
            log.write_text(f"exit {done.returncode}\n{done.stdout}{done.stderr}")
    words = log.read_text()
    assert words.startswith("exit 0\n"), f"the {kind} records do not build:\n{words}"
    return root


@pytest.fixture
def live(built_project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to the published file of `built_project`, read-only."""
    with duckdb.connect(
        str(built_project / "var" / "live" / "warehouse.duckdb"), read_only=True
    ) as con:
        yield con

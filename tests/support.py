"""Helpers for several test modules: a copy of the project, its command line, and records."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ingest.errors import RaidbookError
from ingest.record import definition
from raidbook.common.exit_codes import exit_code_of
from raidbook.settings import Settings
from scripts import freeze

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    "dbt_project",
    "seeds",
    "ingest",
    "raidbook",
    "requirements.lock",
    "Makefile",
    "pyproject.toml",
)
NOT_COPIED = shutil.ignore_patterns("__pycache__", "target", "logs", "dbt_packages", ".user.yml")

# A good record; tests change single cells of it.
GOOD: dict[str, str] = {
    "record_id": "kh-2025-07-14-directive-raids/jacaranda-fm-20250717/1",
    "event_id": "kh-2025-07-14-directive-raids",
    "event_kind": "raid",
    "event_start": "2025-07-14",
    "event_end": "2025-07-16",
    "date_precision": "range",
    "country": "KH",
    "measure": "persons_arrested",
    "value": "1000",
    "qualifier": "more_than",
    "counts_as": "total",
    "source_url": "https://example.org/raids",
    "publisher": "Jacaranda FM",
    "published_on": "2025-07-17",
    "language": "en",
}


def good(number: int = 1, **changes: str) -> dict[str, str]:
    """Return a good record with its own record_id, and with some cells changed."""
    return GOOD | {"record_id": f"{GOOD['event_id']}/jacaranda-fm-20250717/{number}"} | changes


def write_records(
    path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = definition.NAMES
) -> Path:
    """Write records as a regular CSV file; cells that a row lacks are empty."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def files_below(folder: Path, pattern: str) -> list[Path]:
    """Return the files below a folder, sorted. A check over none would be none, so that fails."""
    found = sorted(path for path in folder.rglob(pattern) if path.is_file())
    assert found, f"there is no {pattern} in {folder}"
    return found


def copy_project(target: Path, *, var: Path | None = None, is_shipped: bool = False) -> Path:
    """Copy what a build needs to `target` (and a `var` to begin from); return `target`.

    Its records and seeds are the frozen ones of `tests/data`, or those that ship.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=NOT_COPIED)
        else:
            shutil.copy2(source, target / name)
    if not is_shipped:
        for path in freeze.files(target):
            path.unlink()
        with zipfile.ZipFile(freeze.FROZEN) as archive:
            archive.extractall(target)
    if var is not None:
        shutil.copytree(var, target / "var", symlinks=True)
    return target


def environment(**changes: str) -> dict[str, str]:
    """Return the environment without the settings of who runs the tests, and with `changes`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAIDBOOK_")}
    return kept | changes


def raidbook(root: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in `root` with this interpreter; `changes` go into its environment."""
    return subprocess.run(
        [sys.executable, "-m", "raidbook", *words],
        cwd=root,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,  # a busy machine takes minutes for a build
    )


def ended(command: Callable[..., int | None], *given: object, **named: object) -> int:
    """Call what a command calls; return the exit code, and print an error, as the command does."""
    try:
        return command(*given, **named) or 0
    except RaidbookError as error:
        print(error, file=sys.stderr)
        return exit_code_of(error)


def bare_settings(root: Path) -> Settings:
    """Return settings for a folder with seeds and no models: enough to land, check and load."""
    if not (root / "seeds").is_dir():
        shutil.copytree(ROOT / "seeds", root / "seeds")
    return Settings(
        root=root,
        var=root / "var",
        threads=2,
        memory_limit="1GB",
        builds_kept=3,
        called_from=root,
    )

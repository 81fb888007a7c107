"""Remove files that can be made again: caches, and files in `var/` that follow from landed files.

Landed files, the live file, earlier builds and the history of builds are never removed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = (
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "dbt_project/logs",
    "dbt_project/target",
    "var/build",
    "var/cache",
    "var/dbt",
    "var/dbt_by_hand",
    "var/exports",
    "var/site",
    "var/spark",
    "var/spill",
)
CODE = ("dbt_project", "ingest", "scripts", "tests", "raidbook")


def main() -> int:
    """Remove the files, and print which ones. A second call finds nothing."""
    made = [ROOT / name for name in MADE]
    compiled = [path for name in CODE for path in (ROOT / name).rglob("__pycache__")]
    for folder in (*made, *compiled):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            if folder in made:
                print(f"removed   {folder.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

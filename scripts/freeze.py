"""Freeze the shipped records and seeds for tests that need certain figures.

`python -m scripts.freeze` writes `tests/data/frozen.zip`. Those tests build from it, so that a new
record or a new alias breaks none of them. Freeze again only if a test needs a record that is not in
it yet, or if a column of the record or of a seed changed. Then correct the figures in those tests.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "tests" / "data" / "frozen.zip"
FOLDERS = ("ingest/records", "seeds")
CODE = ("measure.csv", "geonames_admin1.csv")  # seeds that change with the code or not at all


def main() -> int:
    """Write the frozen files. The same files give the same bytes."""
    FROZEN.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(FROZEN, "w") as archive:
        for path in files(ROOT):
            entry = zipfile.ZipInfo(str(path.relative_to(ROOT)))
            entry.compress_type = zipfile.ZIP_LZMA
            archive.writestr(entry, path.read_bytes())
    print(f"{FROZEN.relative_to(ROOT)}: {FROZEN.stat().st_size // 1024} kB")
    return 0


def files(root: Path) -> list[Path]:
    """Return the files to freeze, with their paths in a project."""
    found = (path for folder in FOLDERS for path in (root / folder).glob("*.csv"))
    return sorted(path for path in found if path.name not in CODE)


if __name__ == "__main__":
    raise SystemExit(main())

"""Write seeds/expected_rows.csv: the number of rows of each shipped file, by year of event_start.

`python -m scripts.expected_rows` writes it and prints what changed. With `--check` it writes
nothing, and the exit code is 1 if the seed doesn't match the files.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from pathlib import Path

from ingest.landing import digest
from ingest.sources.source import shipped_records

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "expected_rows.csv"


def expected_rows(root: Path) -> str:
    """Return the seed as it should be: sha256, file_name, event_year, row_count."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["sha256", "file_name", "event_year", "row_count"])
    for path in shipped_records(root):
        with path.open(encoding="utf-8-sig", newline="") as records:
            years = Counter(row["event_start"].strip()[:4] for row in csv.DictReader(records))
        for year, count in sorted(years.items()):
            writer.writerow([digest(path), path.name, year, count])
    return stream.getvalue()


def main(words: list[str]) -> int:
    """Write or check the seed; return 0, or 1 if a check finds a difference."""
    old = SEED.read_text(encoding="utf-8") if SEED.is_file() else ""
    new = expected_rows(ROOT)
    before, after = set(old.splitlines()), set(new.splitlines())
    for sign, lines in (("-", before - after), ("+", after - before)):
        for line in sorted(lines):
            print(sign, line)
    if "--check" in words:
        return int(old != new)
    SEED.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Update the answers in `analyses/`: run `make answers`, then look at `git diff analyses`.

The answer of `analyses/<name>.sql` on the shipped records is `analyses/answers/<name>.csv`; a test
compares them. The "Answer:" in an SQL file is written manually. The test also fails if a number in
it is no longer in the answer.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb

import raidbook

ANALYSES = Path(__file__).resolve().parents[1] / "analyses"


def answer(con: duckdb.DuckDBPyConnection, query: Path) -> str:
    """Return the answer of one analysis as CSV."""
    found = con.execute(query.read_text(encoding="utf-8"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column[0] for column in found.description or [])
    for row in found.fetchall():
        writer.writerow(str(v).lower() if isinstance(v, bool) else v for v in row)
    return text.getvalue()


def main() -> None:
    """Write one CSV file for each analysis, and remove files of analyses that no longer exist."""
    folder = ANALYSES / "answers"
    folder.mkdir(exist_ok=True)
    queries = sorted(ANALYSES.glob("*.sql"))
    with raidbook.connect() as con:
        for query in queries:
            (folder / f"{query.stem}.csv").write_text(answer(con, query), encoding="utf-8")
    for path in folder.glob("*.csv"):
        if path.stem not in {query.stem for query in queries}:
            path.unlink()
    print(f"Wrote {len(queries)} answers to analyses/answers. Compare them with git diff.")


if __name__ == "__main__":
    main()

"""Read the rows of a seed, insert one, and the mark that seeds use for an empty cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from ingest.whole_files import written_whole

EMPTY = "-"  # an empty text cell of a seed


def read_seed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a seed, cells as text. Raises OSError if there is no such file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def insert_row(path: Path, row: Mapping[str, str]) -> None:
    """Insert a row at its place in the seed's order; every other byte stays as it is.

    `row` has a cell for each column of the seed. The row gets the line end of the header. Raises
    OSError if the seed can't be written.
    """
    data = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if data.startswith("\ufeff") else ""
    lines = list(io.StringIO(data.removeprefix(mark), newline=""))
    reader = csv.reader(lines)
    columns = next(reader)
    end = "\r\n" if lines[reader.line_num - 1].endswith("\r\n") else "\n"
    cells = [row[name] for name in columns]
    at = began = reader.line_num
    for present in reader:
        if present > cells:
            at = began
            break
        at = began = reader.line_num
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerow(cells)
    if not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += end
    lines.insert(at, text.getvalue())
    with written_whole(path) as temporary:
        temporary.write_bytes((mark + "".join(lines)).encode())

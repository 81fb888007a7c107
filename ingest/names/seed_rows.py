"""Read the seeds, strictly, and write rows to them. No other module of Python reads a seed.

People edit seeds in spreadsheets, which may change the encoding, the separator or the dates. What
dbt would load otherwise than it is meant, or not at all, is refused in a sentence with the place. A
byte order mark and the line ends of Windows change nothing, and are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ingest.errors import RefusedError
from ingest.readers.cell_text import printable
from ingest.record.text_form import JOINERS
from ingest.whole_files import written_whole

EMPTY = "-"  # an empty text cell of a seed
DESCRIBED = "_seeds.yml"  # the columns of each seed, their types, and the key
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # the byte order mark, as text
WHOLE = re.compile("-?[0-9]{1,18}")
NUMBER = re.compile("-?[0-9]{1,15}([.][0-9]{1,9})?")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Description(NamedTuple):
    """What is described of a seed: the type of each column, in order, and its key."""

    types: dict[str, str]
    key: tuple[str, ...]


class Fault(NamedTuple):
    """What is wrong in a seed: the line (None for the whole file), the column, and what to do."""

    line: int | None
    column: str
    wrong: str
    remedy: str
    stands: str | None = None

    def sentence(self, seed: str) -> str:
        """Return the sentence, with the place in the file."""
        return sentence(seed, self.line, self.column, self.wrong, self.remedy, self.stands)


def sentence(
    seed: str, line: int | None, column: str, wrong: str, remedy: str, stands: str | None = None
) -> str:
    """Return what is wrong in a seed (its name without .csv), where, and what to do."""
    place = [f"seeds/{seed}.csv"]
    if line is not None:
        place.append(f"line {line}")
    if column:
        place.append(f"column {column}")
    quoted = f' "{printable(stands)}":' if stands is not None else ""
    return f"{', '.join(place)}:{quoted} {wrong}; {remedy}."


def read_seed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a seed, cells as text.

    Raises RefusedError with the first fault, and OSError if there is no such file.
    """
    rows, faults = _read(path)
    if faults:
        raise RefusedError(faults[0].sentence(path.stem))
    return [row for _, row in rows]


def header_of(path: Path) -> list[str]:
    """Return the columns of a seed that can be read. Raises OSError."""
    text = path.read_bytes().decode("utf-8").removeprefix(MARK)
    return next(_records(text))[1]


def numbered_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of a seed with its line, as far as it can be read. Raises OSError."""
    yield from _read(path)[0]


def faults_in(seeds: Path) -> list[tuple[str, Fault]]:
    """Return each fault in any seed of the folder, with the seed's name. Raises OSError."""
    return [(path.stem, fault) for path in sorted(seeds.glob("*.csv")) for fault in _read(path)[1]]


def insert_row(path: Path, cells: Sequence[str], *, is_sorted: bool) -> None:
    """Write one more row into a seed, at its place in the order or as the last one.

    The other lines stay as they are, and the row ends as they do. Raises RefusedError for a seed
    that can't be read, and OSError if it can't be written.
    """
    rows, faults = _read(path)
    if faults:
        raise RefusedError(faults[0].sentence(path.stem))
    lines = path.read_bytes().decode("utf-8").split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    if lines[-1] == "":
        lines.pop()
    else:  # some editors leave the last line open
        lines[-1] = lines[-1].removesuffix("\r") + end
    at = len(lines)
    if is_sorted:
        at = next((line - 1 for line, row in rows if list(row.values()) > list(cells)), at)
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerow(cells)
    lines.insert(at, text.getvalue())
    with written_whole(path) as temporary:
        temporary.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))


def insert_named(path: Path, row: Mapping[str, str]) -> None:
    """Insert a row, its cells by column, at its place in the seed's order: see `insert_row`."""
    insert_row(path, [row[name] for name in header_of(path)], is_sorted=True)


def _read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """Return the rows of a seed with their lines, and what is wrong in it."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        wrong = f"the byte {error.object[error.start]:#04x} is not UTF-8"
        return [], [Fault(line, "", wrong, "save the file as UTF-8 (in Excel: CSV UTF-8)")]
    described = path.with_name(DESCRIBED)
    seeds = _descriptions(described.read_text(encoding="utf-8")) if described.is_file() else {}
    return _parsed(text.removeprefix(MARK), seeds.get(path.stem))


@lru_cache(maxsize=8)
def _descriptions(described: str) -> dict[str, Description]:
    import yaml

    return {
        seed["name"]: Description(
            seed["config"]["column_types"], tuple(seed["config"]["meta"]["key"])
        )
        for seed in yaml.safe_load(described)["seeds"]
    }


def _parsed(
    text: str, described: Description | None
) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    header: list[str] | None = None
    ends: set[bool] = set()
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[Fault] = []
    for line, cells, fault, end in _records(text):
        if end is not None:
            ends.add(end)
        if fault is not None:
            faults.append(fault)
        elif header is None:
            header = cells
            if described is not None and header != list(described.types):
                return [], [_of_header(header, list(described.types))]
        elif not any(cells):
            faults.append(Fault(line, "", "the row is empty", "delete it"))
        elif len(cells) != len(header):
            wrong = f"the row has {len(cells)} cells, but the header has {len(header)}"
            remedy = "write a cell for each column, in quotes if it holds a comma"
            faults.append(Fault(line, "", wrong, remedy))
        else:
            rows.append((line, dict(zip(header, cells, strict=True))))
            faults += _of_cells(line, rows[-1][1], described.types if described else {})
    if header is None:
        faults = faults or [Fault(None, "", "the file is empty", "restore its header")]
    elif len(ends) > 1:
        faults.append(Fault(None, "", "its lines end in different ways", "save it in one editor"))
    if described is not None:
        faults += _of_keys(rows, described.key)
    return rows, faults


def _records(text: str) -> Iterator[tuple[int, list[str], Fault | None, bool | None]]:
    """Yield each row: its first line, its cells, what is wrong, and whether it ends in CR LF.

    The last is None for a last line without an end. A cell in quotes may hold line breaks.
    """
    lines = text.split("\n")
    is_open = lines[-1] != ""
    if not is_open:
        lines.pop()
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    while (first := reader.line_num + 1) <= len(lines):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            wrong = "the row can't be read, since a quotation mark or a line end is out of place"
            remedy = "put cells with quotation marks, commas or line ends in quotes"
            yield first, [], Fault(first, "", wrong, remedy), None
            return
        has_end = not (is_open and reader.line_num == len(lines))
        yield first, cells, None, lines[reader.line_num - 1].endswith("\r") if has_end else None


def _of_header(header: list[str], wanted: list[str]) -> Fault:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            wrong = f"the cells are separated by {name}"
            return Fault(1, "", wrong, "save the file with commas between its cells")
    stands = printable(",".join(header), 200)
    return Fault(1, "", "the header has other columns", f"write {','.join(wanted)}", stands)


def _of_cells(number: int, row: dict[str, str], types: dict[str, str]) -> Iterator[Fault]:
    for name, cell in row.items():
        if cell != cell.strip():
            wrong, remedy = "the cell begins or ends with a blank", "delete the blank"
        elif not _seen(cell, name):
            wrong, remedy = "the cell holds an invisible character", "type the cell again"
        elif cell and (problem := _of_type(cell, types.get(name, "string"))):
            wrong, remedy = problem
        else:
            continue
        yield Fault(number, name, wrong, remedy, cell)


def _of_keys(rows: list[tuple[int, dict[str, str]]], key: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a fault for each row whose key a row above it has."""
    lines: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        cells = tuple(row[name] for name in key)
        first = lines.setdefault(cells, line)
        if first != line:
            named = ", ".join(
                f'{name} "{printable(cell)}"' for name, cell in zip(key, cells, strict=True)
            )
            wrong = f"line {first} has the same {named}"
            yield Fault(
                line, "", wrong, "decide which of the two rows is right, and delete the other"
            )


def _seen(cell: str, column: str) -> bool:
    """Return whether people see each character. A reason may have several lines."""
    allowed = JOINERS + "\r\n" if column == "reason" else JOINERS
    return cell.isprintable() or all(c.isprintable() or c in allowed for c in cell)


def _of_type(cell: str, kind: str) -> tuple[str, str] | None:
    """Return what is wrong with a cell, and what to do; None if it is of its type."""
    if kind == "date":
        try:
            is_day = bool(DAY.fullmatch(cell)) and date.fromisoformat(cell) is not None
        except ValueError:
            is_day = False
        return None if is_day else ("it is not a date", "write the day as 2026-11-29")
    if kind in ("bigint", "integer"):
        is_whole = bool(WHOLE.fullmatch(cell))
        return None if is_whole else ("it is not a whole number", "write only digits")
    if kind in ("double", "decimal"):
        is_number = bool(NUMBER.fullmatch(cell))
        return None if is_number else ("it is not a number", "write it as 13.5, with a point")
    if kind == "boolean":
        is_truth = cell in ("true", "false")
        return None if is_truth else ("it is neither true nor false", "write true or false")
    return None

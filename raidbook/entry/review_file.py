"""A file of proposals to review. Every decision is saved at once and can be undone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from ingest.errors import RefusedError, WrongUseError
from ingest.readers.header import ACCEPT
from ingest.record import definition
from ingest.whole_files import written_whole
from raidbook.entry.review_rows import DECISIONS, SENTENCE, Row, rows_as_csv

COLUMNS = {column.name: column for column in definition.COLUMNS}


class ReviewFile:
    """The rows of a file, the place of the current one, and what was done to them."""

    def __init__(self, path: Path, log: Path, clock: Callable[[], float] = monotonic) -> None:
        """Read the rows. Raises RefusedError if the file is not one of proposals."""
        self._path, self._log, self._clock = path, log, clock
        self.rows = _rows(path)
        self._undo: list[tuple[int, Row]] = []
        open_rows = [at for at, row in enumerate(self.rows) if not row[ACCEPT]]
        self.at = open_rows[0] if open_rows else 0
        self._since = clock()

    @property
    def row(self) -> Row:
        """The current row."""
        return self.rows[self.at]

    @property
    def reviewed(self) -> int:
        """How many rows have a decision."""
        return sum(bool(row[ACCEPT]) for row in self.rows)

    def move(self, steps: int) -> None:
        """Go some rows on or back, without a decision."""
        self.at = max(0, min(len(self.rows) - 1, self.at + steps))
        self._since = self._clock()

    def decide(self, decision: str) -> None:
        """Write a decision into the current row, save, log the seconds, and go to the next row."""
        assert decision in DECISIONS
        seconds = self._clock() - self._since
        self._change({ACCEPT: decision})
        self._log_decision(decision, seconds)
        self.move(1)

    def edit(self, words: str) -> str:
        """Change a cell by `column=value`, save, and return what is wrong, or an empty text."""
        name, is_pair, value = (part.strip() for part in words.partition("="))
        column = COLUMNS.get(name)
        if not is_pair or column is None:
            return "Write column=value with a column of the record, such as nationality=VN."
        if column.vocabulary and value and value not in column.vocabulary:
            return f"{name} is one of: {', '.join(column.vocabulary)}."
        self._change({name: value})
        return ""

    def undo(self) -> None:
        """Undo the last decision or change, and go to its row."""
        if self._undo:
            self.at, before = self._undo.pop()
            self.rows[self.at] = before
            self._save()
            self._since = self._clock()

    def _change(self, cells: Row) -> None:
        self._undo.append((self.at, self.row))
        self.rows[self.at] = self.row | cells
        self._save()

    def _save(self) -> None:
        with (
            written_whole(self._path) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as stream,
        ):
            stream.writelines(rows_as_csv(self.rows))

    def _log_decision(self, decision: str, seconds: float) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "file": self._path.name,
            "row": self.at + 2,
            "decision": decision,
            "seconds": round(seconds, 2),
        }
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")


def _rows(path: Path) -> list[Row]:
    if path.suffix.lower() != ".csv":
        raise WrongUseError(
            f"{path.name}: `raidbook review` opens the CSV that `raidbook read --format csv -o "
            "FILE.csv` writes. To review a workbook, fill in its column _accept."
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
    except FileNotFoundError:
        raise RefusedError(f"{path.name}: there is no such file.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RefusedError(f"{path.name}: can't be read: {error}.") from None
    if not rows:
        raise RefusedError(f"{path.name}: the file has no proposals.")
    if ACCEPT not in rows[0] or SENTENCE not in rows[0]:
        raise RefusedError(
            f"{path.name}: the file has no proposals to review. `raidbook read --format csv -o "
            "FILE.csv` writes one."
        )
    return rows

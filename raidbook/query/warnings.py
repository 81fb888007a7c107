"""What a person should doubt first: the warnings of a file with most persons at stake."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.fetch import fetch_row, fetch_rows

MANY = 500  # persons at stake above which a build tells of a warning that is new
NAMED = 3  # of them, the largest


@dataclass(frozen=True)
class Doubt:
    """One warning, as far as one line can tell it."""

    warning: str
    event_id: str
    persons_at_stake: int
    message: str

    def __str__(self) -> str:
        """Return it in one line, as the console shows it."""
        return (
            f"{self.event_id} ({self.warning}, {self.persons_at_stake:,} persons): {self.message}"
        )


@dataclass(frozen=True)
class Doubts:
    """How many warnings a file has, how many above MANY persons, and the largest of them."""

    total: int
    above_many: int
    largest: Doubt | None

    @property
    def max_persons(self) -> int:
        """Persons at stake in the largest."""
        return self.largest.persons_at_stake if self.largest else 0

    @property
    def first(self) -> str:
        """Return the largest in one line, or that there is none."""
        return str(self.largest) if self.largest else "No record and no event is in doubt."

    def __str__(self) -> str:
        """Return how many there are and what is at stake, in words."""
        if self.largest is None:
            return "none"
        return (
            f"{self.total:,}, {self.above_many:,} of them with more than {MANY} persons at stake; "
            f"the largest with {self.largest.persons_at_stake:,}, {self.largest.warning} of "
            f"{self.largest.event_id}"
        )


_COLUMNS = "warning, event_id, persons_at_stake, message"


def doubts_of(con: duckdb.DuckDBPyConnection) -> Doubts | None:
    """Return what the file in use has; None where it is of before persons were at stake."""
    try:
        # in the text: a parameter would make DuckDB import pandas for a short answer
        total, above_many = fetch_row(
            con,
            f"select count(*), count(*) filter (persons_at_stake > {MANY}) from quality.warnings",
        )
        first = fetch_rows(
            con, f"select {_COLUMNS} from quality.warnings order by doubt_rank limit 1"
        )
    except duckdb.Error:
        return None
    return Doubts(total, above_many, Doubt(*first[0]) if first else None)


def new_doubts(con: duckdb.DuckDBPyConnection) -> tuple[int, list[Doubt]]:
    """Return how many warnings above MANY persons `live` did not have so, and the largest.

    One that grew beyond MANY is new too. Where nothing is live, or a file of an earlier version,
    all are new.
    """
    try:
        return _new(
            con, f"select warning_key from live.quality.warnings where persons_at_stake > {MANY}"
        )
    except duckdb.Error:
        return _new(con, "select '-' where false")


def _new(con: duckdb.DuckDBPyConnection, known: str) -> tuple[int, list[Doubt]]:
    found = fetch_rows(
        con,
        f"select count(*) over (), {_COLUMNS} from quality.warnings "
        f"where persons_at_stake > {MANY} "
        f"and warning_key not in ({known}) order by doubt_rank limit {NAMED}",
    )
    return (found[0][0] if found else 0), [Doubt(*row[1:]) for row in found]

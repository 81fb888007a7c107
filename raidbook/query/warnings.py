"""The largest warnings of a published file: those with the most persons at stake."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.fetch import fetch_row, fetch_rows

MANY = 500  # a build reports new warnings with more persons at stake
NAMED = 3  # how many of them it names, the largest first


@dataclass(frozen=True)
class PublishedWarning:
    """One row of quality.warnings, in the columns that fit on one line."""

    warning: str
    event_id: str
    persons_at_stake: int
    message: str

    def __str__(self) -> str:
        """Return the warning in one line, as the console shows it."""
        return (
            f"{self.event_id} ({self.warning}, {self.persons_at_stake:,} persons): {self.message}"
        )


@dataclass(frozen=True)
class WarningSummary:
    """How many warnings a file has, how many above MANY persons, and the largest of them."""

    total: int
    above_many: int
    largest: PublishedWarning | None

    @property
    def max_persons(self) -> int:
        """The persons at stake in the largest warning; 0 if there is none."""
        return self.largest.persons_at_stake if self.largest else 0

    @property
    def first(self) -> str:
        """The largest warning in one line, or a sentence that there is none."""
        return str(self.largest) if self.largest else "There are no warnings."

    def __str__(self) -> str:
        """Return the number of warnings and what is at stake, in words."""
        if self.largest is None:
            return "none"
        return (
            f"{self.total:,}, {self.above_many:,} of them with more than {MANY} persons at stake; "
            f"the largest with {self.largest.persons_at_stake:,}, {self.largest.warning} of "
            f"{self.largest.event_id}"
        )


_COLUMNS = "warning, event_id, persons_at_stake, message"


def warning_summary(con: duckdb.DuckDBPyConnection) -> WarningSummary | None:
    """Return the summary of the file in use; None if an older file has no persons_at_stake."""
    try:
        # A literal: a parameter would make DuckDB import pandas for a short answer.
        total, above_many = fetch_row(
            con,
            f"select count(*), count(*) filter (persons_at_stake > {MANY}) from quality.warnings",
        )
        first = fetch_rows(
            con, f"select {_COLUMNS} from quality.warnings order by doubt_rank limit 1"
        )
    except duckdb.Error:
        return None
    return WarningSummary(total, above_many, PublishedWarning(*first[0]) if first else None)


def new_warnings(con: duckdb.DuckDBPyConnection) -> tuple[int, list[PublishedWarning]]:
    """Return how many warnings above MANY persons `live` does not have, and the largest of them.

    A warning that grew beyond MANY is new. All are new if nothing is live, or if the live file is
    of an earlier version.
    """
    try:
        return _new(
            con, f"select warning_key from live.quality.warnings where persons_at_stake > {MANY}"
        )
    except duckdb.Error:
        return _new(con, "select '-' where false")


def _new(con: duckdb.DuckDBPyConnection, known: str) -> tuple[int, list[PublishedWarning]]:
    found = fetch_rows(
        con,
        f"select count(*) over (), {_COLUMNS} from quality.warnings "
        f"where persons_at_stake > {MANY} "
        f"and warning_key not in ({known}) order by doubt_rank limit {NAMED}",
    )
    return (found[0][0] if found else 0), [PublishedWarning(*row[1:]) for row in found]

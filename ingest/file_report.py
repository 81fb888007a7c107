"""Report what is wrong with one delivered file, before it is landed.

Every function reads the temporary tables that `ingest.checked_file.read_delivery` made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import duckdb

from ingest.checked_file import Loaded
from ingest.normalise import normalised_rows
from ingest.readers.wrongly_decoded import find_wrongly_decoded
from ingest.record import checks, definition, validation

RAGGED = "the row is not a record: it has too few or too many cells, or one that can't be read"


@dataclass(frozen=True)
class Reason:
    """A rule that rejects rows: how many rows, and the number of the first one."""

    rule: str
    rows: int
    first_row: int


@dataclass(frozen=True)
class Read:
    """How the same text was read in the cells of one column.

    `typed` is None for an empty cell, and `value` for a cell that was read as empty, or for ids,
    which differ from row to row.
    """

    column: str
    typed: str | None
    value: str | None
    rows: int


@dataclass
class FileReport:
    """How many rows of a file are loaded or rejected, and why."""

    loaded: Loaded
    worst: list[tuple[int, str | None, str]] = field(default_factory=list)
    """(row number, record_id, reasons) of the rows with the most reasons."""
    reasons: list[Reason] = field(default_factory=list)
    """The rules that reject the most rows."""
    readings: list[Read] = field(default_factory=list)
    """How cells were read that were typed in another form, the most frequent first."""
    warnings: list[tuple[str, int, str]] = field(default_factory=list)
    """(rule, row number, sentence) of the warnings; their rows are loaded."""


def report_on_file(
    con: duckdb.DuckDBPyConnection, loaded: Loaded, landed_on: date, max_shown: int
) -> FileReport:
    """Return what is wrong with the file that was read last; at most `max_shown` rows and reasons.

    Replaces the temporary table `broken_checks` (_row_number, check_name).
    """
    per = loaded.reading.rows_per
    warnings = validation.find_warnings(con, "delivered", landed_on, per)
    report = FileReport(loaded, warnings=warnings + find_wrongly_decoded(con))
    if loaded.rows_as_read:
        report.readings = [Read(*row) for row in normalised_rows.how_read(con)]
    validation.name_broken_checks(con, landed_on)
    if not loaded.rows_rejected:
        return report
    report.worst = con.execute(f"""
        select _row_number, record_id, words from (
            select d._row_number, d.record_id, array_to_string(reasons, '; ') as words,
                len(reasons) as times
            from delivered as d inner join bad_rows using (_row_number)
            union all
            select _row_number, record_id, reasons, 1 from ragged_rows
        ) order by times desc, _row_number limit {max_shown}
    """).fetchall()
    rules = {check.name: check.rule for check in checks.checks()} | {"": RAGGED}
    report.reasons = [
        Reason(rules[name], rows, first)
        for name, rows, first in con.execute(f"""
            select check_name, count(*) as times, min(_row_number) as first_row from (
                from broken_checks union all select _row_number, '' from ragged_rows
            ) group by check_name order by times desc, first_row, check_name limit {max_shown}
        """).fetchall()
    ]
    return report


@dataclass(frozen=True)
class RejectedRow:
    """One rejected row: its cells by column, the reasons, and the columns that break a rule."""

    row_number: int
    cells: dict[str, str]
    more_cells: list[str]
    reasons: str
    wrong: frozenset[str]
    beside: frozenset[str]
    """Columns that a broken rule compares the wrong columns with."""


def rejected_rows(con: duckdb.DuckDBPyConnection) -> Iterator[RejectedRow]:
    """Yield every rejected row in the order of the file. Call `report_on_file` first."""
    import json

    by_name = {check.name: check for check in checks.checks()}
    names = ", ".join(f"d.{name}" for name in definition.NAMES)
    # Use this connection: another one doesn't see its temporary tables.
    found = con.execute(f"""
        select rejected.*, own from (
            select _row_number, reasons, broken, null as cells_as_json, {names} from (
                select _row_number, array_to_string(any_value(reasons), '; ') as reasons,
                    list(check_name) as broken
                from bad_rows inner join broken_checks using (_row_number) group by _row_number
            ) inner join delivered as d using (_row_number)
            union all
            select _row_number, reasons, [], record, {", ".join(["null"] * len(definition.NAMES))}
            from ragged_rows
        ) as rejected left join own_cells using (_row_number)
        order by _row_number
    """)
    while batch := found.fetchmany(2_000):
        for number, reasons, broken, as_json, *cells, own in batch:
            named = {k: v for k, v in zip(definition.NAMES, cells, strict=True) if v is not None}
            more: list[str] = []
            if as_json is not None:
                stood = json.loads(as_json)
                more = [str(cell) for cell in stood.pop("_more_cells", [])]
                named = {key: str(value) for key, value in stood.items()}
            named |= json.loads(own or "{}")
            wrong = {by_name[name].columns[0] for name in broken}
            beside = {column for name in broken for column in by_name[name].columns[1:]} - wrong
            yield RejectedRow(number, named, more, reasons, frozenset(wrong), frozenset(beside))

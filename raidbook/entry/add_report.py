"""Print the report of `raidbook add` on one file: reasons for rejected rows, and warnings."""

from __future__ import annotations

import sys

from ingest.file_report import FileReport, Read
from ingest.readers.cell_text import visible
from raidbook.common.terminal import say

MAX_SHOWN = 10  # rows, and reasons, that are printed at once
MAX_WARNINGS = 3  # of each kind
MAX_READINGS = 12  # kinds of cells that were read otherwise
MAX_CELL = 60  # characters of a cell in such a list


def print_report(report: FileReport) -> None:
    """Print rejected rows with their reasons, and warnings, on standard error."""
    reading = report.loaded.reading
    for note in reading.notes:
        say(f"  {note}", file=sys.stderr)
    _print_readings(report)
    rejected = report.loaded.rows_rejected
    if rejected > len(report.worst):
        say("  most often rejected because:", file=sys.stderr)
        for reason in report.reasons:
            first = reading.place(reason.first_row)
            say(f"  {reason.rows:>7,} × {reason.rule} (first in {first})", file=sys.stderr)
        say("  rows with the most errors:", file=sys.stderr)
    for row, record_id, reasons in report.worst:
        say(f"  {reading.place(row)} ({record_id or 'no record_id'}): {reasons}", file=sys.stderr)
    if rejected > len(report.worst):
        say(
            f"  … and {rejected - len(report.worst)} more; --errors FILE.xlsx writes all, and "
            "after the build all are in quality.rejected_records",
            file=sys.stderr,
        )
    _print_warnings(report)


def _print_readings(report: FileReport) -> None:
    """Print how cells were read that were typed in another form than the record's."""
    if not report.readings:
        return
    words = [f"{_how_read(found)} in {found.rows:,}" for found in report.readings[:MAX_READINGS]]
    more = len(report.readings) - len(words)
    if more:
        words.append(f"and {more:,} more, which raw.incident_records has in _as_typed")
    say(f"  read: {'; '.join(words)} (--strict reads nothing but the record's own form)")


def _how_read(found: Read) -> str:
    """Return "1,000 → 1000", or for an empty cell "empty qualifier → exact"."""
    typed = f"empty {found.column}" if found.typed is None else visible(found.typed, MAX_CELL)
    if found.value is None:
        value = "empty" if found.typed is not None else "made from the row"
    else:
        value = visible(found.value, MAX_CELL)
    return f"{typed} → {value}"


def _print_warnings(report: FileReport) -> None:
    """Print the first few warnings of each rule."""
    by_rule: dict[str, list[tuple[int, str]]] = {}
    for rule, row, sentence in report.warnings:
        by_rule.setdefault(rule, []).append((row, sentence))
    for rule, found in by_rule.items():
        for row, sentence in found[:MAX_WARNINGS]:
            place = report.loaded.reading.place(row)
            say(f"  warning, but loaded: {place}: {sentence}", file=sys.stderr)
        if len(found) > MAX_WARNINGS:
            say(
                f"  … and {len(found) - MAX_WARNINGS:,} more of this kind ({rule}); after the "
                "build see quality.warnings",
                file=sys.stderr,
            )

"""Print the report of `raidbook add` on one file: reasons for rejected rows, and warnings."""

from __future__ import annotations

import sys

from ingest.file_report import FileReport
from raidbook.common.terminal import say

MAX_SHOWN = 10  # rows, and reasons, that are printed at once
MAX_WARNINGS = 3  # of each kind


def print_report(report: FileReport) -> None:
    """Print rejected rows with their reasons, and warnings, on standard error."""
    reading = report.loaded.reading
    for note in reading.notes:
        say(f"  {note}", file=sys.stderr)
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

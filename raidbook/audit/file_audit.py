"""Audit a new file: open it beside the live file and run suites on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.sql_quoting import literal
from raidbook.audit.attached_live import attach_live
from raidbook.audit.difference import DIFFERENCE, explanations
from raidbook.audit.expectation import Suite
from raidbook.audit.suite_run import ExpectationResult, run_suite
from raidbook.common.connection import in_memory
from raidbook.common.table_rows import rows_by_table, views
from raidbook.query.warnings import PublishedWarning, new_warnings
from raidbook.settings import Settings


@dataclass(frozen=True)
class Baseline:
    """The published file with which a build is compared, if there is one that can be read."""

    path: Path | None
    name: str  # its build_id, or a remark if it isn't the live build


@dataclass(frozen=True)
class Change:
    """Differences from the baseline that stop no build."""

    rows: dict[str, int]  # by table, now
    added: dict[str, int]  # by table, if the number of rows changed
    explained: list[str]  # one sentence for each curation decision that explains changes
    warnings_added: int  # new warnings with many persons at stake,
    largest_added: list[PublishedWarning]  # and the largest of them


@contextmanager
def opened(
    settings: Settings, database: Path, baseline: Baseline
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the new file, read-only, as the database in use, with `live` attached.

    Data beyond the memory limit goes to the folder of the build, which is cleared.
    """
    with in_memory(settings, database.parent / "spill") as con:
        con.execute(f"attach {literal(database)} as warehouse (read_only)")
        con.execute("use warehouse")
        attach_live(con, baseline.path)
        yield con


def audit_file(
    settings: Settings,
    database: Path,
    baseline: Baseline,
    suites: tuple[Suite, ...],
    *,
    is_change_accepted: bool,
) -> tuple[list[ExpectationResult], Change | None]:
    """Run suites on the new file; return their results, and its change if a suite compares."""
    with opened(settings, database, baseline) as con:
        found = [
            result
            for suite in suites
            for result in run_suite(con, suite, is_change_accepted=is_change_accepted)
        ]
        if DIFFERENCE not in suites:
            return found, None
        now = rows_by_table(con, "warehouse")
        then = rows_by_table(con, "live") if baseline.path else now
        added = {
            table: now.get(table, 0) - then.get(table, 0)
            for table in sorted((now.keys() | then.keys()) - views(con, "warehouse"))
            if now.get(table, 0) != then.get(table, 0)
        }
        return found, Change(now, added, explanations(con), *new_warnings(con))


def failure_of(result: ExpectationResult) -> str:
    """Return the sentence for an expectation that failed."""
    check = result.check
    figure = result.expectation.figure(check.measured)
    return f"{check.rule} Measured: {figure}, expected: {check.expected} ({check.name})."


def why_stopped(failed: list[ExpectationResult]) -> str:
    """Return why the audit stopped the build, and what to do."""
    names = ", ".join(result.check.name for result in failed)
    never = [j.check.name for j in failed if j.expectation.acceptance == "never"]
    if never:
        return f"the audit stopped this build: {names}. {never[0]} can't be accepted, only fixed."
    return (
        f"the audit stopped this build: {names}. Retract a delivery that should not be there with "
        '`raidbook remove`. If the change is right, build with `--accept-change "the reason"`.'
    )

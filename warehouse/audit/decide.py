"""Decide whether a build may go on: open the new file beside the live one and run suites on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.literal import literal
from warehouse import publish
from warehouse.audit.difference import DIFFERENCE, explanations, rows_by_table
from warehouse.audit.expectation import Suite
from warehouse.audit.live import attach_live, readable
from warehouse.audit.run import Judged, run_suite
from warehouse.doubts import Doubt, new_doubts
from warehouse.settings import Settings


@dataclass(frozen=True)
class Baseline:
    """The published file that a build is compared with, if there is one that can be read."""

    path: Path | None
    name: str  # its build_id, or what there is to say where it isn't the live build


@dataclass(frozen=True)
class Change:
    """What is different from the baseline and stops nothing."""

    rows: dict[str, int]  # by table, now
    added: dict[str, int]  # by table, where the number of rows is another
    explained: list[str]  # curation_decisions that explain changes, a sentence each
    doubts_added: int  # warnings with many persons at stake that were not there before,
    largest_added: list[Doubt]  # and the largest of them


def find_baseline(settings: Settings) -> tuple[Baseline, str | None]:
    """Return the live file, or the newest kept one that can be read; and a complaint if not live.

    A live file that is damaged must not keep its successor from being compared.
    """
    if not settings.live.exists():
        return Baseline(None, ""), None
    live = publish.live_build(settings)
    if live is not None and readable(settings.live):
        return Baseline(settings.live, live["build_id"]), None
    for build_id in reversed(publish.builds_kept(settings)):
        path = publish.kept_file(settings, build_id)
        if readable(path):
            complaint = f"the live file can't be read; compared with build {build_id} instead"
            return Baseline(path, build_id), complaint
    complaint = "neither the live file nor a kept build can be read as it should; nothing compared"
    return Baseline(None, ""), complaint


@contextmanager
def opened(
    settings: Settings, database: Path, baseline: Baseline
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the new file read-only as the one in use, with `live` beside it.

    What doesn't fit into memory goes into the build's folder, which is cleared.
    """
    with duckdb.connect(":memory:") as con:
        con.execute(f"set threads = {settings.threads}")
        con.execute(f"set memory_limit = {literal(settings.memory_limit)}")
        con.execute(f"set temp_directory = {literal(database.parent / 'spill')}")
        con.execute(f"attach {literal(database)} as warehouse (read_only)")
        con.execute("use warehouse")
        attach_live(con, baseline.path)
        yield con


def judge(
    settings: Settings,
    database: Path,
    baseline: Baseline,
    suites: tuple[Suite, ...],
    *,
    is_change_accepted: bool,
) -> tuple[list[Judged], Change | None]:
    """Run suites on the new file; return with them what is new in it, if they compare at all."""
    with opened(settings, database, baseline) as con:
        found = [
            judged
            for suite in suites
            for judged in run_suite(con, suite, is_change_accepted=is_change_accepted)
        ]
        if DIFFERENCE not in suites:
            return found, None
        now = rows_by_table(con, "warehouse")
        then = rows_by_table(con, "live") if baseline.path else now
        added = {
            table: now.get(table, 0) - then.get(table, 0)
            for table in sorted(now.keys() | then.keys())
            if now.get(table, 0) != then.get(table, 0)
        }
        return found, Change(now, added, explanations(con), *new_doubts(con))


def told(judged: Judged) -> str:
    """Return what there is to say of an expectation that isn't met."""
    check = judged.check
    figure = judged.expectation.figure(check.measured)
    return f"{check.rule} Measured: {figure}, expected: {check.expected} ({check.name})."


def why_stopped(failed: list[Judged]) -> str:
    """Return why the build ends here, and what to do if it should not."""
    names = ", ".join(judged.check.name for judged in failed)
    never = [j.check.name for j in failed if j.expectation.acceptance == "never"]
    if never:
        return f"the audit stopped this build: {names}; {never[0]} can't be accepted, only mended."
    return (
        f"the audit stopped this build: {names}. Take back a delivery that should not be there "
        'with `raidbook remove`; if all is right, build with `--accept-change "the reason"`.'
    )

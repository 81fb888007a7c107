"""Record and report the findings of dbt's tests and of the audit; stop the build if need be.

Each function adds its checks to the record of the build, and raises StoppedError if the build must
not continue.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import RaidbookError
from raidbook.audit import file_audit
from raidbook.audit.deliveries import DELIVERIES
from raidbook.audit.difference import DIFFERENCE
from raidbook.audit.expectation import Suite
from raidbook.audit.published import PUBLISHED
from raidbook.common import terminal
from raidbook.common.connection import read_only
from raidbook.common.dbt_results import DbtResult
from raidbook.common.exit_codes import ExitCode
from raidbook.common.log import Log
from raidbook.pipeline import curation_decisions
from raidbook.pipeline.baseline import find_baseline
from raidbook.pipeline.failing_rows import failing_rows
from raidbook.query.warnings import MANY, NAMED
from raidbook.settings import Settings


class StoppedError(RaidbookError):
    """A build ends before publishing, with an exit code and a reason."""

    def __init__(self, code: ExitCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def check_deliveries(
    settings: Settings,
    log: Log,
    database: Path,
    record: dict[str, Any],
    accept_change: str | None,
) -> None:
    """Check the deliveries since the live build, before dbt spends time on them."""
    _audit(settings, log, database, record, accept_change, (DELIVERIES,))


def check_curation(settings: Settings, log: Log) -> None:
    """Refuse seeds that dbt could not load as they are meant, before anything is built."""
    found = curation_decisions.unreadable_seeds(settings.seeds)
    for sentence in found:
        log.fail("seeds", sentence)
    if found:
        raise StoppedError(
            ExitCode.REFUSED, f"{terminal.counted(len(found), 'place')} of the seeds: {found[0]}"
        )


def check_tests(
    settings: Settings,
    log: Log,
    database: Path,
    log_file: Path,
    result: DbtResult,
    record: dict[str, Any],
) -> None:
    """Check the result of dbt, whose output is in `log_file`."""
    failed = result.failed_tests
    record["checks"] += [asdict(check) for check in result.checks]
    where = f"var/logs/dbt/{log_file.name}"
    if result.broken:
        name, message = result.broken[0]
        more = f" (and {len(result.broken) - 1} more)" if len(result.broken) > 1 else ""
        raise StoppedError(ExitCode.BROKEN, f"{name}{more}: {message} See {where}.")
    warned = [check for check in result.checks if check.outcome == "warned"]
    if failed or warned:
        with read_only(database) as con:
            record["shown"] |= {
                c.name: failing_rows(con, c, settings.seeds) for c in [*failed, *warned]
            }
    for check in warned:
        log.write("test", f"warning: {check.rule} ({check.name})")
    if failed:
        for check in failed:
            log.fail("test", f"{check.rule}: {check.failing_rows} rows fail ({check.name})")
            _report_rows(log, record, check.name)
        names = ", ".join(check.name for check in failed)
        raise StoppedError(ExitCode.REFUSED, f"{len(failed)} tests failed: {names}. See {where}.")
    if result.return_code:
        raise StoppedError(
            ExitCode.BROKEN, f"dbt ended with exit code {result.return_code}. See {where}."
        )


def check_file(
    settings: Settings,
    log: Log,
    database: Path,
    record: dict[str, Any],
    accept_change: str | None,
) -> None:
    """Check the whole new file, and its difference from the live one."""
    _audit(settings, log, database, record, accept_change, (PUBLISHED, DIFFERENCE))


def _audit(
    settings: Settings,
    log: Log,
    database: Path,
    record: dict[str, Any],
    accept_change: str | None,
    suites: tuple[Suite, ...],
) -> None:
    with log.step("audit") as words:
        baseline, complaint = find_baseline(settings)
        is_accepted = accept_change is not None
        found, change = file_audit.audit_file(
            settings, database, baseline, suites, is_change_accepted=is_accepted
        )
        record["checks"] += [asdict(result.check) for result in found]
        failed = [result for result in found if result.check.outcome == "failed"]
        accepted = [result for result in found if result.check.outcome == "accepted"]
        record["shown"] |= {j.check.name: j.rows for j in [*failed, *accepted] if j.rows}
        of = " and ".join(suite.name for suite in suites)
        words.append(f"{of}: {len(found)} expectations, {len(failed)} failed")
    if complaint and change is None:  # report it once, before dbt
        log.fail("audit", f"{complaint}.")
    if change is not None:
        record |= asdict(change) | {"compared_with": baseline.name}
        for sentence in change.explained:
            log.write("audit", sentence)
        if change.added:
            rows = ", ".join(f"{table} {n:+,}" for table, n in change.added.items())
            log.write("audit", f"rows since build {baseline.name}: {rows}")
        _report_warnings(log, change, baseline)
    for result in accepted:
        log.write("audit", f"accepted: {file_audit.failure_of(result)}")
        if accept_change is not None:
            record["reason"] = accept_change
    for result in failed:
        log.fail("audit", file_audit.failure_of(result))
        _report_rows(log, record, result.check.name)
    if failed:
        raise StoppedError(ExitCode.REFUSED, file_audit.why_stopped(failed))


def _report_warnings(log: Log, change: file_audit.Change, baseline: file_audit.Baseline) -> None:
    """Report how many large warnings are new, and the largest. They stop no build."""
    number = change.warnings_added
    if not number:
        return
    what = "1 new warning puts" if number == 1 else f"{number:,} new warnings put"
    since = f" since build {baseline.name}" if baseline.path else ""
    largest = f"; the {NAMED} largest:" if number > NAMED else ":"
    log.write(
        "warning",
        f"{what} more than {MANY} persons at stake{since} (quality.warnings){largest}",
    )
    for warning in change.largest_added:
        log.write("", f"  {warning}")


def _report_rows(log: Log, record: dict[str, Any], name: str) -> None:
    for row in record["shown"].get(name, []):
        log.fail("", f"  {row}")

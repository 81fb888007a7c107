"""The order of a build: land, load, dbt, audit, publish, export."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from ingest import landing
from ingest.errors import RaidbookError, WrongUseError, first_line
from ingest.landing import Delivery
from raidbook.audit.suite_run import import_early
from raidbook.common import build_log, dbt_process, published_builds
from raidbook.common.exit_codes import ExitCode
from raidbook.common.fingerprint import fingerprint
from raidbook.common.log import Log, is_interrupted
from raidbook.common.marked_folder import make_marked, remove_marked
from raidbook.pipeline import (
    build_checks,
    kept_builds,
    live_file,
    live_file_check,
    notify,
    rollback_note,
)
from raidbook.pipeline.build_checks import StoppedError
from raidbook.pipeline.build_lock import build_lock
from raidbook.pipeline.build_steps import (
    database_of,
    dbt_file,
    finish_file,
    land_shipped,
    load_deliveries,
    run_dbt,
)
from raidbook.pipeline.old_logs import prune_logs
from raidbook.settings import Settings
from raidbook.version import CODE_VERSION, SCHEMA_VERSION


def build(
    settings: Settings,
    log: Log,
    *,
    is_forced: bool = False,
    with_export: bool = True,
    accept_change: str | None = None,
) -> ExitCode:
    """Make, check and publish a new file, if there is anything new; return the exit code.

    0: published, or nothing new. 1: a test or the audit stopped the build. 3: the build could not
    run. In every case, the live file is the old one or the new one, complete. `accept_change` is
    the reason to accept a change from the live file. After a failed build has released the lock, it
    runs the command in the settings. Raises WrongUseError if the reason is blank.
    """
    if accept_change is not None and not accept_change.strip():
        raise WrongUseError("The reason of --accept-change is empty. Say why, since it is kept.")
    code, before = ExitCode.BROKEN, _stamp(settings)
    try:
        with build_lock(settings.var):
            code = _build(
                settings,
                log,
                is_forced=is_forced,
                with_export=with_export,
                accept_change=accept_change,
            )
    except RaidbookError as error:
        log.fail("build", str(error))
    except OSError as error:
        log.fail("build", f"can't continue: {error}.")
    except KeyboardInterrupt:
        _report_interrupted(settings, log, before)
        raise
    except Exception as error:  # unexpected: the hook must still report it
        if is_interrupted(error):
            _report_interrupted(settings, log, before)
            raise
        log.failures.append(f"build     {type(error).__name__}: {error}")
        notify.notify_failure(settings, log, "broken")
        raise
    if code != ExitCode.DONE:
        notify.notify_failure(settings, log, "refused" if code == ExitCode.REFUSED else "broken")
    return code


def _stamp(settings: Settings) -> dict[str, int] | None:
    return live_file_check.stamp_of(settings.live) if settings.live.is_file() else None


def _report_interrupted(settings: Settings, log: Log, before: dict[str, int] | None) -> None:
    """Report what is live after a signal, by whether the live file is the one of before."""
    if _stamp(settings) == before:
        kept = "the live file is unchanged" if before else "nothing is published"
        log.fail("build", f"interrupted; {kept}.")
        return
    live = published_builds.live_build(settings)
    name = live["build_id"] if live else "unknown"
    log.fail(
        "build",
        f"interrupted; build {name} is published, but not all exports may be written. Run "
        "`raidbook build` again.",
    )


def _build(
    settings: Settings, log: Log, *, is_forced: bool, with_export: bool, accept_change: str | None
) -> ExitCode:
    land_shipped(settings, log)
    deliveries = landing.deliveries(settings.landing)
    mark = fingerprint(settings.root, deliveries)
    if not is_forced and _is_nothing_new(settings, log, mark):
        return _export(settings, log, only_missing=True) if with_export else ExitCode.DONE
    started = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    taken = {past.get("build_id") for past in build_log.past_builds(settings.builds_log)}
    while (build_id := _build_id(started, mark)) in taken:  # the clock was set back
        started += timedelta(seconds=1)
    record: dict[str, Any] = {
        "build_id": build_id,
        "started_at": started.isoformat(),
        "fingerprint": mark,
        "duckdb_version": duckdb.__version__,
        "code_version": CODE_VERSION,
        "schema_version": SCHEMA_VERSION,
        "checks": [],
        "shown": {},  # by check that failed or was accepted: the first wrong rows
    }
    began = time.monotonic()
    is_well = True
    try:
        _make(settings, log, deliveries, started, record, accept_change)
    except StoppedError as stop:
        return _stopped(settings, log, stop, record | _ended(began))
    except (RaidbookError, OSError, duckdb.Error) as error:
        words = first_line(error)
        if not _is_live(settings, build_id):
            broken = StoppedError(ExitCode.BROKEN, words)
            return _stopped(settings, log, broken, record | _ended(began))
        log.fail("publish", f"published, but then: {words}")
        is_well = False
    finally:
        remove_marked(settings.var / "build")
        prune_logs(settings)
    is_well &= _keep(settings, log, record)
    is_well &= _report(settings, log, record, settings.live)
    code = ExitCode.DONE if is_well else ExitCode.BROKEN
    return max(code, _export(settings, log, only_missing=False)) if with_export else code


def _is_live(settings: Settings, build_id: str) -> bool:
    live = published_builds.live_build(settings)
    return live is not None and live["build_id"] == build_id


def _keep(settings: Settings, log: Log, record: dict[str, Any]) -> bool:
    """Keep a published build and its record in the history; return whether that succeeded."""
    try:
        kept_builds.keep_live(settings)
        build_log.keep_build(settings.builds_log, record)
    except OSError as error:
        log.fail("publish", f"published, but not kept in the history: {error}")
        return False
    return True


def _build_id(started: datetime, mark: str) -> str:
    return f"{started:%Y%m%d-%H%M%S}-{mark[:6]}"


def _make(
    settings: Settings,
    log: Log,
    deliveries: list[Delivery],
    started: datetime,
    record: dict[str, Any],
    accept_change: str | None,
) -> None:
    """Make a new file in `var/build`, and publish it if all checks pass."""
    began = time.monotonic()
    build_id = record["build_id"]
    make_marked(settings.var / "build")  # in place of what a crash left
    database = database_of(settings, record)
    database.parent.mkdir(parents=True)
    log_file = settings.logs / "dbt" / f"{build_id}.log"
    build_checks.check_curation(settings, log)
    with dbt_process.started(settings, log_file, dbt_file(settings)) as process:
        importing = import_early()
        try:
            load_deliveries(settings, log, database, deliveries, started, record)
        finally:
            importing.join()
        build_checks.check_deliveries(settings, log, database, record, accept_change)
        run_dbt(settings, log, database, log_file, process, record)
    build_checks.check_file(settings, log, database, record, accept_change)
    record |= {"outcome": "published", **_ended(began)}
    finish_file(settings, database, record)
    with log.step("publish") as words:
        live_file.publish(settings, database, build_id)
        words.append(f"var/live/warehouse.duckdb is build {build_id}")


def _stopped(settings: Settings, log: Log, stop: StoppedError, record: dict[str, Any]) -> ExitCode:
    """Record and report why a build was not published; return its exit code."""
    outcome = "refused" if stop.code == ExitCode.REFUSED else "broken"
    kept = "The live file is unchanged." if settings.live.exists() else "Nothing is published."
    record = record | {"outcome": outcome, "reason": stop.reason}
    with contextlib.suppress(OSError):  # the disk may be full, which is reported already
        build_log.keep_build(settings.builds_log, record)
    where = "See var/exports/quality.html."
    is_reported = _report(settings, log, record, database_of(settings, record))
    log.fail("build", f"{outcome}: {stop.reason} {kept}{' ' + where if is_reported else ''}")
    return stop.code


def _ended(began: float) -> dict[str, Any]:
    finished = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return {"finished_at": finished.isoformat(), "seconds": round(time.monotonic() - began, 1)}


def _is_nothing_new(settings: Settings, log: Log, mark: str) -> bool:
    rolled_back = rollback_note.rolled_back_from(settings)
    if rolled_back is not None and rolled_back["from_fingerprint"] != mark:
        rollback_note.end_rollback(settings)
    elif rolled_back is not None:
        log.write(
            "build",
            f"nothing new since the rollback from {rolled_back['from']} to {rolled_back['to']}; "
            "to build anyway, run `raidbook build --force`",
        )
        return True
    live = published_builds.live_build(settings)
    if live is None or live["fingerprint"] != mark:
        return False
    if not live_file_check.is_sound(settings):
        log.fail("build", f"the live file is damaged; making build {live['build_id']} again")
        return False
    log.write("build", f"nothing new: build {live['build_id']} is live")
    return True


def _report(settings: Settings, log: Log, record: dict[str, Any], database: Path) -> bool:
    """Write the quality report of this build; return whether it was written."""
    from raidbook.export.quality_page import page

    try:
        page.write(settings, record, database)
    except Exception as error:  # any error: a page must not undo or hide the result of the build
        log.fail("report", f"the quality report can't be written: {error}")
        log.trace(error)
        return False
    return True


def _export(settings: Settings, log: Log, *, only_missing: bool) -> ExitCode:
    from raidbook.export import exports

    try:
        if only_missing and exports.is_current(settings):
            return ExitCode.DONE
        with log.step("export") as words:
            files = exports.export_all(settings)
            names = (path.relative_to(settings.exports) for path in files)
            words.append(", ".join(f"var/exports/{name}" for name in names))
    except RaidbookError as error:
        log.fail("export", f"published, but not exported: {error}")
        return ExitCode.BROKEN
    return ExitCode.DONE

"""Land, load, dbt, audit, publish, export: in that order, and nothing else."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from ingest import landing, load
from ingest.errors import RefusedError
from ingest.landing import Delivery
from ingest.sources import incident_records
from warehouse import dbt, hook, macros, meta, publish
from warehouse.audit import gate
from warehouse.audit.gate import BROKEN, REFUSED, StoppedError
from warehouse.audit.run import import_early
from warehouse.fingerprint import fingerprint
from warehouse.lock import LockedError, build_lock
from warehouse.log import Log, is_interrupted
from warehouse.settings import Settings
from warehouse.spill import spill
from warehouse.version import CODE_VERSION, SCHEMA_VERSION

DONE = 0
# how DuckDB 1.3 and later write texts: a fifth faster than the default, and smaller
STORED: dict[str, Any] = {"storage_compatibility_version": "v1.3.0"}


def build(
    settings: Settings,
    log: Log,
    *,
    is_forced: bool = False,
    with_export: bool = True,
    accept_change: str | None = None,
) -> int:
    """Make, check and publish a new file, if there is anything new; return the exit code.

    0 published or nothing new, 1 stopped by a test or by the audit, 3 could not run. Whatever
    happens, the live file is the old one or the new one, whole. `accept_change` is the reason for
    which a change from what is live may pass. When the lock is let go, a build that failed runs the
    hook of the settings.
    """
    code = BROKEN
    try:
        with build_lock(settings.var):
            code = _build(
                settings,
                log,
                is_forced=is_forced,
                with_export=with_export,
                accept_change=accept_change,
            )
    except (LockedError, RefusedError) as error:
        log.fail("build", str(error))
    except OSError as error:
        log.fail("build", f"can't go on: {error}.")
    except Exception as error:  # not foreseen: whoever is to be told is told all the same
        if is_interrupted(error):
            raise
        log.failures.append(f"build     {type(error).__name__}: {error}")
        hook.on_failure(settings, log, "broken")
        raise
    if code != DONE:
        hook.on_failure(settings, log, "refused" if code == REFUSED else "broken")
    return code


def _build(
    settings: Settings, log: Log, *, is_forced: bool, with_export: bool, accept_change: str | None
) -> int:
    _land_shipped(settings, log)
    deliveries = landing.deliveries(settings.landing)
    mark = fingerprint(settings.root, deliveries)
    if not is_forced and _is_nothing_new(settings, log, mark):
        return _export(settings, log, only_missing=True) if with_export else DONE
    started = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    taken = {past.get("build_id") for past in meta.past_builds(settings.builds_log)}
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
        "shown": {},  # of checks that failed, or were accepted, the first rows that are wrong
    }
    began = time.monotonic()
    is_well = True
    try:
        _make(settings, log, deliveries, started, record, accept_change)
    except StoppedError as stop:
        return _stopped(settings, log, stop, record | _ended(began))
    except (RefusedError, publish.PublishError, OSError, duckdb.Error) as error:
        words = (str(error).splitlines() or ["no message"])[0]
        if not _is_live(settings, build_id):
            broken = StoppedError(BROKEN, words)
            return _stopped(settings, log, broken, record | _ended(began))
        log.fail("publish", f"published, but afterwards: {words}")
        is_well = False
    finally:
        shutil.rmtree(settings.var / "build", ignore_errors=True)
    is_well &= _keep(settings, log, record)
    is_well &= _report(settings, log, record, settings.live)
    code = DONE if is_well else BROKEN
    return max(code, _export(settings, log, only_missing=False)) if with_export else code


def _is_live(settings: Settings, build_id: str) -> bool:
    live = publish.live_build(settings)
    return live is not None and live["build_id"] == build_id


def _keep(settings: Settings, log: Log, record: dict[str, Any]) -> bool:
    """Keep a published build and what is known of it; return whether that went well."""
    try:
        publish.keep(settings)
        meta.keep_build(settings.builds_log, record)
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
    """Make a new file in `var/build`, and put it in place if nothing speaks against it."""
    began = time.monotonic()
    build_id = record["build_id"]
    shutil.rmtree(settings.var / "build", ignore_errors=True)  # what a crash left
    database = _database(settings, record)
    database.parent.mkdir(parents=True)
    log_file = settings.logs / "dbt" / f"{build_id}.log"
    gate.judge_curation(settings, log)
    with dbt.started(settings, log_file) as process:
        importing = import_early()
        try:
            _load(settings, log, database, deliveries, started, record)
        finally:
            importing.join()
        gate.judge_deliveries(settings, log, database, record, accept_change)
        _dbt(settings, log, database, log_file, process, record)
    gate.judge_file(settings, log, database, record, accept_change)
    record |= {"outcome": "published", **_ended(began)}
    _finish(settings, database, record)
    with log.step("publish") as words:
        publish.publish(settings, database, build_id)
        words.append(f"var/live/warehouse.duckdb is build {build_id}")


def _database(settings: Settings, record: dict[str, Any]) -> Path:
    return settings.var / "build" / str(record["build_id"]) / "warehouse.duckdb"


def _stopped(settings: Settings, log: Log, stop: StoppedError, record: dict[str, Any]) -> int:
    """Keep in the history why a build was not published, say so, and return its exit code."""
    outcome = "refused" if stop.code == REFUSED else "broken"
    kept = "The live file is as it was." if settings.live.exists() else "Nothing is published."
    record = record | {"outcome": outcome, "reason": stop.reason}
    with contextlib.suppress(OSError):  # the disk may be full, which is told already
        meta.keep_build(settings.builds_log, record)
    where = "var/exports/quality.html tells more."
    is_told = _report(settings, log, record, _database(settings, record))
    log.fail("build", f"{outcome}: {stop.reason} {kept}{' ' + where if is_told else ''}")
    return stop.code


def _ended(began: float) -> dict[str, Any]:
    finished = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return {"finished_at": finished.isoformat(), "seconds": round(time.monotonic() - began, 1)}


def _land_shipped(settings: Settings, log: Log) -> None:
    """Land what is new among the shipped files; one that is refused whole is passed over."""
    before = landing.deliveries(settings.landing)
    known = {delivery.sha256 for delivery in before}
    today = landing.today(before)
    new = 0
    for path in incident_records.shipped_files(settings.root):
        sha256 = landing.digest(path)
        if sha256 in known:
            continue
        try:
            with spill(settings.var) as room:
                load.check_file(path, today, settings.memory_limit, room)
        except RefusedError as error:
            log.fail("land", f"refused: {error}")
            continue
        landing.land(path, settings.landing, incident_records.source().name, sha256=sha256)
        new += 1
    if new:
        log.write("land", f"{new} files of the shipped records", files=new)


def _is_nothing_new(settings: Settings, log: Log, mark: str) -> bool:
    rolled_back = publish.rolled_back_from(settings)
    if rolled_back is not None and rolled_back["from_fingerprint"] != mark:
        publish.end_rollback(settings)
    elif rolled_back is not None:
        log.write(
            "build",
            f"nothing new since the rollback from {rolled_back['from']} to {rolled_back['to']}; "
            "`raidbook build --force` builds anyway",
        )
        return True
    live = publish.live_build(settings)
    if live is None or live["fingerprint"] != mark:
        return False
    if not publish.is_sound(settings):
        log.fail("build", f"the live file is damaged: build {live['build_id']} is made again")
        return False
    log.write("build", f"nothing new: build {live['build_id']} is live")
    return True


def _load(
    settings: Settings,
    log: Log,
    database: Path,
    deliveries: list[Delivery],
    started: datetime,
    record: dict[str, Any],
) -> None:
    removed = landing.removed(settings.seeds)
    with log.step("load") as words, duckdb.connect(str(database), config=STORED) as con:
        con.execute(f"set threads = {settings.threads}")
        con.execute(f"set memory_limit = '{settings.memory_limit}'")
        con.execute(f"set block_allocator_memory = '{settings.blocks_mb}MiB'")
        load.create_raw(con)
        loaded = rejected = 0
        for delivery in deliveries:
            if delivery.delivery_id in removed:
                load.note_removed(con, delivery)
                continue
            result = load.load_delivery(con, delivery, settings.landing, started)
            loaded += result.rows_loaded
            rejected += result.rows_rejected
        load.count_versions(con)
        load.load_reference(con, settings.var / "cache", settings.seeds)
        record["records"] = loaded
        words.append(f"{len(deliveries)} deliveries: {loaded} records, {rejected} rejected")
        if rejected:
            words.append("(see quality.rejected_records)")
        if not loaded:
            raise StoppedError(REFUSED, "No good record is landed, so there is nothing to publish.")


def _dbt(
    settings: Settings,
    log: Log,
    database: Path,
    log_file: Path,
    process: subprocess.Popen[str],
    record: dict[str, Any],
) -> None:
    # a link that is the same in every build, so that dbt's parsed project stays good
    current = settings.var / "build" / "current"
    current.symlink_to(database.parent.name)
    file = current / "warehouse.duckdb"
    with log.step("dbt") as words:
        result = dbt.run(
            settings,
            file,
            dbt.place_of_steps(settings, file, record["records"]),
            log_file,
            ["build", "--exclude-resource-type", "unit_test"],
            process=process,
        )
        failed = len(result.failed_tests)
        words.append(f"{result.models} models, {len(result.checks)} tests, {failed} failed")
    gate.judge_tests(settings, log, database, log_file, result, record)


def _finish(settings: Settings, database: Path, record: dict[str, Any]) -> None:
    """Write meta and macros, drop what only the build needed, close without a log beside it."""
    with duckdb.connect(str(database)) as con:
        macros.create_macros(con)
        meta.write_meta(con, [*_history(settings), record])
        con.execute("drop schema if exists test_failures cascade")
        con.execute("checkpoint")


def _history(settings: Settings) -> list[dict[str, Any]]:
    """Return all builds before this one, also a live one that died before it was written down."""
    past = meta.past_builds(settings.builds_log)
    live = publish.live_build(settings)
    if live is not None and live["build_id"] not in {build.get("build_id") for build in past}:
        lost = meta.build_of(settings.live)
        meta.keep_build(settings.builds_log, lost)
        past.append(lost)
    return past


def _report(settings: Settings, log: Log, record: dict[str, Any], database: Path) -> bool:
    """Write the quality report of this build; return whether it was written."""
    from warehouse.quality import report

    try:
        report.write(settings, record, database)
    except Exception as error:  # whatever it is: a page must not undo or hide what the build did
        log.fail("report", f"the quality report can't be written: {error}")
        log.trace(error)
        return False
    return True


def _export(settings: Settings, log: Log, *, only_missing: bool) -> int:
    from warehouse import export

    try:
        if only_missing and export.is_current(settings):
            return DONE
        with log.step("export") as words:
            files = export.export_all(settings)
            names = (path.relative_to(settings.exports) for path in files)
            words.append(", ".join(f"var/exports/{name}" for name in names))
    except (OSError, duckdb.Error) as error:
        log.fail("export", f"published, but not exported: {error}")
        return BROKEN
    return DONE

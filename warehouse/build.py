"""Land, load, dbt, audit, publish, export: in that order, and nothing else."""

from __future__ import annotations

import shutil
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest import landing, load
from ingest.errors import RefusedError
from ingest.landing import Delivery
from ingest.sources import incident_records
from warehouse import macros, meta, publish
from warehouse.fingerprint import fingerprint
from warehouse.lock import LockedError, build_lock
from warehouse.log import Log
from warehouse.settings import Settings

DONE, REFUSED, BROKEN = 0, 1, 3


class StoppedError(Exception):
    """A build that ends before publishing: with which exit code, and why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def build(
    settings: Settings, log: Log, *, is_forced: bool = False, with_export: bool = True
) -> int:
    """Make, check and publish a new file, if there is anything new; return the exit code.

    0 published or nothing new, 1 stopped by a test or by the audit, 3 could not run. Whatever
    happens, the live file is the old one or the new one, whole.
    """
    try:
        with build_lock(settings.var):
            return _build(settings, log, is_forced=is_forced, with_export=with_export)
    except (LockedError, RefusedError) as error:
        log.fail("build", str(error))
    except OSError as error:
        log.fail("build", f"can't go on: {error}.")
    return BROKEN


def _build(settings: Settings, log: Log, *, is_forced: bool, with_export: bool) -> int:
    _land_shipped(settings, log)
    deliveries = landing.deliveries(settings.landing)
    mark = fingerprint(settings.root, deliveries)
    if not is_forced and _is_nothing_new(settings, log, mark):
        return _export(settings, log, only_missing=True) if with_export else DONE
    started = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    build_id = _build_id(started, mark)
    record: dict[str, Any] = {
        "build_id": build_id,
        "started_at": started.isoformat(),
        "fingerprint": mark,
        "duckdb_version": duckdb.__version__,
        "checks": [],
    }
    began = time.monotonic()
    try:
        _make(settings, log, deliveries, started, record)
    except StoppedError as stop:
        return _stopped(settings, log, stop, record | _ended(began))
    except (RefusedError, publish.PublishError, OSError, duckdb.Error) as error:
        broken = StoppedError(BROKEN, (str(error).splitlines() or ["no message"])[0])
        return _stopped(settings, log, broken, record | _ended(began))
    finally:
        shutil.rmtree(settings.var / "build", ignore_errors=True)
    meta.keep_build(settings.builds_log, record)
    return _export(settings, log, only_missing=False) if with_export else DONE


def _build_id(started: datetime, mark: str) -> str:
    return f"{started:%Y%m%d-%H%M%S}-{mark[:6]}"


def _make(
    settings: Settings,
    log: Log,
    deliveries: list[Delivery],
    started: datetime,
    record: dict[str, Any],
) -> None:
    """Make a new file in `var/build`, and put it in place if nothing speaks against it."""
    began = time.monotonic()
    build_id = record["build_id"]
    shutil.rmtree(settings.var / "build", ignore_errors=True)  # what a crash left
    database = settings.var / "build" / build_id / "warehouse.duckdb"
    database.parent.mkdir(parents=True)
    _load(settings, log, database, deliveries, started, record)
    _dbt(settings, log, database, build_id, record)
    _audit(log, database, record)
    record |= {"outcome": "published", **_ended(began)}
    _finish(settings, database, record)
    with log.step("publish") as words:
        publish.publish(settings, database, build_id)
        words.append(f"var/live/warehouse.duckdb is build {build_id}")


def _stopped(settings: Settings, log: Log, stop: StoppedError, record: dict[str, Any]) -> int:
    """Keep in the history why a build was not published, say so, and return its exit code."""
    outcome = "refused" if stop.code == REFUSED else "broken"
    kept = "The live file is as it was." if settings.live.exists() else "Nothing is published."
    log.fail("build", f"{outcome}: {stop.reason} {kept}")
    meta.keep_build(settings.builds_log, record | {"outcome": outcome, "reason": stop.reason})
    return stop.code


def _ended(began: float) -> dict[str, Any]:
    finished = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return {"finished_at": finished.isoformat(), "seconds": round(time.monotonic() - began, 1)}


def _land_shipped(settings: Settings, log: Log) -> None:
    """Land what is new among the shipped files; one that is refused whole is passed over."""
    known = {delivery.sha256 for delivery in landing.deliveries(settings.landing)}
    today = datetime.now(UTC).date()
    new = 0
    for path in incident_records.shipped_files(settings.root):
        sha256 = landing.digest(path)
        if sha256 in known:
            continue
        try:
            load.check_file(path, today, settings.memory_limit, settings.var / "spill")
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
    if live is not None and live["fingerprint"] == mark:
        log.write("build", f"nothing new: build {live['build_id']} is live")
        return True
    return False


def _load(
    settings: Settings,
    log: Log,
    database: Path,
    deliveries: list[Delivery],
    started: datetime,
    record: dict[str, Any],
) -> None:
    removed = landing.removed(settings.seeds)
    with log.step("load") as words, duckdb.connect(str(database)) as con:
        con.execute(f"set threads = {settings.threads}")
        con.execute(f"set memory_limit = '{settings.memory_limit}'")
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
    settings: Settings, log: Log, database: Path, build_id: str, record: dict[str, Any]
) -> None:
    from warehouse import dbt
    from warehouse.audit.run import import_early

    # a link that is the same in every build, so that dbt's parsed project stays good
    current = settings.var / "build" / "current"
    current.symlink_to(database.parent.name)
    log_file = settings.logs / "dbt" / f"{build_id}.log"
    file = current / "warehouse.duckdb"
    with log.step("dbt") as words:
        importing = import_early()
        try:
            result = dbt.run(
                settings,
                file,
                dbt.place_of_steps(settings, file, record["records"]),
                log_file,
                ["build", "--exclude-resource-type", "unit_test"],
            )
        finally:
            importing.join()
        record["checks"] = [asdict(check) for check in result.checks]
        failed = result.failed_tests
        words.append(f"{result.models} models, {len(result.checks)} tests, {len(failed)} failed")
    where = f"var/logs/dbt/{log_file.name}"
    if result.broken:
        name, message = result.broken[0]
        more = f" (and {len(result.broken) - 1} more)" if len(result.broken) > 1 else ""
        raise StoppedError(BROKEN, f"{name}{more}: {message} See {where}.")
    if failed:
        with duckdb.connect(str(database), read_only=True) as con:
            for check in failed:
                log.fail("test", f"{check.rule}: {check.failing_rows} rows fail ({check.name})")
                for row in dbt.failing_rows(con, check):
                    log.fail("", f"  {row}")
        names = ", ".join(check.name for check in failed)
        raise StoppedError(REFUSED, f"{len(failed)} tests failed: {names}. See {where}.")
    if result.return_code:
        raise StoppedError(BROKEN, f"dbt ended with {result.return_code}. See {where}.")


def _audit(log: Log, database: Path, record: dict[str, Any]) -> None:
    from warehouse.audit.run import run_suite
    from warehouse.audit.suites import PUBLISHED

    with log.step("audit") as words:
        with duckdb.connect(str(database), read_only=True) as con:
            found = run_suite(con, PUBLISHED)
        record["checks"] += [asdict(check) for check, _ in found]
        failed = [(check, figure) for check, figure in found if check.outcome == "failed"]
        words.append(f"{len(found)} expectations, {len(failed)} failed")
    for check, figure in failed:
        log.fail("audit", f"{check.rule} Measured: {figure} ({check.name}).")
    if failed:
        names = ", ".join(check.name for check, _ in failed)
        raise StoppedError(REFUSED, f"the audit stopped this build: {names}.")


def _finish(settings: Settings, database: Path, record: dict[str, Any]) -> None:
    """Write meta and macros, drop what only the build needed, close without a log beside it."""
    with duckdb.connect(str(database)) as con:
        macros.create_macros(con)
        meta.write_meta(con, [*meta.past_builds(settings.builds_log), record])
        con.execute("drop schema if exists test_failures cascade")
        con.execute("checkpoint")


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

"""The steps of a build that make the new file: land, load, dbt, finish."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest import checked_file, landing, load
from ingest.errors import RefusedError
from ingest.landing import Delivery
from ingest.normalise import one_spelling
from ingest.reading_choices import ReadingChoices
from ingest.sources.shipped import undelivered
from raidbook.common import build_log, dbt_process, published_builds
from raidbook.common.clock import clock_was_ahead
from raidbook.common.connection import limit
from raidbook.common.exit_codes import ExitCode
from raidbook.common.log import Log
from raidbook.common.progress import dbt_progress
from raidbook.common.temp_space import temp_space
from raidbook.pipeline import as_of_macros, build_checks, build_records
from raidbook.pipeline.build_checks import StoppedError
from raidbook.settings import Settings

# The text compression of DuckDB 1.3 and later is a fifth faster than the default, and smaller. Row
# groups stay as they were written: nothing is deleted, and merging small ones takes seconds.
STORED: dict[str, Any] = {"storage_compatibility_version": "v1.3.0", "max_vacuum_tasks": 0}


def database_of(settings: Settings, record: dict[str, Any]) -> Path:
    """Return where the new file of a build is made."""
    return settings.var / "build" / str(record["build_id"]) / "warehouse.duckdb"


def land_shipped(settings: Settings, log: Log) -> None:
    """Land the new ones among the shipped files; report and skip a file that is refused."""
    before = landing.deliveries(settings.landing)
    if ahead := landing.from_the_future(before):
        log.fail("land", clock_was_ahead(ahead))
    today = landing.today(before)
    new = 0
    for shipped in undelivered(settings.root, before):
        try:
            with temp_space(settings.var) as room:
                checked_file.check_file(
                    shipped.path,
                    today,
                    settings.memory_limit,
                    room,
                    ReadingChoices(source=shipped.source),
                    limits=settings.reading_limits,
                    normaliser=settings.normaliser,
                )
        except RefusedError as error:
            log.fail("land", f"refused: {error}")
            continue
        landing.land(
            shipped.path,
            settings.landing,
            shipped.source,
            again=shipped.is_known,
            sha256=shipped.sha256,
            origin=shipped.origin,
        )
        new += 1
    if new:
        log.write("land", f"{new} files of the shipped records", files=new)


def load_deliveries(
    settings: Settings,
    log: Log,
    database: Path,
    deliveries: list[Delivery],
    started: datetime,
    record: dict[str, Any],
) -> None:
    """Load the landed files into a new database. Raises StoppedError if no record is good."""
    removed = landing.removed(settings.seeds)
    with log.step("load") as words, duckdb.connect(str(database), config=STORED) as con:
        limit(con, settings)
        con.execute(f"set block_allocator_memory = '{settings.blocks_mb}MiB'")
        load.create_raw(con)
        loaded = rejected = 0
        for delivery in deliveries:
            if delivery.delivery_id in removed:
                load.note_removed(con, delivery)
                continue
            result = load.load_delivery(
                con,
                delivery,
                settings.landing,
                started,
                settings.reading_limits,
                settings.normaliser,
            )
            if result.unread_because is not None:
                log.fail(
                    "load",
                    f"left out: {delivery.file_name} ({delivery.delivery_id}): "
                    f"{result.unread_because} Deliver it in another form, and retract this one "
                    f"with `raidbook remove {delivery.delivery_id} --reason …`.",
                )
            loaded += result.rows_loaded
            rejected += result.rows_rejected
        load.count_versions(con)
        one_spelling.unify_capitals(con)
        load.load_reference(con, settings.var / "cache", settings.seeds)
        record["records"] = loaded
        words.append(f"{len(deliveries)} deliveries: {loaded} records, {rejected} rejected")
        if rejected:
            words.append("(see quality.rejected_records)")
        if not loaded:
            raise StoppedError(
                ExitCode.REFUSED, "No landed record is good, so there is nothing to publish."
            )


def dbt_file(settings: Settings) -> Path:
    """Return the path under which dbt opens the new file.

    It is a link, and the same in every build, so that dbt's parsed project stays valid.
    """
    return settings.var / "build" / "current" / "warehouse.duckdb"


def run_dbt(
    settings: Settings,
    log: Log,
    database: Path,
    log_file: Path,
    process: subprocess.Popen[str],
    record: dict[str, Any],
) -> None:
    """Build and test the models in the new file. Raises StoppedError."""
    file = dbt_file(settings)
    file.parent.symlink_to(database.parent.name)
    with log.step("dbt") as words, dbt_progress(log_file, is_shown=not log.is_quiet):
        result = dbt_process.run(
            settings,
            file,
            dbt_process.place_of_steps(settings, file, record["records"]),
            log_file,
            ["build", "--exclude-resource-type", "unit_test"],
            process=process,
        )
        failed = len(result.failed_tests)
        words.append(f"{result.models} models, {len(result.checks)} tests, {failed} failed")
    build_checks.check_tests(settings, log, database, log_file, result, record)


def finish_file(settings: Settings, database: Path, record: dict[str, Any]) -> None:
    """Write meta and macros, drop what only the build needs, and leave no write-ahead log."""
    with duckdb.connect(str(database), config=STORED) as con:
        build_records.write_meta(con, [*_history(settings), record])
        as_of_macros.create_macros(con, record["build_id"])
        con.execute("drop schema if exists test_failures cascade")
        con.execute("checkpoint")


def _history(settings: Settings) -> list[dict[str, Any]]:
    """Return all builds before this one, even if the live one crashed before it was recorded."""
    past = build_log.past_builds(settings.builds_log)
    live = published_builds.live_build(settings)
    if live is not None and live["build_id"] not in {build.get("build_id") for build in past}:
        lost = published_builds.build_with_checks(settings.live)
        build_log.keep_build(settings.builds_log, lost)
        past.append(lost)
    return past

"""Build the same models on Apache Spark, and compare every table with DuckDB's.

Spark reads the raw tables of the live file as Parquet, dbt-spark builds and tests the models, and
DuckDB reads the tables that Spark wrote. All files are in `var/spark`; each run replaces them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import duckdb

from ingest.fetch import fetch_rows
from ingest.sql_quoting import literal
from raidbook.common import dbt_process, dbt_results
from raidbook.common.exit_codes import ExitCode
from raidbook.common.log import Log
from raidbook.common.table_comparison import compare_with_spark
from raidbook.settings import Settings

COMPARED = ("marts", "reports", "quality")
OLDEST_JAVA = 17

# On one machine and with few rows, planning a query costs more than running it, and optimised code,
# by Java or by Spark, costs more than it saves. These settings halve the time (measured).
SESSION = """\
spark.master local[{threads}]
spark.driver.memory {memory}m
spark.driver.extraJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.local.dir {folder}/spill
spark.sql.warehouse.dir {folder}/warehouse
spark.sql.session.timeZone UTC
spark.sql.parquet.outputTimestampType TIMESTAMP_MICROS
spark.sql.shuffle.partitions {threads}
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.ui.enabled false
spark.ui.showConsoleProgress false
"""
LOGGING = """\
rootLogger.level = error
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {folder}/spark.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{HH:mm:ss}} %p %c{{1}}: %m%n%ex
"""


def java_problem(java_home: Path | None) -> str | None:
    """Return a sentence if there is no Java that Spark can use, or None."""
    program = str(java_home / "bin" / "java") if java_home else "java"
    needed = f"Spark needs Java {OLDEST_JAVA} or later"
    try:
        done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return f"{needed}, but `{program}` can't be run. Install Java (a JRE is enough)."
    found = re.search(r'version "(?:1\.)?([0-9]+)', done.stderr + done.stdout)
    if found is None:
        return f"{needed}, but `{program} -version` doesn't state its version. Set JAVA_HOME."
    if int(found[1]) < OLDEST_JAVA:
        return f"{needed}, but `{program}` is Java {found[1]}. Set JAVA_HOME to a later one."
    return None


def run(settings: Settings, log: Log) -> ExitCode:
    """Build on Spark from the live file's raw tables and compare; return the exit code.

    0: all tables are equal. 1: a test failed, or a table differs. 3: could not run. The live file
    stays open throughout, so a build that is published meanwhile has no effect.
    """
    with duckdb.connect() as con:
        con.execute(f"attach {literal(settings.live)} as live (read_only)")
        return _run(settings, log, con)


def _run(settings: Settings, log: Log, con: duckdb.DuckDBPyConnection) -> ExitCode:
    with log.step("raw") as words:
        shutil.rmtree(settings.spark_folder, ignore_errors=True)
        tables = hand_over(con, "live", settings.spark_raw)
        words.append(f"{tables} tables written for Spark as Parquet")
    result = _build(settings, log)
    for name, message in result.broken:
        log.fail("spark", f"{name}: {message}")
    for check in result.failed_tests:
        log.fail("spark", f"{check.rule}: {check.failing_rows} rows fail ({check.name})")
    if result.broken:
        return ExitCode.BROKEN
    with log.step("compare") as words:
        count, differences = compare_with_spark(con, "live", settings.spark_tables, COMPARED)
        words.append(f"{count} tables of {', '.join(COMPARED)}: {len(differences)} differ")
    for difference in differences:
        log.fail("compare", f"{difference.table}: " + "\n".join(difference.lines))
    is_equal = count and not differences and not result.failed_tests
    return ExitCode.DONE if is_equal else ExitCode.REFUSED


def hand_over(con: duckdb.DuckDBPyConnection, catalog: str, folder: Path) -> int:
    """Write each table of `catalog`.raw as `folder/<table>/part.parquet`; return how many.

    Timestamps are UTC in both. Their time zone is written too, so that Spark reads them as UTC.
    """
    con.execute("set timezone = 'UTC'")
    found = fetch_rows(
        con,
        f"""
        select table_name, list(
            column_name || case data_type when 'TIMESTAMP' then ' at time zone ''UTC'' as '
            || column_name else '' end order by column_index)
        from duckdb_columns()
        where database_name = {literal(catalog)} and schema_name = 'raw'
        group by table_name
        """,
    )
    for table, columns in found:
        target = folder / table / "part.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        con.execute(
            f"copy (select {', '.join(columns)} from {catalog}.raw.{table}) "
            f"to {literal(target)} (format parquet)"
        )
    return len(found)


def _build(settings: Settings, log: Log) -> dbt_results.DbtResult:
    """Build and test the models on Spark. dbt's output goes to `var/logs/dbt/spark.log`."""
    folder = settings.spark_folder
    log_file = settings.logs / "dbt" / "spark.log"
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    memory = max(512, settings.memory_mb)
    session = SESSION.format(folder=folder, threads=settings.threads, memory=memory)
    (folder / "conf" / "spark-defaults.conf").write_text(session, encoding="utf-8")
    logging = LOGGING.format(folder=folder)
    (folder / "conf" / "log4j2.properties").write_text(logging, encoding="utf-8")
    command = ["build", "--target", settings.spark_target, "--exclude-resource-type", "unit_test"]
    with log.step("spark") as words:
        result = dbt_process.run(
            settings,
            settings.live,
            ":memory:",
            log_file,
            command,
            {
                "DBT_TARGET_PATH": str(settings.var / "dbt" / "spark"),
                "RAIDBOOK_RAW": str(settings.spark_raw),
                "SPARK_CONF_DIR": str(folder / "conf"),
            },
        )
        failed = len(result.failed_tests)
        words.append(f"{result.models} models, {len(result.checks)} tests, {failed} failed")
    return result

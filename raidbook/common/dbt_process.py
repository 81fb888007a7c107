"""One dbt call a build, as a process of its own: inside this one dbt would keep the file locked."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.errors import RaidbookError
from ingest.fetch import fetch_column
from raidbook.common.dbt_results import DbtResult, read_results
from raidbook.settings import Settings

# what runs, and what it would import only then
IMPORTED = ("dbt.cli.main", "dbt.task.build", "dbt.adapters.duckdb")
STEPS_MARK = "made_by_raidbook"  # a schema without tables
RECORDS_IN_MEMORY = 2_000_000  # 1.2 GB of steps a million records


def place_of_steps(settings: Settings, database: Path, records: int) -> str:
    """Return where the intermediate models go: into memory, or into a file where that is too much.

    In memory they cost a quarter less; from some millions of records on they would push one another
    out, and a compressed file is better. Like `database` it is the same path in every build.
    Raises RaidbookError where RAIDBOOK_INTERMEDIATE names a file that Raidbook has not made.
    """
    if settings.steps is not None:
        make_steps(settings.steps)
        return str(settings.steps)
    if records <= RECORDS_IN_MEMORY:
        return ":memory:"
    return str(database.with_name("intermediate.duckdb"))


def make_steps(file: Path) -> None:
    """Make an empty file for the steps, in place of an earlier one; both carry a mark."""
    if file.exists() and not _is_of_steps(file):
        raise RaidbookError(
            f"RAIDBOOK_INTERMEDIATE names {file}, which Raidbook has not made. Name a file that "
            "does not exist yet, or delete this one."
        )
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as con:
        con.execute(f"create schema {STEPS_MARK}")


def _is_of_steps(file: Path) -> bool:
    try:
        with duckdb.connect(str(file), read_only=True) as con:
            query = "select schema_name from duckdb_schemas() where not internal"
            return STEPS_MARK in fetch_column(con, query)
    except duckdb.Error:
        return False


@contextmanager
def started(settings: Settings, log_file: Path) -> Iterator[subprocess.Popen[str]]:
    """Start dbt's process, which imports dbt, and waits until `call` tells it what to do.

    Its output goes to `log_file`. It ends with the block, and with this process, also a killed one.
    """
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with (
        log_file.open("w", encoding="utf-8") as stream,
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "raidbook.common.child_process", *IMPORTED],
            cwd=settings.root,
            env=os.environ | {"PYTHONPATH": _python_path(settings)},
            stdin=subprocess.PIPE,
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _python_path(settings: Settings) -> str:
    return os.pathsep.join(filter(None, [str(settings.root), os.environ.get("PYTHONPATH")]))


def run(
    settings: Settings,
    database: Path,
    steps: str,
    log_file: Path,
    command: list[str],
    changes: Mapping[str, str] | None = None,
    process: subprocess.Popen[str] | None = None,
) -> DbtResult:
    """Run dbt on `database`, with the steps between in `steps`; its output goes to `log_file`.

    Both must be the same in every build, or dbt would parse everything anew. `changes` are made to
    dbt's environment. `process` is one that was `started` with this log_file, else one is started.
    """
    target = Path((changes or {}).get("DBT_TARGET_PATH", settings.var / "dbt" / "target"))
    results = target / "run_results.json"
    results.unlink(missing_ok=True)
    return_code = call(settings, database, steps, target, log_file, command, changes, process)
    if not results.is_file():
        result = DbtResult(return_code)
        result.broken.append(("dbt", f"ended before it ran anything: {last_words(log_file)}."))
        return result
    return read_results(return_code, results, target / "manifest.json")


def call(
    settings: Settings,
    database: Path,
    steps: str,
    target: Path,
    log_file: Path,
    command: list[str],
    changes: Mapping[str, str] | None = None,
    process: subprocess.Popen[str] | None = None,
) -> int:
    """Call dbt as a process of its own; return its exit code. What it makes goes to `target`.

    See `run` for `changes` and `process`.
    """
    if process is None:
        with started(settings, log_file) as process:
            return call(settings, database, steps, target, log_file, command, changes, process)
    words = [
        *("--no-use-colors", "--no-version-check", "--log-level-file", "none"),
        *command,
    ]
    variables = settings_for_dbt(settings, database, steps, target, log_file.parent)
    variables |= changes or {}
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps({"words": words, "changes": variables}) + "\n")
        process.stdin.flush()
    except BrokenPipeError:  # it ended, and its log says why
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()  # now, since to close it later would raise the same again
    return process.wait()


def in_terminal(
    settings: Settings, database: Path, steps: str, target: Path, logs: Path, command: list[str]
) -> int:
    """Run dbt for a person, who sees what it prints; return its exit code."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", IMPORTED[0], "--no-version-check", *command],
        cwd=settings.root,
        env=os.environ | settings_for_dbt(settings, database, steps, target, logs),
        check=False,
    ).returncode


def settings_for_dbt(
    settings: Settings, database: Path, steps: str, target: Path, logs: Path
) -> dict[str, str]:
    """Return the variables that `dbt_project/profiles.yml` and dbt itself read."""
    project = str(settings.root / "dbt_project")
    return {
        "RAIDBOOK_DATABASE": str(database),
        "RAIDBOOK_INTERMEDIATE": steps,
        "RAIDBOOK_THREADS": str(settings.threads),
        "RAIDBOOK_MEMORY_LIMIT": settings.memory_limit,
        "RAIDBOOK_BLOCKS": f"{settings.blocks_mb}MiB",
        "DBT_PROJECT_DIR": project,
        "DBT_PROFILES_DIR": project,
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(logs),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def last_words(log_file: Path) -> str:
    """Return what dbt said last, in one line: why it could not even begin."""
    lines = log_file.read_text(encoding="utf-8", errors="replace").splitlines()
    words = " ".join(" ".join(lines[-4:]).split())
    return words.rpartition("Encountered an error: ")[2][-400:] or "it said nothing"

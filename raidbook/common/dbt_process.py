"""Run dbt in a separate process, once per build. In this process it would keep the file locked."""

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
from raidbook.common.dbt_results import MANIFEST, RESULTS, DbtResult, read_results
from raidbook.settings import Settings

MODULE, WORKER = "dbt.cli.main", "raidbook.common.dbt_worker"
OPTIONS = ("--no-use-colors", "--no-version-check", "--log-level-file", "none")
TRACE = "Traceback (most recent call last)"
IN_MEMORY = ":memory:"
STEPS_MARK = "made_by_raidbook"  # a schema without tables
RECORDS_PER_MB = 1000  # up to a third of the intermediate models may then go to the disk


def place_of_steps(settings: Settings, database: Path, records: int) -> str:
    """Return where the intermediate models go: memory, or a file if there are too many records.

    In memory they take less time. At most 1.5 GB per million records are there at once
    (see `drop_what_was_read` in dbt's macros), and DuckDB writes what exceeds its limit to the
    disk. With more than RECORDS_PER_MB too much would go there, so they go to a file. The file is
    compressed, and its path is the same in every build, as that of `database`.
    Raises RaidbookError where RAIDBOOK_INTERMEDIATE names a file that Raidbook has not made.
    """
    if settings.steps is not None:
        make_steps(settings.steps)
        return str(settings.steps)
    if records <= settings.memory_mb * RECORDS_PER_MB:
        return IN_MEMORY
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
def started(
    settings: Settings, log_file: Path, database: Path | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Start the process for dbt, which imports dbt and then waits for `call`.

    If `database` is given, it parses the project for that file meanwhile. Its output goes to
    `log_file`. It ends with the block, and with this process, even if this one is killed.
    """
    variables = {"PYTHONPATH": _python_path(settings)}
    options: tuple[str, ...] = ()
    if database is not None:
        target = target_of_builds(settings)
        variables |= settings_for_dbt(settings, database, IN_MEMORY, target, log_file.parent)
        options = OPTIONS
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with (
        log_file.open("w", encoding="utf-8") as stream,
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", WORKER, *options],
            cwd=settings.root,
            env=os.environ | variables,
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


def manifest_of_builds(settings: Settings) -> Path:
    """Return the path of the manifest that the last build left."""
    return target_of_builds(settings) / MANIFEST


def target_of_builds(settings: Settings) -> Path:
    """Return the folder in which builds keep dbt's artefacts."""
    return settings.var / "dbt" / "target"


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
    """Run dbt on `database`; return what it did. Its output goes to `log_file`.

    `steps` is the database for intermediate models. Both paths must be the same in every build, or
    dbt parses the whole project again. `changes` are made to dbt's environment. `process` is one
    that was `started` with this log_file; without it, one is started.
    """
    target = Path((changes or {}).get("DBT_TARGET_PATH", target_of_builds(settings)))
    results = target / RESULTS
    results.unlink(missing_ok=True)
    return_code = call(settings, database, steps, target, log_file, command, changes, process)
    if not results.is_file():
        result = DbtResult(return_code)
        result.broken.append(("dbt", f"ended without results: {last_words(log_file)}."))
        return result
    try:
        return read_results(return_code, results, target / MANIFEST)
    except (OSError, ValueError, LookupError, TypeError):  # as a full disk leaves them
        (target / MANIFEST).unlink(missing_ok=True)  # so that the next run writes it anew
        result = DbtResult(return_code)
        result.broken.append(("dbt", f"its results are cut off: {last_words(log_file)}."))
        return result


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
    """Call dbt in a separate process; return its exit code. Its artefacts go to `target`.

    See `run` for `changes` and `process`.
    """
    if process is None:
        with started(settings, log_file) as process:
            return call(settings, database, steps, target, log_file, command, changes, process)
    words = [*OPTIONS, *command]
    variables = settings_for_dbt(settings, database, steps, target, log_file.parent)
    variables |= changes or {}
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps({"words": words, "changes": variables}) + "\n")
        process.stdin.flush()
    except BrokenPipeError:  # the process ended; its log says why
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()  # otherwise closing it later raises the same error again
    return process.wait()


def in_terminal(
    settings: Settings,
    database: Path,
    steps: str,
    target: Path,
    logs: Path,
    command: list[str],
    state: Path,
) -> int:
    """Run dbt in the user's terminal; return its exit code.

    `state` is the folder of the manifest with which `state:modified` compares, if it exists.
    """
    variables = settings_for_dbt(settings, database, steps, target, logs)
    if state.is_dir():
        variables["DBT_STATE"] = str(state)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", MODULE, "--no-version-check", *command],
        cwd=settings.root,
        env=os.environ | variables,
        check=False,
    ).returncode


def settings_for_dbt(
    settings: Settings, database: Path, steps: str, target: Path, logs: Path
) -> dict[str, str]:
    """Return the environment variables that `dbt_project/profiles.yml` and dbt read."""
    project = str(settings.root / "dbt_project")
    is_partial = not _tests_changed(settings.root / "dbt_project" / "tests", target)
    return {
        "RAIDBOOK_DATABASE": _path_for_dbt(settings, database),
        "RAIDBOOK_INTERMEDIATE": steps if steps == IN_MEMORY else _path_for_dbt(settings, steps),
        "RAIDBOOK_THREADS": str(settings.threads),
        "RAIDBOOK_MEMORY_LIMIT": settings.memory_limit,
        "RAIDBOOK_BLOCKS": f"{settings.blocks_mb}MiB",
        "DBT_PROJECT_DIR": project,
        "DBT_PROFILES_DIR": project,
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(logs),
        "DBT_PARTIAL_PARSE": str(is_partial).lower(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def _tests_changed(tests: Path, target: Path) -> bool:
    """Return whether a test in SQL changed since dbt parsed the project.

    If one changed, partial parsing would lose the descriptions of the others, and the quality page
    would show their names.
    """
    parsed = target / "partial_parse.msgpack"
    if not parsed.is_file():
        return False
    parsed_at = parsed.stat().st_mtime
    return any(path.stat().st_mtime > parsed_at for path in [tests, *tests.rglob("*")])


def _path_for_dbt(settings: Settings, path: Path | str) -> str:
    """Return a path as seen from dbt's working directory, if it is below the project's folder.

    dbt-duckdb takes an absolute path for a URL, and would cut it at a # in a folder's name.
    """
    if not Path(path).is_relative_to(settings.root):
        return str(path)
    return os.path.relpath(path, settings.root)


def last_words(log_file: Path) -> str:
    """Return the reason why dbt could not go on, from the end of its output, as one line.

    Of a trace, this is the last line, which names the error. A full disk may have cut it off.
    """
    lines = log_file.read_text(encoding="utf-8", errors="replace").splitlines()
    traces = [at for at, line in enumerate(lines) if TRACE in line]
    if traces:
        errors = [line for line in lines[traces[-1] + 1 :] if line and not line[0].isspace()]
        if not errors:
            return "its output is cut off within an error, so the disk may be full"
        lines = errors[-1:]
    words = " ".join(" ".join(lines[-4:]).split())
    return words.rpartition("Encountered an error: ")[2][-400:] or "it printed nothing"

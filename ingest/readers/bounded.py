"""Read a delivered file in a separate process, within limits on memory, time and disk.

If a file makes a reader use all memory, run forever or crash, only that process is affected.
The rows come back as Parquet, which DuckDB reads at once.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import duckdb

from ingest.errors import RefusedError
from ingest.readers.cell_text import printable
from ingest.readers.delivered_table import TABLES, show_delivered
from ingest.readers.reading import Reading
from ingest.readers.reading_limits import ReadingLimits
from ingest.reading_choices import ReadingChoices
from ingest.sql_quoting import literal

ROOT = Path(__file__).resolve().parent.parent.parent
OUT_OF_MEMORY = ("memory allocation", "bad_alloc", "MemoryError", "capacity overflow")


def read_bounded(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices,
    limits: ReadingLimits,
) -> Reading:
    """Read a file with the reader of `kind` in a separate process, as `ingest.readers` describes.

    Raises RefusedError for what can't be read as records, or not within the limits; OSError where
    the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="reading-", dir=scratch) as made:
        folder = Path(made)
        seconds = limits.seconds_for(path)
        given = {
            "kind": kind,
            "path": str(path.absolute()),
            "name": name,
            "choices": asdict(choices),
            "folder": str(folder.absolute()),
            "memory_mb": limits.memory_mb,
            "disk_mb": limits.disk_mb,
            "seconds": seconds,
        }
        code, said = _run(given, seconds)
        try:
            answer = json.loads((folder / "answer.json").read_text(encoding="ascii"))
        except (OSError, ValueError):
            raise RefusedError(f"{name}: {_ended(code, said, limits, seconds)}") from None
        if "refused" in answer:
            raise RefusedError(answer["refused"])
        if "disk" in answer:
            raise OSError(*answer["disk"])
        if "reading" not in answer:
            raise RefusedError(f"{name}: {_too_large(limits)}")
        for table in TABLES:
            con.execute(
                f"create or replace temporary table {table} as "
                f"from read_parquet({literal(folder / f'{table}.parquet')})"
            )
        show_delivered(con, "number")
        found = answer["reading"]
        found["parts"] = [tuple(part) for part in found["parts"]]
        return Reading(**found)


def _run(given: Mapping[str, object], seconds: int) -> tuple[int | None, str]:
    """Run the child; return its exit code (None: it took too long), and the end of its errors."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "MALLOC_ARENA_MAX": "2",  # else threads reserve room that the limit would count
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "RUST_BACKTRACE": "0",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "ingest.readers.reading_child"],
            input=json.dumps(given).encode("ascii"),
            cwd=ROOT,  # `-m` looks there first, so never in a folder of delivered files
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=4 * seconds,  # where other processes take the CPU
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stderr[-4_000:].decode("utf-8", "replace")


def _ended(code: int | None, said: str, limits: ReadingLimits, seconds: int) -> str:
    """Return why a child ended without an answer, and what to do."""
    if code is None or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return (
            f"can't be read within {seconds} seconds: save it as CSV, and deliver that. "
            "RAIDBOOK_FILE_SECONDS sets another limit."
        )
    if code == -signal.SIGSEGV or any(words in said for words in OUT_OF_MEMORY):
        return _too_large(limits)
    last = printable((said.strip().splitlines() or [f"exit code {code}"])[-1], 120)
    return f"is damaged, or can't be read ({last}): save it as CSV, and deliver that."


def _too_large(limits: ReadingLimits) -> str:
    return (
        f"needs more than {_size(limits.memory_mb)} of memory to read, or more than "
        f"{_size(limits.disk_mb)} of disk: save it as CSV, and deliver that. RAIDBOOK_FILE_MEMORY "
        "and RAIDBOOK_FILE_DISK set other limits."
    )


def _size(megabytes: int) -> str:
    return f"{megabytes / 1024:g} GB" if megabytes >= 1024 else f"{megabytes} MB"

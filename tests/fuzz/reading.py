"""Read one file, as every test here does: rows or a RefusedError, never a traceback.

A test tries RAIDBOOK_FUZZ cases; `make fuzz` sets it so that they are more than ten thousand.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import traceback
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, Phase, settings

from ingest.errors import RefusedError
from ingest.readers import delivered_file
from ingest.record import definition

CASES = int(os.environ.get("RAIDBOOK_FUZZ", "10"))
TRIED = ("record_id", "publisher", "note", "phrase")  # columns that hold any text
fuzzed = settings(
    max_examples=CASES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    database=None,
)
# Damaged, they may end the process that reads them, and are read in one of its own.
BOUNDED = ("xls", "xlsb")
MEMORY = 8 << 30  # bytes that such a process may take


def read(
    con: duckdb.DuckDBPyConnection, path: Path, content: bytes, kind: str = ""
) -> tuple[list[tuple[str | None, ...]], int] | None:
    """Return the tried columns of all rows and how many are ragged; None for a refused file."""
    path.write_bytes(content)
    return read_apart(path) if kind in BOUNDED else read_here(con, path)


def read_apart(path: Path) -> tuple[list[tuple[str | None, ...]], int] | None:
    """Return what `read` does, from a copy of this process; None if the file ends it.

    `tests/sources/test_bounded_reading.py` shows that a reader's end is a sentence. A process of
    the reader's own would take a second for each file.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "wb") as stream:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                with duckdb.connect() as con:
                    pickle.dump(read_here(con, path), stream)
            except Exception:
                pickle.dump(traceback.format_exc(), stream)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    found = pickle.loads(said) if said else None
    assert not isinstance(found, str), found
    return found


def read_here(
    con: duckdb.DuckDBPyConnection, path: Path
) -> tuple[list[tuple[str | None, ...]], int] | None:
    try:
        reading = delivered_file.read(con, path, path.name)
    except RefusedError as error:
        sentence = str(error)
        assert sentence.startswith(f"{path.name}: ")
        assert sentence.endswith((".", "?"))
        assert "\n" not in sentence
        assert sentence.isprintable()
        delivered_file.forget(con)
        return None
    names = ", ".join(definition.NAMES)
    rows = con.execute(
        f"select {', '.join(TRIED)} from (select _row_number, {names} from delivered) "
        "order by _row_number"
    ).fetchall()
    ragged = con.execute("select _row_number, reasons, record from ragged_rows").fetchall()
    assert len(ragged) == reading.ragged
    for number, reason, cells in ragged:
        assert reason
        assert reading.place(number)
        json.loads(cells)
    delivered_file.forget(con)
    return rows, reading.ragged

"""Read one delivered file in this process, which ends with it: see `ingest.readers.bounded`.

`python -m ingest.readers.reading_child` gets a JSON object as standard input, and leaves the rows
as Parquet files and what it has to say as JSON in the folder that is named there.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

MB = 1 << 20
TOO_LARGE = "too large"


def main() -> None:
    """Read the file that standard input names, within its limits."""
    given = json.load(sys.stdin)
    folder = Path(given["folder"])
    with suppress(MemoryError):
        answer = _answer(given, folder)
        (folder / "answer.json").write_text(json.dumps(answer), encoding="ascii")
        return
    (folder / "answer.json").write_text(json.dumps({TOO_LARGE: True}), encoding="ascii")


def _answer(given: dict[str, Any], folder: Path) -> dict[str, Any]:
    # first all that the readers import, since the limit counts from here
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet
    import python_calamine  # noqa: F401

    from ingest.errors import RefusedError, is_of_the_disk
    from ingest.readers.delivered_file import READERS
    from ingest.readers.delivered_table import TABLES
    from ingest.reading_choices import ReadingChoices
    from ingest.sql_quoting import literal

    with duckdb.connect(":memory:") as con:
        con.execute("set threads = 1")
        con.execute(f"set memory_limit = '{given['memory_mb'] // 2}MiB'")
        con.execute(f"set temp_directory = {literal(folder / 'spill')}")
        con.execute(f"set max_temp_directory_size = '{given['disk_mb']}MiB'")
        _limit(given["memory_mb"] * MB, given["seconds"])
        try:
            choices = ReadingChoices(**given["choices"])
            reading = READERS[given["kind"]](
                con, Path(given["path"]), given["name"], folder, choices
            )
            for table in TABLES:
                target = literal(folder / f"{table}.parquet")
                con.execute(f"copy {table} to {target} (format parquet, compression lz4)")
        except RefusedError as error:
            return {"refused": str(error)}
        except (duckdb.OutOfMemoryException, pa.ArrowMemoryError):
            return {TOO_LARGE: True}
        except duckdb.IOException as error:
            if "max_temp_directory_size" in str(error):
                return {TOO_LARGE: True}
            raise
        except OSError as error:
            if is_of_the_disk(error):
                return {"disk": [error.errno, str(error)]}
            raise
    return {"reading": asdict(reading)}


def _limit(memory: int, seconds: int) -> None:
    """Take no more than `memory` bytes, among them what this process has, and no more CPU time.

    The limit counts the addresses that a process has taken, and libraries take more than they use
    at first. A tenth is left for what they use later.
    """
    with suppress(OSError, ValueError):  # not every system counts them
        taken, used = Path("/proc/self/statm").read_text().split()[:2]
        most = (int(taken) - int(used)) * resource.getpagesize() + memory * 9 // 10
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()

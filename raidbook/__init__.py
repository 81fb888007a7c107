"""The warehouse of raids on online-scam centres, from `raw.*` to published files and workbooks.

`raidbook.connect()` opens the live file, read-only.

A package imports only from itself and from the packages above it in this list; a test checks that.

- `common/` is what every package uses: log, terminal, processes, published files and builds.
- `query/` answers questions from the live file; `entry/` is for people who deliver records.
- `audit/` decides whether a build may be published.
- `export/` writes workbooks, tables and pages.
- `pipeline/` builds, publishes, keeps and rolls back.
- `spark/` builds the same models on Apache Spark.
- `cli/` is the command line, and calls all of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect(
    path: str | Path | None = None, *, allow_files: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the published file at `path`, by default to the live file.

    The live file is that of the project around the working directory, as on the command line.
    Outside of a project, it is that of the project from which this package was installed (`pip
    install -e .`). Raises `ingest.errors.RaidbookError` if nothing is published yet, or if there
    is no project.

    Queries run within RAIDBOOK_MEMORY_LIMIT and RAIDBOOK_THREADS. They reach no other file, no
    extension and none of DuckDB's settings (duckdb.PermissionException or InvalidInputException),
    so that no query can harm the published file. `allow_files=True` lets them.
    """
    from ingest.errors import RaidbookError
    from raidbook.common.connection import NOTHING_PUBLISHED
    from raidbook.common.guarded_connection import guarded
    from raidbook.settings import settings_anywhere, settings_without_project

    if path is not None:
        return guarded(Path(path), settings_without_project(), allow_files=allow_files)
    here = settings_anywhere()
    if not here.live.is_file():
        raise RaidbookError(NOTHING_PUBLISHED)
    return guarded(here.live, here, allow_files=allow_files)

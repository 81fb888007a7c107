"""From `raw.*` to what people hold in their hands.

`warehouse.connect()` opens the live file, read-only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the live file of the project around the working directory.

    Raises FileNotFoundError with a sentence where nothing was published yet.
    """
    import duckdb

    from warehouse.settings import settings

    path = settings().live
    if not path.is_file():
        raise FileNotFoundError("Nothing is published yet: run `make build` first.")
    return duckdb.connect(str(path), read_only=True)

"""From `raw.*` to what people hold in their hands.

`warehouse.connect()` opens the live file, read-only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the live file.

    The project is the one around the working directory, as on the command line; elsewhere the one
    that this package was installed from (`pip install -e .`). Raises FileNotFoundError with a
    sentence where nothing was published yet, and SettingsError where there is no project.
    """
    import duckdb

    from warehouse.settings import live_file

    path = live_file()
    if not path.is_file():
        raise FileNotFoundError("Nothing is published yet: run `make build` first.")
    return duckdb.connect(str(path), read_only=True)

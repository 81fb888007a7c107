"""From `raw.*` to what people hold in their hands.

`warehouse.connect()` opens the live file, read-only; `warehouse.connect(PATH)` any other one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    import duckdb


def connect(path: str | os.PathLike[str] | None = None) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to a published file: that at `path`, else the live file.

    The live file is that of the project around the working directory, as on the command line;
    elsewhere that of the project which this package was installed from (`pip install -e .`).
    Raises FileNotFoundError with a sentence where the file isn't there, and SettingsError where
    `path` is not given and there is no project.
    """
    import duckdb

    if path is not None:
        file = Path(path)
        complaint = f"There is no file {file}. Give the path of a published warehouse.duckdb."
    else:
        from warehouse.settings import live_file

        file = live_file()
        complaint = "Nothing is published yet: run `make build` first."
    if not file.is_file():
        raise FileNotFoundError(complaint)
    return duckdb.connect(str(file), read_only=True)

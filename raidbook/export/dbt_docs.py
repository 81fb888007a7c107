"""dbt's documentation of the live file as one static page."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ingest.errors import RaidbookError
from ingest.whole_files import written_whole
from raidbook.common import dbt_process, published_files
from raidbook.settings import Settings


def write_docs(here: Settings) -> Path:
    """Write the documentation into `var/site/docs.html`; return its path.

    dbt reads a copy, since it would lock the live file. Raises RaidbookError with the last lines of
    dbt's output if it fails.
    """
    log_file = here.logs / "dbt" / "docs.log"
    with tempfile.TemporaryDirectory(prefix="raidbook-docs-") as name:
        folder = Path(name)
        database = folder / "warehouse.duckdb"  # views refer to the file by this name
        published_files.copy_live(here, database)
        command = ["docs", "generate", "--static"]
        if dbt_process.call(here, database, ":memory:", folder / "target", log_file, command) != 0:
            raise RaidbookError(
                f"can't write the documentation, since dbt failed: "
                f"{dbt_process.last_words(log_file)}. See var/logs/dbt/docs.log."
            )
        here.site.mkdir(parents=True, exist_ok=True)
        written = here.site / "docs.html"
        with written_whole(written) as temporary:
            shutil.copyfile(folder / "target" / "static_index.html", temporary)
    return written

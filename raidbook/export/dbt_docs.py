"""dbt's documentation of the live file as one static page."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ingest.errors import RaidbookError
from ingest.whole_files import written_whole
from raidbook.common import dbt_process, published_files
from raidbook.settings import Settings

# dbt's page sets the list of models beside the text, which on a phone leaves a third of it.
NARROW = """<style>
@media (max-width: 700px) {
    html, body, .app, .app-row, .app-body, .app-content, .app-frame {
        min-width: 0 !important; max-width: 100vw !important; }
    .app > .app-row, .app.app-row { flex-direction: column !important; }
    .app-menu { width: 100% !important; min-width: 0 !important; flex: 0 0 auto !important;
        height: 35vh !important; overflow-y: auto !important; }
    .app-body, .app-content { width: 100% !important; }
    .app-frame, .app-header .app-body { width: 100% !important; padding-left: 12px !important;
        padding-right: 12px !important; }
    .app-content table, .app-content pre, .app-details dl, .app-links {
        display: block; max-width: 100%; overflow-x: auto; }
}
</style>"""


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
        page = (folder / "target" / "static_index.html").read_text(encoding="utf-8")
        with written_whole(written) as temporary:
            temporary.write_text(page.replace("<head>", f"<head>{NARROW}", 1), encoding="utf-8")
    return written

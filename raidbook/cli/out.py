"""Commands that write files from the live file."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from raidbook.cli.shared import live_settings, print_path
from raidbook.common.output_streams import outlive_reader
from raidbook.common.text_arguments import TextTyper

PANEL = "Out"
commands = TextTyper()
command = partial(commands.command, rich_help_panel=PANEL)


@command(epilog="Example: raidbook export raidbook_workbook")
def export(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of exports. Default: all.")
    ] = None,
) -> None:
    """Write the workbooks and tables from the live file."""
    outlive_reader()
    from raidbook.export.exports import export_all

    for path in export_all(live_settings(), names):
        print_path(path)


@command(epilog="Example: raidbook docs")
def docs() -> None:
    """Write dbt's documentation to var/site/docs.html."""
    outlive_reader()
    from raidbook.export.dbt_docs import write_docs

    print_path(write_docs(live_settings()))

"""Commands that build: publish, roll back, schedule, and run dbt on a working copy."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from raidbook.cli.shared import live_settings
from raidbook.common.output_streams import outlive_reader
from raidbook.common.text_arguments import TextTyper
from raidbook.settings import settings

PANEL = "Build"
commands = TextTyper()
command = partial(commands.command, rich_help_panel=PANEL)


@command(epilog="Example: raidbook build --quiet")
def build(
    force: Annotated[
        bool, typer.Option("--force", help="Build even if there is no new input.")
    ] = False,
    no_export: Annotated[
        bool, typer.Option("--no-export", help="Publish without writing workbooks and tables.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only failures, for cron.")] = False,
    accept_change: Annotated[
        str | None,
        typer.Option(help="Accept the change that stopped a build, for this reason."),
    ] = None,
) -> None:
    """Load new input, reconcile, check, publish and export."""
    outlive_reader()
    from raidbook.common.log import Log
    from raidbook.pipeline.build import build as run

    here = settings()
    log = Log(here.logs, is_quiet=quiet)
    code = run(here, log, is_forced=force, with_export=not no_export, accept_change=accept_change)
    raise SystemExit(code)


@command(epilog="Example: raidbook rollback 20260518-041702-9f2c1b")
def rollback(build_id: Annotated[str, typer.Argument(help="A build in var/history.")]) -> None:
    """Restore an earlier build as the live file."""
    outlive_reader()
    from raidbook.pipeline.rollback import rollback as run

    run(settings(), build_id)
    print(
        f"var/live/warehouse.duckdb is build {build_id} again. To update the workbooks, run "
        "`raidbook export`."
    )


@command(epilog="Example: raidbook schedule")
def schedule() -> None:
    """Print a crontab line and systemd units for scheduled builds."""
    from raidbook.pipeline.schedule import schedule as run

    print(run(settings()), end="")


@command(epilog="Example: raidbook dbt -- build -s fct_arrests+")
def dbt(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="-- ARGS", help="Arguments for dbt.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace the working copy first.")] = False,
) -> None:
    """Run dbt on a working copy of the live file."""
    from raidbook.query.dbt_by_hand import run

    raise SystemExit(run(live_settings(), words or [], is_fresh=fresh))

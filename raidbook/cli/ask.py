"""Commands that answer questions about the live file."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from raidbook.cli.shared import Form, Limit, MeasureGroup, live_settings
from raidbook.common.text_arguments import TextTyper

PANEL = "Ask"
commands = TextTyper()
command = partial(commands.command, rich_help_panel=PANEL)


@command(epilog="Example: raidbook status --json")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for monitoring.")] = False,
) -> None:
    """Show the live build, its age, rows and deliveries."""
    from raidbook.query.status import status as run

    run(live_settings(), as_json=as_json)


@command(epilog='Example: raidbook sql "from arrests limit 5" --format csv')
def sql(
    query: Annotated[
        str | None, typer.Argument(help="A query or an .sql file. Without one, open a shell.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or markdown.")] = "table",
    allow_files: Annotated[
        bool,
        typer.Option(
            "--allow-files", help="Let queries read and write files, and load extensions."
        ),
    ] = False,
) -> None:
    """Query the live file, read-only."""
    from raidbook.query.sql import sql as run

    raise SystemExit(run(live_settings(), query, form, allow_files=allow_files))


@command(epilog="Example: raidbook explain kh-2025-07-14-directive-raids")
def explain(
    event_id: Annotated[str, typer.Argument(help="An event_id of marts.dim_event.")],
    measure_group: MeasureGroup = None,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Explain the figures of an event: their reports, and why they count."""
    from raidbook.query.explain import explain as run

    run(live_settings(), event_id.strip(), measure_group, form)


@command(
    "as-of",
    epilog="Example: raidbook as-of 2025-07-17 2025-07-25 --country KH",
)
def as_of(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="A day, YYYY-MM-DD.")],
    other: Annotated[
        datetime | None,
        typer.Argument(formats=["%Y-%m-%d"], help="A later day, to show what changed."),
    ] = None,
    event_id: Annotated[
        str | None, typer.Option("--event", help="Only this event and its descendants.")
    ] = None,
    measure_group: MeasureGroup = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Only events in this country, such as KH.")
    ] = None,
    form: Form = "table",
    limit: Limit = None,
) -> None:
    """Show what was known on a day, or what changed between two days."""
    from raidbook.query.as_of import as_of as run
    from raidbook.query.as_of_question import Wanted

    wanted = Wanted(event_id, measure_group, country, form, limit)
    days = [moment.date() for moment in (day, other) if moment is not None]
    run(live_settings(), days, wanted)


@command(epilog="Example: raidbook diff")
def diff(
    build: Annotated[
        str | None,
        typer.Argument(help="The earlier build. Default: the one before the live build."),
    ] = None,
    other: Annotated[
        str | None, typer.Argument(help="The later build. Default: the live build.")
    ] = None,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="Show what `raidbook dbt` changed instead.")
    ] = False,
    form: Form = "table",
    limit: Limit = None,
) -> None:
    """Show what changed between two builds, and which records caused it."""
    from raidbook.query.diff import diff as run

    run(live_settings(), build, other, form, limit, by_hand=by_hand)

"""The command line: parse, call, print. What there is to know stands in the modules called."""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from warehouse.log import is_interrupted
from warehouse.output import end_with_reader, outlive_reader
from warehouse.settings import Settings, SettingsError, settings

INTERRUPTED = 130  # what typer makes of Ctrl-C
STOPPED_BY_SIGNAL = "stopped by a signal; the live file is as it was."

app = typer.Typer(
    name="raidbook",
    help="The warehouse of what is known, and how well, about raids on online-scam centres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; every error is one sentence and an exit code, no traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: end dbt, clean up
    end_with_reader()
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _stop(3, STOPPED_BY_SIGNAL)
        raise
    except SettingsError as error:
        _stop(2, str(error))
    except Exception as error:
        _stop(3, STOPPED_BY_SIGNAL if is_interrupted(error) else _unforeseen(error))


def _unforeseen(error: Exception) -> str:
    """Return one sentence; the trace goes into the log, for whoever mends it."""
    from warehouse.log import Log

    words = (str(error).splitlines() or ["no message"])[0]
    sentence = f"stopped by an error that was not foreseen: {type(error).__name__}: {words}"
    try:
        Log(settings().logs).trace(error)
    except SettingsError:
        return sentence
    return f"{sentence} (the trace is in var/logs/raidbook.jsonl)"


def _stop(code: int, sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def _live_or_stop() -> Settings:
    here = settings()
    if not here.live.is_file():
        _stop(3, "Nothing is published yet: run `make build` first.")
    from warehouse.publish import live_build

    if live_build(here) is None:
        _stop(
            3,
            "The live file can't be read: `raidbook build --force` makes one, and `raidbook "
            "rollback BUILD` puts a kept one back.",
        )
    return here


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing is new.")] = False,
    no_export: Annotated[
        bool, typer.Option("--no-export", help="End after publishing, without workbooks.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print only what failed, as cron wants it.")
    ] = False,
    accept_change: Annotated[
        str | None,
        typer.Option(help="Why a change from what is live, at which a build stopped, is right."),
    ] = None,
) -> None:
    """Land, load, reconcile, check, publish and export whatever is new."""
    outlive_reader()
    from warehouse.build import build as run
    from warehouse.log import Log

    here = settings()
    if accept_change is not None and not accept_change.strip():
        _stop(2, "The reason of --accept-change is empty; say why, since it is kept.")
    log = Log(here.logs, is_quiet=quiet)
    code = run(here, log, is_forced=force, with_export=not no_export, accept_change=accept_change)
    raise SystemExit(code)


@app.command()
def schedule() -> None:
    """Print a crontab line and a systemd service and timer that build this folder."""
    from warehouse.schedule import schedule as run

    print(run(settings()), end="")


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(help="Files of incident records, or folders of such files.")
    ],
    again: Annotated[
        bool, typer.Option("--again", help="Make a file that was delivered before the newest.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; land nothing.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", help="An .xlsx file for the rejected rows, ready to be mended."),
    ] = None,
) -> None:
    """Check files of records and land them; the next build loads them."""
    outlive_reader()
    from warehouse.add import add as run

    here = settings()
    named = [here.called_from / path for path in files]
    rejected = None if errors is None else here.called_from / errors
    raise SystemExit(run(here, named, again=again, is_dry=dry_run, errors=rejected))


@app.command()
def export(
    names: Annotated[list[str] | None, typer.Argument(help="Which exports; all if none.")] = None,
) -> None:
    """Write the workbooks and tables again from the live file."""
    outlive_reader()
    import duckdb

    from warehouse.export import export_all

    here = _live_or_stop()
    try:
        for path in export_all(here, names):
            print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    except KeyError as error:
        _stop(2, str(error.args[0]))
    except (OSError, duckdb.Error) as error:
        _stop(3, f"can't write the exports: {(str(error).splitlines() or [''])[0]}")


@app.command()
def docs() -> None:
    """Write dbt's documentation of the live file as one static page, var/site/docs.html."""
    outlive_reader()
    from warehouse.docs import write_docs

    here = _live_or_stop()
    try:
        path = write_docs(here)
    except OSError as error:
        _stop(3, f"can't write the documentation: {error}")
    print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


@app.command()
def dbt(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="-- ARGS", help="What dbt is to do.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make the working copy anew first.")
    ] = False,
) -> None:
    """Run dbt on a working copy of the live file, such as `raidbook dbt -- build -s fct_arrests+`.

    `raidbook diff --by-hand` tells what that changed.
    """
    from warehouse.dbt_by_hand import run

    here = _live_or_stop()
    try:
        raise SystemExit(run(here, words or [], is_fresh=fresh))
    except OSError as error:
        _stop(3, f"can't make the working copy: {error}")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For monitors.")] = False,
) -> None:
    """Tell what is live: build, age, rows, deliveries, rejected records."""
    from warehouse.query import status as run

    run(_live_or_stop(), as_json=as_json)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="A query, or a file that ends in .sql; a shell without.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or markdown.")] = "table",
) -> None:
    """Ask the live file, read-only."""
    from warehouse.query import sql as run

    raise SystemExit(run(_live_or_stop(), query, form))


@app.command()
def explain(
    event_id: Annotated[str, typer.Argument(help="An event_id of marts.dim_event.")],
    measure_group: Annotated[
        str | None,
        typer.Option("--measure-group", help="Only this measure group, such as custody."),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Tell one event: its tree, who reported what, what was chosen and why, what is left over."""
    from warehouse.explain import explain as run

    raise SystemExit(run(_live_or_stop(), event_id.strip(), measure_group, form))


@app.command("as-of")
def as_of(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="A day.")],
    other: Annotated[
        datetime | None,
        typer.Argument(formats=["%Y-%m-%d"], help="A later day: tell what changed."),
    ] = None,
    event_id: Annotated[
        str | None, typer.Option("--event", help="Only this event and all below it.")
    ] = None,
    measure_group: Annotated[
        str | None,
        typer.Option("--measure-group", help="Only this measure group, such as custody."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Only events there, such as KH.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many; 0 is all.")] = None,
) -> None:
    """Tell what was known on a day, or what changed from one day to another, and by what report."""
    from warehouse.history import Wanted
    from warehouse.history import as_of as run

    wanted = Wanted(event_id, measure_group, country, form, limit)
    days = [moment.date() for moment in (day, other) if moment is not None]
    raise SystemExit(run(_live_or_stop(), days, wanted))


@app.command()
def diff(
    build: Annotated[str | None, typer.Argument(help="A kept build; the one before live.")] = None,
    other: Annotated[str | None, typer.Argument(help="Another one; the live build.")] = None,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="What `raidbook dbt` changed in its working copy.")
    ] = False,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many; 0 is all.")] = None,
) -> None:
    """Tell what changed from one build to another, and which records changed it."""
    from warehouse.diff import diff as run
    from warehouse.diff import diff_by_hand

    if by_hand and build is not None:
        _stop(2, "--by-hand compares the live build with the working copy; name no build.")
    here = _live_or_stop()
    raise SystemExit(
        diff_by_hand(here, form, limit) if by_hand else run(here, build, other, form, limit)
    )


@app.command()
def rollback(build_id: Annotated[str, typer.Argument(help="A build of var/history.")]) -> None:
    """Put an earlier build back in place."""
    outlive_reader()
    from warehouse import publish
    from warehouse.lock import LockedError, build_lock

    here = settings()
    try:
        with build_lock(here.var):
            publish.rollback(here, build_id)
    except publish.PublishError as error:
        _stop(2, str(error))
    except LockedError as error:
        _stop(3, str(error))
    except OSError as error:
        _stop(3, f"can't roll back: {error}")
    print(
        f"var/live/warehouse.duckdb is build {build_id} again; `raidbook export` renews workbooks."
    )


@app.command()
def template(
    out: Annotated[Path, typer.Argument(help="The .xlsx file to write; it may not exist yet.")],
) -> None:
    """Write the entry workbook: drop-down lists, dates, and an explanation of every column."""
    outlive_reader()
    from warehouse.template import template as run

    raise SystemExit(run(settings().called_from / out))


@app.command("check-names")
def check_names(
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="A listed name: write its suggestion into seeds/."),
    ] = None,
    accept_above: Annotated[
        float | None,
        typer.Option("--accept-above", min=80, max=100, help="Accept from this score on."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why; else that it was suggested.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """List names that matched nothing, with suggestions; accept suggestions."""
    if accept or accept_above is not None:
        outlive_reader()
    from warehouse.names import check_names as run

    raise SystemExit(run(settings(), accept or [], accept_above, reason, form))


@app.command()
def remove(
    delivery: Annotated[str, typer.Argument(help="A delivery_id of meta.deliveries.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")],
) -> None:
    """Take a delivery back: its file stays in landing and is left out from the next build on."""
    outlive_reader()
    from warehouse.add import remove as run

    raise SystemExit(run(settings(), delivery, reason))


@app.command()
def generate(
    out: Annotated[Path, typer.Argument(help="A .csv or .parquet file.")],
    records: Annotated[int, typer.Option("--records", help="How many.")] = 100_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same file.")] = 1,
) -> None:
    """Write made-up records with the shapes of the real ones, for measuring and trying out."""
    outlive_reader()
    from warehouse.generate import generate as run

    try:
        print(f"{out}: {run(records, seed, out)} records")
    except ValueError as error:
        _stop(2, str(error))
    except OSError as error:
        _stop(3, f"can't write {out}: {error}")

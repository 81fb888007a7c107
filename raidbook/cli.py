"""The command line: parse, call, print. Everything else is in the modules that it calls."""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ingest.errors import RaidbookError, WrongUseError, first_line
from ingest.readers.cell_text import visible
from raidbook.common.exit_codes import ExitCode, exit_code_of
from raidbook.common.log import is_interrupted
from raidbook.common.output_streams import end_with_reader, outlive_reader, write_any_text
from raidbook.common.text_arguments import TextTyper
from raidbook.settings import Settings, settings

INTERRUPTED = 130  # typer's exit code for Ctrl-C
STOPPED_BY_SIGNAL = "stopped by a signal."
DATA_IN, BUILD, ASK, OUT = "Data in", "Build", "Ask", "Out"

app = TextTyper(
    name="raidbook",
    help="A warehouse of reported figures about raids on online-scam centres.",
    epilog="Exit codes: 0 done, 1 data refused, 2 wrong use, 3 could not run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

MeasureGroup = Annotated[
    str | None, typer.Option("--measure-group", help="Only this measure group, such as custody.")
]
Form = Annotated[str, typer.Option("--format", help="table, csv or json.")]
Limit = Annotated[int | None, typer.Option(min=0, help="Maximum number of rows; 0 is all.")]


def main() -> None:
    """Run the command line. Every error is one sentence and an exit code, without a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: end dbt, clean up
    end_with_reader()
    write_any_text()
    try:
        app(prog_name="raidbook")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _stop(ExitCode.BROKEN, STOPPED_BY_SIGNAL)
        raise
    except RaidbookError as error:
        _stop(exit_code_of(error), str(error))
    except OSError as error:
        _stop(ExitCode.BROKEN, f"can't continue: {error}.")
    except ImportError:
        raise  # raidbook/__main__.py says what is missing
    except Exception as error:
        sentence = STOPPED_BY_SIGNAL if is_interrupted(error) else _unforeseen(error)
        _stop(ExitCode.BROKEN, sentence)


def _unforeseen(error: Exception) -> str:
    """Return one sentence for an unexpected error, and write its traceback to the log."""
    from raidbook.common.log import Log

    words = f"{type(error).__name__}: {first_line(error)}"
    sentence = f"stopped by an unexpected error: {words}"
    try:
        Log(settings().logs).trace(error)
    except Exception:  # the settings may be what is wrong; the sentence is printed in any case
        return sentence
    return f"{sentence} (the traceback is in var/logs/raidbook.jsonl)"


def _stop(code: ExitCode, sentence: str) -> NoReturn:
    for line in sentence.split("\n"):
        print(visible(line), file=sys.stderr)
    raise SystemExit(code)


def _live_settings() -> Settings:
    from raidbook.common.published_builds import require_live

    return require_live(settings())


def _print_path(path: Path) -> None:
    print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from raidbook.version import CODE_VERSION, DUCKDB_RANGE, SCHEMA_VERSION

        print(f"raidbook {CODE_VERSION}, schema {SCHEMA_VERSION}, DuckDB {DUCKDB_RANGE}")
        raise typer.Exit


@app.callback()
def raidbook(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the code version, the schema version and the DuckDB range.",
        ),
    ] = False,
) -> None:
    """A warehouse of reported figures about raids on online-scam centres."""


@app.command(rich_help_panel=DATA_IN, epilog="Example: raidbook template entry.xlsx")
def template(
    out: Annotated[Path, typer.Argument(help="The .xlsx file to write; it must not exist.")],
) -> None:
    """Write the entry workbook: drop-down lists, dates, and an explanation of every column."""
    outlive_reader()
    from raidbook.entry.template import template as run

    run(settings().called_from / out)


@app.command(
    rich_help_panel=DATA_IN,
    epilog="Example: raidbook read article.html --format xlsx -o to_judge.xlsx",
)
def read(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FILE|FOLDER|-", help="Text, HTML, or a folder of such files."),
    ] = None,
    url: Annotated[str, typer.Option("--url", help="The address of the article.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", help="Who published it.")] = "",
    published_on: Annotated[
        datetime | None,
        typer.Option("--published-on", formats=["%Y-%m-%d"], help="The day, YYYY-MM-DD."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Its language, such as en.")] = "",
    form: Annotated[str, typer.Option("--format", help="table, csv, json or xlsx.")] = "table",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write to this file.")] = None,
    queue: Annotated[
        Path | None,
        typer.Option("--queue", help="Keep the addresses of this CSV, to be read later."),
    ] = None,
) -> None:
    """Propose records for the figures of an article, for a person to judge."""
    from raidbook.entry.read import Asked, read_or_queue
    from raidbook.entry.readings import given_by

    given = given_by(url, publisher, published_on, language)
    raise SystemExit(read_or_queue(settings(), Asked(path, given, form, out, queue)))


@app.command(rich_help_panel=DATA_IN, epilog="Example: raidbook review to_judge.csv")
def review(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `raidbook read --format csv` wrote.")
    ],
) -> None:
    """Judge proposals in the terminal: y, n or u for later; e edits, z takes back."""
    from raidbook.entry.review import review as run

    here = settings()
    run(here, here.called_from / path)


@app.command(
    rich_help_panel=DATA_IN, epilog="Example: raidbook add july.csv entry.xlsx --errors fix.xlsx"
)
def add(
    files: Annotated[
        list[Path], typer.Argument(help="Files of incident records, or folders of such files.")
    ],
    again: Annotated[
        bool, typer.Option("--again", help="Land a file again, as the newest delivery.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; land nothing.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", help="Write rejected rows to this .xlsx file, to correct them."),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help='Accept only the record\'s own form: no "1,000", no "Chinese".'
        ),
    ] = False,
    source: Annotated[
        str,
        typer.Option("--source", help="The source of a table in another shape: ingest/sources/."),
    ] = "incident_records",
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", help="Read text files in this encoding, such as cp1250."),
    ] = None,
) -> None:
    """Check and land files of records. The next build loads them."""
    outlive_reader()
    from ingest.reading_choices import ReadingChoices
    from raidbook.entry.add import add as run

    here = settings()
    named = [here.called_from / path for path in files]
    rejected = None if errors is None else here.called_from / errors
    choices = ReadingChoices(encoding=encoding, is_strict=strict, source=source)
    code = run(here, named, again=again, is_dry=dry_run, choices=choices, errors=rejected)
    raise SystemExit(code)


@app.command(
    rich_help_panel=DATA_IN,
    epilog='Example: raidbook remove 3f0c9a17b2d45e68 --reason "delivered by mistake"',
)
def remove(
    delivery: Annotated[str, typer.Argument(help="A delivery_id of meta.deliveries.")],
    reason: Annotated[str, typer.Option("--reason", help="The reason, which is kept.")],
) -> None:
    """Retract a delivery. Its file stays in landing; builds leave it out from now on."""
    outlive_reader()
    from raidbook.entry.retraction import retract

    retract(settings(), delivery, reason)


@app.command("reset-clock", rich_help_panel=DATA_IN, epilog="Example: raidbook reset-clock")
def reset_clock() -> None:
    """Give deliveries that were landed while the clock was ahead the day of today."""
    outlive_reader()
    from raidbook.entry.clock_reset import reset_clock as run

    run(settings())


@app.command(
    "check-names",
    rich_help_panel=DATA_IN,
    epilog='Example: raidbook check-names --merge "Poi Pet" --into Poipet',
)
def check_names(
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Write the suggestion of this name to seeds/."),
    ] = None,
    accept_above: Annotated[
        float | None,
        typer.Option(
            "--accept-above",
            min=80,
            max=100,
            help="Accept every suggestion with this score or more.",
        ),
    ] = None,
    merge: Annotated[
        str | None, typer.Option("--merge", help="A name that means the member --into.")
    ] = None,
    into: Annotated[
        str | None, typer.Option("--into", help="The known member, by its id or name.")
    ] = None,
    curate: Annotated[
        str | None, typer.Option("--curate", help="A name that becomes a known member.")
    ] = None,
    curate_as: Annotated[
        str | None, typer.Option("--type", help="Type of a curated organisation or site.")
    ] = None,
    coordinates: Annotated[
        str | None, typer.Option("--at", help="LATITUDE,LONGITUDE of a curated city.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only city, admin1, organisation or site.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Only names of this country, ISO alpha-2.")
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", help="Only cities of this province, sites of this city."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="The reason, which is kept.")
    ] = None,
    form: Form = "table",
) -> None:
    """List names that matched nothing, by weight; accept, merge or curate them."""
    if accept or accept_above is not None or merge or curate:
        outlive_reader()
    from raidbook.entry.check_names import check_names as run
    from raidbook.entry.name_wishes import Wish

    names = tuple(accept or ())
    wish = Wish(
        names,
        accept_above,
        merge,
        into,
        curate,
        curate_as,
        coordinates,
        kind,
        country,
        place,
        reason,
    )
    raise SystemExit(run(settings(), wish, form))


@app.command(
    rich_help_panel=DATA_IN, epilog="Example: raidbook generate made.parquet --records 1000000"
)
def generate(
    out: Annotated[Path, typer.Argument(help="A .csv or .parquet file.")],
    records: Annotated[int, typer.Option("--records", help="Number of records.")] = 100_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same file.")] = 1,
) -> None:
    """Write made-up records in the shape of real ones, for measuring and trying out."""
    outlive_reader()
    from raidbook.entry.made_up_records import make_up_records

    here = settings()
    path = here.called_from / out
    make_up_records(records, seed, path, here.memory_limit, here.threads)
    _print_path(path)


@app.command(rich_help_panel=BUILD, epilog="Example: raidbook build --quiet")
def build(
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing is new.")] = False,
    no_export: Annotated[
        bool, typer.Option("--no-export", help="Publish only; write no workbooks or tables.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only failures, for cron.")] = False,
    accept_change: Annotated[
        str | None,
        typer.Option(help="Accept the change that stopped a build, for this reason."),
    ] = None,
) -> None:
    """Land, load, reconcile, check, publish and export, if anything is new."""
    outlive_reader()
    from raidbook.common.log import Log
    from raidbook.pipeline.build import build as run

    here = settings()
    if accept_change is not None and not accept_change.strip():
        raise WrongUseError("The reason of --accept-change is empty. Say why, since it is kept.")
    log = Log(here.logs, is_quiet=quiet)
    code = run(here, log, is_forced=force, with_export=not no_export, accept_change=accept_change)
    raise SystemExit(code)


@app.command(rich_help_panel=BUILD, epilog="Example: raidbook rollback 20260518-041702-9f2c1b")
def rollback(build_id: Annotated[str, typer.Argument(help="A build of var/history.")]) -> None:
    """Restore an earlier build as the live file."""
    outlive_reader()
    from raidbook.pipeline.rollback import rollback as run

    run(settings(), build_id)
    print(
        f"var/live/warehouse.duckdb is build {build_id} again. To update the workbooks, run "
        "`raidbook export`."
    )


@app.command(rich_help_panel=BUILD, epilog="Example: raidbook schedule")
def schedule() -> None:
    """Print a crontab line and a systemd service and timer that build this folder."""
    from raidbook.pipeline.schedule import schedule as run

    print(run(settings()), end="")


@app.command(rich_help_panel=BUILD, epilog="Example: raidbook dbt -- build -s fct_arrests+")
def dbt(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="-- ARGS", help="The arguments of dbt.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace the working copy first.")] = False,
) -> None:
    """Run dbt on a working copy; `raidbook diff --by-hand` shows what changed."""
    from raidbook.query.dbt_by_hand import run

    raise SystemExit(run(_live_settings(), words or [], is_fresh=fresh))


@app.command(rich_help_panel=ASK, epilog="Example: raidbook status --json")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for monitoring.")] = False,
) -> None:
    """Show what is live: build, age, rows, deliveries, rejected records."""
    from raidbook.query.status import status as run

    run(_live_settings(), as_json=as_json)


@app.command(
    rich_help_panel=ASK, epilog='Example: raidbook sql "from arrests limit 5" --format csv'
)
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

    raise SystemExit(run(_live_settings(), query, form, allow_files=allow_files))


@app.command(rich_help_panel=ASK, epilog="Example: raidbook explain kh-2025-07-14-directive-raids")
def explain(
    event_id: Annotated[str, typer.Argument(help="An event_id of marts.dim_event.")],
    measure_group: MeasureGroup = None,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Explain one event: its tree, its reports, what was chosen and why, and what remains."""
    from raidbook.query.explain import explain as run

    run(_live_settings(), event_id.strip(), measure_group, form)


@app.command(
    "as-of",
    rich_help_panel=ASK,
    epilog="Example: raidbook as-of 2025-07-17 2025-07-25 --country KH",
)
def as_of(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="A day, YYYY-MM-DD.")],
    other: Annotated[
        datetime | None,
        typer.Argument(formats=["%Y-%m-%d"], help="A later day: show what changed."),
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
    """Show what was known on a day, or what changed between two days, and by which reports."""
    from raidbook.query.as_of import as_of as run
    from raidbook.query.as_of_question import Wanted

    wanted = Wanted(event_id, measure_group, country, form, limit)
    days = [moment.date() for moment in (day, other) if moment is not None]
    run(_live_settings(), days, wanted)


@app.command(rich_help_panel=ASK, epilog="Example: raidbook diff")
def diff(
    build: Annotated[
        str | None, typer.Argument(help="The earlier build; default: the one before live.")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(help="The later build; default: the live one.")
    ] = None,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="Show what `raidbook dbt` changed instead.")
    ] = False,
    form: Form = "table",
    limit: Limit = None,
) -> None:
    """Show what changed from one build to another, and which records changed it."""
    from raidbook.query.diff import diff as run
    from raidbook.query.diff import diff_by_hand

    if by_hand and build is not None:
        raise WrongUseError(
            "--by-hand compares the live build with the working copy. Name no build."
        )
    if by_hand:
        diff_by_hand(_live_settings(), form, limit)
    else:
        run(_live_settings(), build, other, form, limit)


@app.command(rich_help_panel=OUT, epilog="Example: raidbook export raidbook_workbook")
def export(
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of exports; default: all.")
    ] = None,
) -> None:
    """Write the workbooks and tables from the live file."""
    outlive_reader()
    from raidbook.export.exports import export_all

    for path in export_all(_live_settings(), names):
        _print_path(path)


@app.command(rich_help_panel=OUT, epilog="Example: raidbook docs")
def docs() -> None:
    """Write dbt's documentation of the live file as one static page, var/site/docs.html."""
    outlive_reader()
    from raidbook.export.dbt_docs import write_docs

    _print_path(write_docs(_live_settings()))

"""Commands that bring data in: deliver, retract, review, and decide about names."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from raidbook.cli.shared import Form, print_path
from raidbook.common.output_streams import outlive_reader
from raidbook.common.text_arguments import TextTyper
from raidbook.settings import settings

PANEL = "Data in"
commands = TextTyper()
command = partial(commands.command, rich_help_panel=PANEL)


@command(epilog="Example: raidbook template entry.xlsx")
def template(
    out: Annotated[Path, typer.Argument(help="The .xlsx file to write; it must not exist.")],
) -> None:
    """Write a workbook for entering records, with lists and explanations."""
    outlive_reader()
    from raidbook.entry.template import template as run

    run(settings().called_from / out)


@command(
    epilog="Example: raidbook read article.html --format xlsx -o to_review.xlsx",
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
        typer.Option("--published-on", formats=["%Y-%m-%d"], help="Its date, YYYY-MM-DD."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Its language, such as en.")] = "",
    form: Annotated[str, typer.Option("--format", help="table, csv, json or xlsx.")] = "table",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write to this file.")] = None,
    queue: Annotated[
        Path | None,
        typer.Option("--queue", help="Save the addresses in this CSV to read later."),
    ] = None,
) -> None:
    """Propose records for the figures in an article."""
    from raidbook.entry.read import Asked, read_or_queue
    from raidbook.entry.readings import given_by

    given = given_by(url, publisher, published_on, language)
    raise SystemExit(read_or_queue(settings(), Asked(path, given, form, out, queue)))


@command(epilog="Example: raidbook review to_review.csv")
def review(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that `raidbook read --format csv` wrote.")
    ],
) -> None:
    """Review proposed records in the terminal."""
    from raidbook.entry.review import review as run

    here = settings()
    run(here, here.called_from / path)


@command(epilog="Example: raidbook add july.csv entry.xlsx --errors fix.xlsx")
def add(
    files: Annotated[
        list[Path], typer.Argument(help="Files of incident records, or folders of such files.")
    ],
    again: Annotated[
        bool, typer.Option("--again", help="Land a file again as the newest delivery.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the files without landing them.")
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", help="Write rejected rows to this .xlsx file for correction."),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help='Accept only the record\'s own form: no "1,000", no "Chinese".'
        ),
    ] = False,
    source: Annotated[
        str,
        typer.Option("--source", help="The source of a table, from ingest/sources/."),
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


@command(
    epilog='Example: raidbook remove 3f0c9a17b2d45e68 --reason "delivered by mistake"',
)
def remove(
    delivery: Annotated[str, typer.Argument(help="A delivery_id of meta.deliveries.")],
    reason: Annotated[str, typer.Option("--reason", help="The reason. Raidbook keeps it.")],
) -> None:
    """Retract a delivery. Later builds ignore it, and its file is kept."""
    outlive_reader()
    from raidbook.entry.retraction import retract

    retract(settings(), delivery, reason)


@command("reset-clock", epilog="Example: raidbook reset-clock")
def reset_clock() -> None:
    """Set landing dates that lie in the future to today."""
    outlive_reader()
    from raidbook.entry.clock_reset import reset_clock as run

    run(settings())


@command(
    "check-names",
    epilog='Example: raidbook check-names --merge "Poi Pet" --into Poipet',
)
def check_names(
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Accept the suggestion for this name."),
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
        str | None, typer.Option("--merge", help="A name to merge into a known member.")
    ] = None,
    into: Annotated[
        str | None, typer.Option("--into", help="The id or name of that member.")
    ] = None,
    curate: Annotated[
        str | None, typer.Option("--curate", help="A name to add as a known member.")
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
        typer.Option("--place", help="Only cities in this province or sites in this city."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="The reason, which is kept.")
    ] = None,
    form: Form = "table",
) -> None:
    """List names that matched nothing. Accept, merge or curate them."""
    from raidbook.entry.check_names import check_names as run
    from raidbook.entry.name_wishes import Wish

    wish = Wish(
        accept=tuple(accept or ()),
        accept_above=accept_above,
        merge=merge,
        into=into,
        curate=curate,
        curate_as=curate_as,
        coordinates=coordinates,
        kind=kind,
        country=country,
        place=place,
        reason=reason,
    )
    if wish.is_to_write:
        outlive_reader()
    raise SystemExit(run(settings(), wish, form))


@command(epilog="Example: raidbook generate made.parquet --records 1000000")
def generate(
    out: Annotated[Path, typer.Argument(help="A .csv or .parquet file.")],
    records: Annotated[int, typer.Option("--records", help="Number of records.")] = 100_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same file.")] = 1,
) -> None:
    """Write synthetic records for benchmarks and trials."""
    outlive_reader()
    from raidbook.entry.made_up_records import make_up_records

    here = settings()
    path = here.called_from / out
    make_up_records(records, seed, path, here.memory_limit, here.threads)
    print_path(path)

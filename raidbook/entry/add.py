"""`raidbook add`: check files of records, report what is wrong with their rows, and land them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from ingest import checked_file, landing
from ingest.errors import RefusedError, ReviewFileError, WrongUseError, first_line
from ingest.file_report import report_on_file
from ingest.known_versions import KnownVersions
from ingest.landing import Delivery
from ingest.readers.archive import is_left_behind
from ingest.readers.cell_text import visible
from ingest.readers.delivered_file import named_sheet
from ingest.readers.text_encoding import known_encoding
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.sources.shipped import origin_of
from ingest.sources.source import source
from raidbook.common.clock import clock_was_ahead
from raidbook.common.connection import in_memory
from raidbook.common.exit_codes import ExitCode
from raidbook.common.log import is_interrupted
from raidbook.common.progress import progress
from raidbook.common.temp_space import temp_space
from raidbook.common.terminal import say
from raidbook.entry.accepted_rows import accepted
from raidbook.entry.add_report import MAX_SHOWN, print_report
from raidbook.entry.rejected_rows import check_target, targets_of, write_rejected_rows
from raidbook.settings import Settings


@dataclass
class _Adding:
    """One call of `add`: the options that apply to each of its files."""

    settings: Settings
    con: duckdb.DuckDBPyConnection
    known: KnownVersions
    removed: set[str]
    today: date
    is_again: bool
    is_dry: bool
    choices: ReadingChoices
    targets: dict[Path, Path]  # the workbooks for rejected rows, by file
    has_several: bool


def add(
    settings: Settings,
    files: list[Path],
    *,
    again: bool,
    is_dry: bool,
    choices: ReadingChoices = PLAIN,
    errors: Path | None = None,
) -> ExitCode:
    """Check and land files and the files in folders; write rejected rows to `errors`, if given.

    Each file is handled separately, and read by the `choices`. Returns the worst exit code. Raises
    WrongUseError if `errors` is not an .xlsx file in an existing folder, and for an unknown
    encoding or source.
    """
    source(choices.source)
    if choices.encoding is not None:
        choices = replace(choices, encoding=known_encoding(choices.encoding))
    worst, found = ExitCode.DONE, list[Path]()
    for path in files:
        inside = _files_in(path) if path.is_dir() else [path]
        if not inside:
            say(f"refused: {path}: the folder holds no file.", file=sys.stderr)
            worst = ExitCode.REFUSED
        found += inside
    if errors is not None:
        check_target(errors)
    try:
        with _connected(settings, is_dry=is_dry) as con:
            removed = landing.removed(settings.seeds)
            with progress("landed", _landed_size(settings), 1) as announce:
                announce("reading earlier deliveries")
                known = KnownVersions(
                    con,
                    settings.landing,
                    removed,
                    settings.live,
                    settings.reading_limits,
                    settings.normaliser,
                )
            landed = landing.deliveries(settings.landing)
            if ahead := landing.from_the_future(landed):
                say(f"warning: {clock_was_ahead(ahead)}", file=sys.stderr)
            adding = _Adding(
                settings=settings,
                con=con,
                known=known,
                removed=removed,
                today=landing.today(landed),
                is_again=again,
                is_dry=is_dry,
                choices=choices,
                targets={} if errors is None else targets_of(errors, found),
                has_several=len(found) > 1,
            )
            for path in found:
                worst = max(worst, _add_or_refuse(adding, path))
    except RefusedError as error:
        say(f"refused: {error}", file=sys.stderr)
        return ExitCode.REFUSED
    except OSError as error:
        say(f"can't continue: {error}", file=sys.stderr)
        return ExitCode.BROKEN
    return worst


def _files_in(folder: Path) -> list[Path]:
    """Return the files in a folder and its subfolders, sorted, without those that are nobody's."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not is_left_behind(path.relative_to(folder).parts)
    )


@contextmanager
def _connected(settings: Settings, *, is_dry: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory. Data beyond the limit goes to var, except in a dry run."""
    with ExitStack() as stack:
        room = None if is_dry else stack.enter_context(temp_space(settings.var))
        yield stack.enter_context(in_memory(settings, room))


def _landed_size(settings: Settings) -> int:
    return sum(delivery.size for delivery in landing.deliveries(settings.landing))


def _add_or_refuse(adding: _Adding, path: Path) -> ExitCode:
    """Add one file. If it is refused, report why, so that the next file is still handled."""
    try:
        return _add_one(adding, path)
    except RefusedError as error:
        say(f"refused: {error}", file=sys.stderr)
    except WrongUseError as error:
        say(f"{path.name}: not landed: {error}", file=sys.stderr)
        return ExitCode.WRONG_USE
    except MemoryError:
        say(f"refused: {path}: needs more memory than there is. Save it as CSV.", file=sys.stderr)
    except FileNotFoundError:
        say(f"refused: {path}: there is no such file.", file=sys.stderr)
    except IsADirectoryError:
        say(f"refused: {path}: this is a folder. Name the files in it.", file=sys.stderr)
    except PermissionError as error:
        say(f"refused: {path}: can't be read or landed: {error}", file=sys.stderr)
        return ExitCode.BROKEN
    except OSError as error:
        say(f"{path}: can't be landed: {error}", file=sys.stderr)
        return ExitCode.BROKEN
    except Exception as error:  # whatever a reader raises: the next file is still read
        if is_interrupted(error):
            raise
        words = f"{type(error).__name__}: {first_line(error)}"
        say(f"refused: {path}: can't be read ({words}). Save it as CSV.", file=sys.stderr)
    return ExitCode.REFUSED


def _add_one(adding: _Adding, path: Path) -> ExitCode:
    target = adding.targets.get(path)
    path, sheet = named_sheet(path)
    choices = replace(adding.choices, sheet=sheet)
    try:
        return _check_unless_known(adding, path, choices, target)
    except ReviewFileError:
        limits = adding.settings.reading_limits
        with accepted(adding.con, path, choices, limits) as chosen:
            choices = replace(choices, sheet=None, encoding=None)
            return _check_unless_known(adding, chosen, choices, target)


def _check_unless_known(
    adding: _Adding, path: Path, choices: ReadingChoices, target: Path | None
) -> ExitCode:
    """Check and land a file, unless its bytes were delivered before. Raises ReviewFileError."""
    sha256 = landing.digest(path)
    landed = landing.deliveries(adding.settings.landing)
    known = [d for d in landed if d.sha256 == sha256 and d.choices == choices]
    if known and known[-1].delivery_id in adding.removed:
        say(
            f"{path.name}: retracted as delivery {known[-1].delivery_id}, and left out until its "
            "row in seeds/delivery_removed.csv is deleted",
            file=sys.stderr,
        )
    if known and not adding.is_again:
        say(f"{path.name}: delivered before (on {known[-1].landed_on}), skipped")
        return ExitCode.DONE
    try:
        return _check_and_land(adding, path, choices, sha256, target)
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        words = first_line(error)
        raise OSError(f"there is not enough room in memory or on the disk: {words}") from None
    finally:
        checked_file.forget(adding.con)


def _check_and_land(
    adding: _Adding, path: Path, choices: ReadingChoices, sha256: str, target: Path | None
) -> ExitCode:
    con = adding.con
    with progress(path.name, path.stat().st_size, 4) as announce:
        announce("reading and checking")
        loaded = checked_file.read_delivery(
            con,
            path,
            visible(path.name),
            adding.today,
            choices,
            adding.settings.reading_limits,
            adding.settings.normaliser,
        )
        announce("looking for contradictions")
        report = report_on_file(con, loaded, adding.today, MAX_SHOWN)
        announce("comparing with earlier deliveries")
        corrected, unchanged = adding.known.count()
        written = None
        if target is not None and loaded.rows_rejected:
            written = write_rejected_rows(adding.settings, con, report, target)
        announce("landing")
        delivery = None if adding.is_dry else _land(adding, path, choices, sha256)
    say(
        f"{path.name}: {loaded.rows_read} rows read, {loaded.rows_loaded} loaded, "
        f"{loaded.rows_rejected} rejected, {corrected} corrected, {unchanged} unchanged"
    )
    print_report(report)
    if written:
        say(f"  rejected rows are in {written}: correct them and deliver that file")
    if delivery is None:
        say("  nothing landed (--dry-run)")
    elif loaded.rows_loaded:
        say(f"  landed as delivery {delivery.delivery_id}; `make build` publishes it")
    else:
        say(
            f"  landed as delivery {delivery.delivery_id}, but nothing of it can be published: "
            "every row is rejected"
        )
    return ExitCode.REFUSED if loaded.rows_rejected else ExitCode.DONE


def _land(adding: _Adding, path: Path, choices: ReadingChoices, sha256: str) -> Delivery:
    delivery, _ = landing.land(
        path,
        adding.settings.landing,
        choices.source,
        again=adding.is_again,
        sha256=sha256,
        choices=choices,
        origin=origin_of(adding.settings.root, path),
    )
    if adding.has_several:
        adding.known.keep(delivery.number)
    return delivery

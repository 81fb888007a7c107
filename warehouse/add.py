"""Deliveries from the command line: check a file, say what is wrong with each row, land it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from ingest import landing, load
from ingest.errors import RefusedError
from ingest.files import beside
from ingest.landing import Delivery
from ingest.literal import literal
from ingest.readers import Reading, named_sheet
from ingest.sources import incident_records
from ingest.verdict import Verdict, judge, rejected_rows
from ingest.versions import KnownVersions
from warehouse.progress import progress
from warehouse.settings import Settings
from warehouse.spill import spill

DONE, REFUSED, WRONG_USE, BROKEN = 0, 1, 2, 3
MOST_SHOWN = 10  # rows, and reasons, that are told at once
MOST_SUSPECTED = 3  # of each kind


class _InTheWayError(Exception):
    """A file stands where rejected rows shall be written, and somebody may be mending it."""


@dataclass
class _Adding:
    """One call of `add`: what holds for every file of it."""

    settings: Settings
    con: duckdb.DuckDBPyConnection
    known: KnownVersions
    removed: set[str]
    today: date
    is_again: bool
    is_dry: bool
    errors: Path | None
    has_several: bool


def add(
    settings: Settings, files: list[Path], *, again: bool, is_dry: bool, errors: Path | None = None
) -> int:
    """Check and land `files` and the files in folders; write rejected rows to `errors`, if given.

    Returns 0, 1 if a row or a file was refused, 2 for `errors` that can't be meant, or 3.
    """
    worst, found = DONE, list[Path]()
    for path in files:
        inside = _files_in(path) if path.is_dir() else [path]
        if not inside:
            print(f"refused: {path}: there is no file in this folder.", file=sys.stderr)
            worst = REFUSED
        found += inside
    if errors is not None and (complaint := _complaint(errors)):
        print(complaint, file=sys.stderr)
        return WRONG_USE
    try:
        with _connected(settings, is_dry=is_dry) as con:
            removed = landing.removed(settings.seeds)
            with progress("landed", _landed_size(settings), 1) as tell:
                tell("reading what is known")
                known = KnownVersions(con, settings.landing, removed, settings.live)
            adding = _Adding(
                settings=settings,
                con=con,
                known=known,
                removed=removed,
                today=landing.today(landing.deliveries(settings.landing)),
                is_again=again,
                is_dry=is_dry,
                errors=errors,
                has_several=len(found) > 1,
            )
            for path in found:
                worst = max(worst, _add_or_refuse(adding, path))
    except RefusedError as error:
        print(f"refused: {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"can't go on: {error}", file=sys.stderr)
        return BROKEN
    return worst


def _files_in(folder: Path) -> list[Path]:
    """Return the files in a folder and below it, in order, but for hidden and lock files."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        if not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    )


def _complaint(errors: Path) -> str | None:
    """Return why rejected rows can't be written to `errors`, if so."""
    if errors.suffix.lower() != ".xlsx":
        return f"{errors.name}: rejected rows are written as an .xlsx file; name it so."
    if not errors.parent.is_dir():
        return f"{errors.name}: there is no folder {errors.parent} to write it to."
    return None


@contextmanager
def _connected(settings: Settings, *, is_dry: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory; what doesn't fit goes into var, but for a dry run."""
    with ExitStack() as stack, duckdb.connect(":memory:") as con:
        con.execute(f"set memory_limit = {literal(settings.memory_limit)}")
        con.execute(f"set threads = {settings.threads}")
        if not is_dry:
            room = stack.enter_context(spill(settings.var))
            con.execute(f"set temp_directory = {literal(room)}")
        yield con


def _landed_size(settings: Settings) -> int:
    return sum(delivery.size for delivery in landing.deliveries(settings.landing))


def _add_or_refuse(adding: _Adding, path: Path) -> int:
    """Add one file; what is wrong with it doesn't stop the next."""
    try:
        return _add_one(adding, path)
    except RefusedError as error:
        print(f"refused: {error}", file=sys.stderr)
    except _InTheWayError as error:
        print(f"{path.name}: not landed: {error}", file=sys.stderr)
        return WRONG_USE
    except FileNotFoundError:
        print(f"refused: {path}: there is no such file.", file=sys.stderr)
    except IsADirectoryError:
        print(f"refused: {path}: is a folder; name the files in it.", file=sys.stderr)
    except PermissionError as error:
        print(f"refused: {path}: can't be read or landed: {error}", file=sys.stderr)
        return BROKEN
    except OSError as error:
        print(f"{path}: can't be landed: {error}", file=sys.stderr)
        return BROKEN
    return REFUSED


def _add_one(adding: _Adding, path: Path) -> int:
    path, sheet = named_sheet(path)
    sha256 = landing.digest(path)
    landed = landing.deliveries(adding.settings.landing)
    known = [d for d in landed if d.sha256 == sha256 and d.sheet == sheet]
    if known and known[-1].delivery_id in adding.removed:
        print(
            f"{path.name}: was taken back as delivery {known[-1].delivery_id} and stays left out "
            "until its row in seeds/delivery_removed.csv is deleted",
            file=sys.stderr,
        )
    if known and not adding.is_again:
        print(f"{path.name}: delivered before (on {known[-1].landed_on}), skipped")
        return DONE
    try:
        return _judge_and_land(adding, path, sheet, sha256)
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        said = str(error).splitlines()[0]
        raise OSError(f"there is no room in memory or on the disk: {said}") from None
    finally:
        load.forget(adding.con)


def _judge_and_land(adding: _Adding, path: Path, sheet: str | None, sha256: str) -> int:
    con = adding.con
    with progress(path.name, path.stat().st_size, 4) as tell:
        tell("reading and checking")
        loaded = load.read_delivery(con, path, path.name, adding.today, sheet)
        tell("looking for contradictions")
        verdict = judge(con, loaded, adding.today, MOST_SHOWN)
        tell("comparing with what is known")
        corrected, unchanged = adding.known.count()
        written = _write_errors(adding, path, verdict)
        tell("landing")
        delivery = None if adding.is_dry else _land(adding, path, sheet, sha256)
    print(
        f"{path.name}: {loaded.rows_read} rows read, {loaded.rows_loaded} loaded, "
        f"{loaded.rows_rejected} rejected, {corrected} corrected, {unchanged} unchanged"
    )
    _tell(verdict)
    if written:
        print(f"  rejected rows are in {written}: mend them and deliver that file")
    if delivery is None:
        print("  nothing landed (--dry-run)")
    else:
        print(f"  landed as delivery {delivery.delivery_id}; `make build` publishes it")
    return REFUSED if loaded.rows_rejected else DONE


def _land(adding: _Adding, path: Path, sheet: str | None, sha256: str) -> Delivery:
    delivery, _ = landing.land(
        path,
        adding.settings.landing,
        incident_records.source().name,
        again=adding.is_again,
        sha256=sha256,
        sheet=sheet,
    )
    if adding.has_several:
        adding.known.keep(delivery.number)
    return delivery


def _write_errors(adding: _Adding, path: Path, verdict: Verdict) -> str | None:
    """Write the rejected rows as a workbook, if that is asked for; return where they are.

    With several files each has a workbook of its own, named after both. Raises _InTheWayError.
    """
    if adding.errors is None or not verdict.loaded.rows_rejected:
        return None
    from ingest.returned import MAX_ROWS, write_rejected

    target = adding.errors
    if adding.has_several:
        target = target.with_name(f"{target.stem}-{path.stem}{target.suffix}")
    reading = _reading(verdict)
    temporary = beside(target)
    try:
        rows = rejected_rows(adding.con)
        count = write_rejected(temporary, rows, reading.columns, reading.sheet)
        if target.exists() and not _is_safe(adding.settings, target, temporary):
            raise _InTheWayError(
                f"there is a file {target.name} already, perhaps with rows being mended. Deliver "
                "that one first, or name another."
            )
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    if verdict.loaded.rows_rejected > count:
        return f"{target.name} (the first {MAX_ROWS:,} of them)"
    return target.name


def _is_safe(settings: Settings, target: Path, new: Path) -> bool:
    """Say whether a file may be written over: it was landed, or is what shall be written."""
    safe = {delivery.sha256 for delivery in landing.deliveries(settings.landing)}
    return target.is_file() and landing.digest(target) in {*safe, landing.digest(new)}


def _reading(verdict: Verdict) -> Reading:
    assert verdict.loaded.reading is not None
    return verdict.loaded.reading


def _tell(verdict: Verdict) -> None:
    """Say what is wrong with rows, and what looks odd, on standard error."""
    reading = _reading(verdict)
    for note in reading.notes:
        print(f"  {note}", file=sys.stderr)
    rejected = verdict.loaded.rows_rejected
    if rejected > len(verdict.worst):
        print("  most often rejected because:", file=sys.stderr)
        for reason in verdict.reasons:
            first = reading.place(reason.first_row)
            print(f"  {reason.rows:>7,} × {reason.rule} (first in {first})", file=sys.stderr)
        print("  rows with most that is wrong:", file=sys.stderr)
    for row, record_id, reasons in verdict.worst:
        print(f"  {reading.place(row)} ({record_id or 'no record_id'}): {reasons}", file=sys.stderr)
    if rejected > len(verdict.worst):
        print(
            f"  … and {rejected - len(verdict.worst)} more; --errors FILE.xlsx gives all, and "
            "after the build all stand in quality.rejected_records",
            file=sys.stderr,
        )
    _tell_warnings(verdict)


def _tell_warnings(verdict: Verdict) -> None:
    """Say what looks odd: by rule, the first few of each."""
    by_rule: dict[str, list[tuple[int, str]]] = {}
    for rule, row, sentence in verdict.warnings:
        by_rule.setdefault(rule, []).append((row, sentence))
    for rule, found in by_rule.items():
        for row, sentence in found[:MOST_SUSPECTED]:
            place = _reading(verdict).place(row)
            print(f"  odd, but loaded: {place}: {sentence}", file=sys.stderr)
        if len(found) > MOST_SUSPECTED:
            print(
                f"  … and {len(found) - MOST_SUSPECTED:,} more of this kind ({rule}); after the "
                "build see quality.warnings",
                file=sys.stderr,
            )


def remove(settings: Settings, delivery_id: str, reason: str) -> int:
    """Add a row to seeds/delivery_removed.csv; return 0, or 2 for what can't be removed."""
    known = {d.delivery_id: d for d in landing.deliveries(settings.landing)}
    if delivery_id not in known:
        print(f"There is no delivery '{delivery_id}'; see meta.deliveries.", file=sys.stderr)
        return 2
    if not reason.strip():
        print("The reason is empty; say why, since it is kept.", file=sys.stderr)
        return 2
    if delivery_id in landing.removed(settings.seeds):
        print(f"Delivery {delivery_id} is removed already.")
        return 0
    seed = settings.seeds / landing.REMOVED
    is_open = not seed.read_bytes().endswith(b"\n")  # its last line, where an editor left it so
    with seed.open("a", encoding="utf-8", newline="") as stream:
        stream.write("\n" if is_open else "")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([delivery_id, datetime.now(UTC).date().isoformat(), reason.strip()])
    name = known[delivery_id].file_name
    print(f"{name} ({delivery_id}) is left out from the next build on; delete its row to undo.")
    return 0

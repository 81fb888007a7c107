"""`raidbook read`: propose records for the figures of an article."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ingest.articles.pages.article import Given
from ingest.errors import RaidbookError, RefusedError, WrongUseError
from ingest.whole_files import written_whole
from raidbook.common import terminal
from raidbook.common.exit_codes import ExitCode
from raidbook.entry.readings import STANDARD_INPUT, Reader, Reading, articles_in, reading_bar
from raidbook.entry.review_rows import review_rows, rows_as_csv
from raidbook.settings import Settings

FORMS = ("table", "csv", "json", "xlsx")
SHOWN = ("phrase", "measure", "value", "qualifier", "nationality", "counts_as")


@dataclass(frozen=True)
class Asked:
    """What a person asked for; paths are relative to the folder of the call."""

    path: Path | None
    given: Given
    form: str
    out: Path | None
    queue: Path | None


def read_or_queue(settings: Settings, asked: Asked) -> ExitCode:
    """Read an article, or keep addresses to be read later.

    Raises WrongUseError unless there is one of `path` and `queue`; otherwise see `read` and
    `reading_queue.keep`.
    """
    here = settings.called_from
    if (asked.path is None) == (asked.queue is None):
        raise WrongUseError("Name an article to read, or --queue URLS.csv.")
    if asked.queue is not None:
        from raidbook.entry.reading_queue import keep

        kept, known = keep(settings, here / asked.queue)
        terminal.say(
            f"{asked.queue.name}: {terminal.counted(kept, 'article')} to be read, {known} known"
        )
        return ExitCode.DONE
    assert asked.path is not None
    path = asked.path if asked.path == STANDARD_INPUT else here / asked.path
    return read(settings, path, asked.given, asked.form, asked.out and here / asked.out)


def read(settings: Settings, path: Path, given: Given, form: str, out: Path | None) -> ExitCode:
    """Read an article, standard input or a folder of articles, and write its proposals.

    Raises WrongUseError for a wrong form or output, RefusedError if the article can't be read, and
    RaidbookError if the output can't be written. In a folder, each article that can't be read is
    named on standard error, and the exit code is 1.
    """
    terminal.check_form(form, FORMS)
    _check_out(form, out)
    reader = Reader(settings)
    refused: list[Path] = []
    if path == STANDARD_INPUT or not path.is_dir():
        readings = iter([reader.read(path, given)])
    else:
        readings = _read_folder(reader, path, given, refused)
    if (first := next(readings, None)) is not None:
        _write(chain([first], readings), form, out)
    return ExitCode.REFUSED if refused else ExitCode.DONE


def _write(readings: Iterator[Reading], form: str, out: Path | None) -> None:
    """Write the readings one by one, so that memory holds one of them; a workbook holds all."""
    if form == "xlsx":
        assert out is not None, "`_check_out` ensures it"
        from raidbook.entry.review_workbook import write_review

        everything = list(readings)
        _written(out, lambda target: write_review(target, everything))
        return
    lines = read_lines(readings, form)
    if out is not None:
        _written(out, lambda target: _write_text(target, lines))
    elif sys.stdout.isatty():
        sys.stdout.write("".join(lines))  # not between the lines of the bar
    else:
        sys.stdout.writelines(lines)


def _write_text(target: Path, lines: Iterator[str]) -> None:
    with target.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


def _check_out(form: str, out: Path | None) -> None:
    if form == "xlsx" and out is None:
        raise WrongUseError("--format xlsx needs a file: add -o FILE.xlsx.")
    if out is None:
        return
    if form == "xlsx" and out.suffix.lower() != ".xlsx":
        raise WrongUseError(f"{out.name}: the workbook is an .xlsx file. Use that suffix.")
    if not out.parent.is_dir():
        raise WrongUseError(f"{out.name}: the folder {out.parent} does not exist.")
    if out.exists():
        raise WrongUseError(
            f"{out.name}: the file exists already, perhaps with decisions in it. Name another file."
        )


def _written(out: Path, write: object) -> None:
    assert callable(write)
    try:
        with written_whole(out) as temporary:
            write(temporary)
    except OSError as error:
        raise RaidbookError(f"{out.name}: can't be written: {error}") from None


def _read_folder(
    reader: Reader, folder: Path, given: Given, refused: list[Path]
) -> Iterator[Reading]:
    """Read the articles one after another; name on standard error those that can't be read."""
    paths = articles_in(folder)
    with reading_bar(len(paths)) as move:
        for path in paths:
            try:
                yield reader.read(path, given)
            except RefusedError as error:
                terminal.say(f"refused: {error}", file=sys.stderr)
                refused.append(path)
            move(path.name)


def read_lines(readings: Iterator[Reading], form: str) -> Iterator[str]:
    """Return the proposals as text, a piece at a time. `form` is json, csv or table."""
    if form == "json":
        yield from _json(p.record for reading in readings for p in reading.proposals)
    elif form == "csv":
        yield from rows_as_csv(row for reading in readings for row in review_rows(reading))
    else:
        for reading in readings:
            yield from _table(reading)


def _json(records: Iterator[dict[str, str]]) -> Iterator[str]:
    """Return the lines of one list of flat objects."""
    before = "["
    for record in records:
        alone = json.dumps([record], ensure_ascii=False, indent=2)
        yield before + alone.removeprefix("[").removesuffix("\n]")
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _table(reading: Reading) -> Iterator[str]:
    """Return the lines for a person: each figure, its confidence, its event, what is missing."""
    from ingest.readers.cell_text import visible

    count = terminal.counted(len(reading.proposals), "figure")
    yield f"{visible(reading.name)}: {count} ({reading.language})\n"
    shown: set[str] = set()
    pairs = list(zip(reading.proposals, reading.events, strict=True))
    first = {event.event_id: number for number, (_, event) in reversed(list(enumerate(pairs)))}
    for proposal, event in sorted(pairs, key=lambda pair: first[pair[1].event_id]):
        record = proposal.record
        if event.event_id not in shown:
            shown.add(event.event_id)
            state = "known" if event.is_known else "new"
            yield f"\n  {event.event_id or 'an event without a day'} ({state})\n"
            for candidate in event.candidates:
                yield f"    candidate {candidate.event_id}: {candidate.reason}\n"
        cells = [record[name] for name in SHOWN[1:] if record[name] not in ("", "exact")]
        for name in ("unit", "sex", "age_group", "status"):
            cells += [record[name]] if record[name] else []
        phrase = visible(record["phrase"])
        yield f"    {proposal.confidence:4.0%}  {phrase}  →  {' '.join(cells)}\n"
        missing = [
            f"{name}: {reason}"
            for name, reason in proposal.reasons.items()
            if name not in ("record_id", "event_id", "source_url", "publisher", "published_on")
        ]
        for words in missing:
            yield f"          {words}\n"

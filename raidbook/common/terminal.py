"""Output of the commands that answer questions: numbers, wrapped text, tables, CSV and JSON."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TextIO

import typer

from ingest.errors import WrongUseError
from ingest.readers.cell_text import visible

FORMS = ("table", "csv", "json")
MAX_TEXT = 20_000  # characters of one text that is wrapped
MIN_WIDTH, WIDTH_ELSEWHERE = 40, 100  # columns; the second if the output is not a terminal


def say(text: str, *, file: TextIO | None = None) -> None:
    """Print one line that may hold delivered text, by default on standard output.

    What can't be seen is made visible, so that no text forges a line or steers a terminal.
    """
    print(visible(text), file=file or sys.stdout)


def check_form(form: str, forms: Sequence[str] = FORMS) -> None:
    """Raise WrongUseError if `form` is not one of `forms`."""
    if form not in forms:
        raise WrongUseError(f"--format is '{form}', but must be one of {', '.join(forms)}.")


def width() -> int:
    """Return the width of a line in columns."""
    return max(shutil.get_terminal_size((WIDTH_ELSEWHERE, 24)).columns, MIN_WIDTH)


def number(value: Decimal | int | None, *, is_signed: bool = False) -> str:
    """Return 1,234 or 0.5, with a plus sign if `is_signed`; an empty text for None."""
    if value is None:
        return ""
    if not value:
        return "0"
    exact = Decimal(value)
    whole = exact == exact.to_integral_value()
    sign = "+" if is_signed else "-"
    return f"{int(exact):{sign},d}" if whole else f"{exact.normalize():{sign},f}"


def counted(value: int, noun: str) -> str:
    """Return a number with its noun: 1 report, 2 reports."""
    return f"{value:,} {noun}" + ("" if value == 1 else "s")


def heading(text: str) -> None:
    """Print a heading, bold on a terminal."""
    typer.secho(visible(text), bold=True)


def wrapped(text: str, indent: str = "", *, hanging: str | None = None) -> None:
    """Print `text` wrapped to the width. Names and addresses are never broken."""
    print(
        textwrap.fill(
            visible(" ".join(text.split()), MAX_TEXT),
            width(),
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def table(names: Sequence[str], rows: Iterable[Sequence[str]], indent: str = "") -> None:
    """Print rows below their names: the first column left-aligned, the others right-aligned."""
    from rich.cells import cell_len

    lines = [list(names), *([visible(cell) for cell in row] for row in rows)]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(names))]
    for place, line in enumerate(lines):
        blanks = [" " * (room - cell_len(cell)) for cell, room in zip(line, widths, strict=True)]
        others = (blank + cell for cell, blank in zip(line[1:], blanks[1:], strict=True))
        text = indent + "  ".join((line[0] + blanks[0], *others)).rstrip()
        if place == 0:
            typer.secho(text, bold=True)
        else:
            print(text)


def as_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as CSV, numbers without separators."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_plain(value) for value in row] for row in rows)


def as_json(found: object) -> None:
    """Print one JSON document: decimals as numbers, dates as text."""
    print(json.dumps(found, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int) else str(value)

"""The entry workbook that a coder fills in. It follows from the record's definition alone.

Sheet Records has the record's columns with drop-down lists, real dates and a message for each cell.
As soon as a row has a value, its empty cells are coloured that are required or asked for. Sheet
Columns explains the columns, sheet Lists holds the vocabularies. A workbook saved by Excel or
LibreOffice can be delivered as it is. The same code gives the same bytes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.normalise.words import by_word
from ingest.record import checks, codes, definition
from ingest.record.codebook import WRITTEN
from ingest.record.entry_book import (
    HEAD_COLOUR,
    RED,
    WIDTHS,
    YELLOW,
    column_format,
    entry_book,
    header_formats,
)

if TYPE_CHECKING:
    import xlsxwriter

RECORDS, COLUMNS, LISTS = "Records", "Columns", "Lists"
ROWS = 20_000  # rows below the header with validation; further rows are read too
MAX_MESSAGE, MAX_TITLE = 255, 32  # characters that Excel allows

# What else `raidbook add` reads, by column or kind of column.
ALSO_READ = {
    "date": "2026/11/20, 20 Nov 2026, Nov 20, 2026, 20.11.2026",
    "number": "1,000 or 1 000; 1234,56 for money",
    "organisations": "Role: Name in any case; a name without a role is mentioned",
    "city": "a list by commas, if each part is a known city",
    "admin1": "a list by commas, if each part is a known province",
}


def write_template(path: Path) -> None:
    """Write the workbook to `path`. Raises OSError where it can't be written."""
    with entry_book(path, "Incident records") as book:
        records = book.add_worksheet(RECORDS)
        columns = book.add_worksheet(COLUMNS)
        words = write_lists(book, book.add_worksheet(LISTS))
        _write_records(book, records, words)
        write_columns(book, columns)


def words_of(column: definition.Column) -> list[tuple[str, str]]:
    """Return the words that a column may hold, each with its meaning, or with an empty text."""
    if column.vocabulary:
        return [(word, "") for word in column.vocabulary]
    if column.name not in codes.CODES:
        return []
    names = _names_of_codes(column.name)
    return [(code, names.get(code, "")) for code in codes.CODES[column.name]()]


def _names_of_codes(column: str) -> dict[str, str]:
    """Return the meanings of a column's codes, by code."""
    import pycountry

    if column == "unit":
        return codes.unit_names()
    if column == "language":
        return {x.alpha_2: x.name for x in pycountry.languages if hasattr(x, "alpha_2")}
    from ingest.names import country_reference

    named = country_reference.countries().select(["country_code", "country_name"]).to_pylist()
    found = {row["country_code"]: row["country_name"] for row in named}
    return found | {"ZZ": "several countries, or unknown", "foreign": "foreign nationals"}


def write_lists(book: xlsxwriter.Workbook, page: Any) -> dict[str, str]:
    """Write every list of words with its meanings; return each column's range of cells."""
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "font_color": "white"})
    page.freeze_panes(1, 0)
    where: dict[str, str] = {}
    at = 0
    for column in definition.COLUMNS:
        words = words_of(column)
        if not words:
            continue
        has_meanings = any(meaning for _, meaning in words)
        page.write_string(0, at, f"words of {column.name}", head)
        page.set_column(at, at, 24)
        for row, (word, _) in enumerate(words, start=1):
            page.write_string(row, at, word)
        letter = _letters(at)
        where[column.name] = f"={LISTS}!${letter}$2:${letter}${len(words) + 1}"
        at += 1
        if has_meanings:
            page.write_string(0, at, "which means", head)
            page.set_column(at, at, 36)
            for row, (_, meaning) in enumerate(words, start=1):
                page.write_string(row, at, meaning)
            at += 1
    return where


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _write_records(book: xlsxwriter.Workbook, page: Any, words: dict[str, str]) -> None:
    """Write the sheet for the records: a header, and validation rules for the rows below it."""
    required, optional = header_formats(book)
    missing = book.add_format({"bg_color": RED})
    asked = book.add_format({"bg_color": YELLOW})
    page.freeze_panes(1, 1)
    last = _letters(len(definition.COLUMNS) - 1)
    for at, column in enumerate(definition.COLUMNS):
        page.set_column(at, at, WIDTHS[column.kind], book.add_format(column_format(column.kind)))
        page.write_string(0, at, column.name, required if column.is_required else optional)
        page.data_validation(1, at, ROWS, at, validation(column, words))
        if column.is_required or column.is_asked_for:
            cell, row = f"${_letters(at)}2", f"$A2:${last}2"
            _colour(
                page,
                at,
                f"=AND(COUNTA({row})>0,ISBLANK({cell}))",
                missing if column.is_required else asked,
            )
    _colour_unit(page, missing)
    page.autofilter(0, 0, ROWS, len(definition.COLUMNS) - 1)


def _colour(page: Any, at: int, formula: str, shown: Any) -> None:
    page.conditional_format(
        1, at, ROWS, at, {"type": "formula", "criteria": formula, "format": shown}
    )


def _colour_unit(page: Any, shown: Any) -> None:
    """Colour an empty unit beside a measure of money, which needs one."""
    unit, measure = (_letters(definition.NAMES.index(name)) for name in ("unit", "measure"))
    is_money = ",".join(f'${measure}2="{word}"' for word in definition.MONEY_MEASURES)
    _colour(
        page,
        definition.NAMES.index("unit"),
        f"=AND(OR({is_money}),ISBLANK(${unit}2))",
        shown,
    )


def validation(column: definition.Column, words: dict[str, str]) -> dict[str, Any]:
    """Return the data validation of a column's cells for Excel, with its messages.

    `words` are the ranges that `write_lists` returned.
    """
    return _rule(column, words) | {
        "ignore_blank": True,
        "input_title": column.name[:MAX_TITLE],
        "input_message": _message(column),
    }


def _rule(column: definition.Column, words: dict[str, str]) -> dict[str, Any]:
    """Return the data validation of a column's cells for Excel, with its error message."""
    if column.name in words:
        return {
            "validate": "list",
            "source": words[column.name],
            "error_title": "Not in the list",
            "error_message": f"{column.name} holds one of the words on the sheet {LISTS}.",
        }
    if column.kind == "date":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date.fromisoformat(definition.EARLIEST),
            "maximum": date.fromisoformat(definition.LATEST),
            "error_title": "Not a date",
            "error_message": (
                f"{column.name} is a date from {definition.EARLIEST} to {definition.LATEST}."
            ),
        }
    if column.kind == "number":
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 10**15 - 1,
            "error_title": "Not a number",
            "error_message": f"{column.name} is a number from 0, without words or separators.",
        }
    return {
        "validate": "length",
        "criteria": "<=",
        "value": definition.MAX_TEXT,
        "error_title": "Too long",
        "error_message": f"{column.name} has at most {definition.MAX_TEXT} characters.",
    }


def _message(column: definition.Column) -> str:
    """Return the message that Excel shows when a cell of the column is selected."""
    needed = "" if column.needed == "no" else "Required. " if column.is_required else "Asked for. "
    text = f"{needed}{column.meaning}"
    example = f" Example: {column.example}"
    room = MAX_MESSAGE - len(example)
    return (text if len(text) <= room else text[: room - 2] + " …") + example


def write_columns(book: xlsxwriter.Workbook, page: Any) -> None:
    """Explain every column: its format, meaning, words, rules and an example."""
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "font_color": "white"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    page.freeze_panes(1, 1)
    labels = (
        *(("name", 20), ("required", 10), ("written as", 22), ("what it holds", 60)),
        *(("example", 34), ("words", 44), ("if it is empty", 34), ("also read", 44)),
        ("rejected if it", 70),
    )
    for at, (label, width) in enumerate(labels):
        page.set_column(at, at, width)
        page.write_string(0, at, label, head)
    for row, column in enumerate(definition.COLUMNS, start=1):
        words = ", ".join(column.vocabulary)
        if column.name in codes.CODES:
            words = f"see the sheet {LISTS}"
        is_listed = column.vocabulary or column.name in codes.CODES
        cells = (
            *(column.name, column.needed),
            "one word of a list" if is_listed else WRITTEN[column.kind],
            *(column.meaning, column.example, words),
            *(definition.DEFAULTS.get(column.name, ""), _also_read(column), _rules_of(column)),
        )
        lines = 1
        for at, (cell, (_, width)) in enumerate(zip(cells, labels, strict=True)):
            page.write_string(row, at, cell, bold if at == 0 else wrap)
            # Some programs don't compute the height of a row themselves.
            lines = max(lines, sum(1 + len(line) // width for line in cell.splitlines()))
        page.set_row(row, 15 * lines)


def _also_read(column: definition.Column) -> str:
    """Return what else may be typed in a column: its synonyms, or the forms of its kind."""
    if named := by_word(column.name):
        return "\n".join(f"{word}: {', '.join(typed)}" for word, typed in named.items())
    return ALSO_READ.get(column.name) or ALSO_READ.get(column.kind, "")


def _rules_of(column: definition.Column) -> str:
    """Return the rules that reject a record because of this column, one per line."""
    rules = [check.rule for check in checks.checks() if check.columns[0] == column.name]
    sentences = [rule.removeprefix(f"{column.name}").removeprefix(":").strip() for rule in rules]
    return "\n".join(
        "is empty" if rule == "is required" else rule
        for rule in sentences
        if not rule.startswith("is not one of: ")
    )

"""JSON: an array of objects, or one object per line (JSON Lines).

A number is kept as written, digit for digit, however long it is. A value that is a list or an
object, a name that occurs twice, or a line that is not an object rejects its own row only. The
records of an array are counted from 1, lines as an editor counts them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import duckdb

from ingest.errors import RefusedError
from ingest.readers import text_encoding
from ingest.readers.cell_text import printable
from ingest.readers.delivered_table import TextTable
from ingest.readers.header import (
    as_delivered,
    check_header,
    is_ignored,
    record_names,
    refuse_unknown,
    source_hint,
    wanted,
)
from ingest.readers.reading import Reading
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.record import definition

CHUNK = 1 << 20  # characters
MAX_DEEP = 20  # levels of lists that are kept of a rejected row
MAX_RECORD = 16 << 20  # characters of one record
_KNOWN = frozenset(definition.NAMES)
_BLANK = re.compile(r"[ \t\n\r]*")
_HALF = re.compile("[\ud800-\udfff]")  # a lone surrogate: JSON can escape it, UTF-8 can't hold it


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, as written."""


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str
    )


def read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices = PLAIN,
) -> Reading:
    """Read a JSON file (see `ingest.readers`). Raises RefusedError if it has no records."""
    clean, encoding, _ = text_encoding.as_utf8(path, name, scratch, choices.encoding)
    with clean.open(encoding="utf-8-sig") as stream:
        is_array = stream.read(CHUNK).lstrip()[:1] == "["
    form, counted = ("json", "record") if is_array else ("jsonl", "line")
    called = "JSON array" if is_array else "JSON Lines"
    reading = Reading(form, f"{called} in {encoding}", [], counted=counted, header_row=None)
    table = TextTable(con, definition.NAMES)
    places: dict[str, int] = {}  # by key: the first record that has it
    found = _elements(clean, name) if is_array else _lines(clean, name)
    for number, value in found:
        _add(table, number, value, places, choices)
    if places and not set(places) & set(definition.NAMES):
        raise RefusedError(
            f"{name}: no record has a column of incident records (the first has "
            f"'{printable(as_delivered(choices, places))}'). Use {wanted(choices)}."
            f"{source_hint(choices, list(places))}"
        )
    for key, number in places.items():
        if key not in definition.NAMES and not is_ignored(key):
            refuse_unknown(key, f"{name}: {counted} {number}", choices, list(places))
    if places:
        check_header(list(places), name, choices)
    table.finish()
    reading.ragged = table.ragged
    reading.columns = list(places)
    return reading


def _add(
    table: TextTable, number: int, value: Any, places: dict[str, int], choices: ReadingChoices
) -> None:
    """Add one element of the file: as a record, or as a ragged row with the reason."""
    if isinstance(value, _Broken):
        table.refuse_row(number, value.reason, {"_text": value.text})
        return
    if not isinstance(value, _Pairs):
        reason = "is not an object of names and values, as a record is"
        table.refuse_row(number, reason, {"_value": _plain(value)})
        return
    cells: dict[str, str | None] = {}
    own: dict[str, str] = {}
    reasons: list[str] = []
    seen: set[str] = set()
    names = record_names(choices, [key for key, _ in value])
    for key, (typed, cell) in zip(names, value, strict=True):
        places.setdefault(key, number)
        name = typed if is_ignored(key) else key
        if name in seen:
            reasons.append(f"{printable(name)}: the name occurs twice")
        seen.add(name)
        if key not in _KNOWN:  # `check_header` ignores the name or refuses the file
            if is_ignored(key) and not choices.columns:
                own[key] = _own_text(cell)
            continue
        if isinstance(cell, list):
            kind = "an object" if isinstance(cell, _Pairs) else "a list"
            reasons.append(f"{printable(key)}: is {kind}, but a cell is one text or number")
        elif isinstance(cell, str) and _HALF.search(cell):
            reasons.append(f"{printable(key)}: holds half a character (a lone surrogate)")
        elif isinstance(cell, bool):
            cell = "true" if cell else "false"
        cells[key] = cell
    if reasons:
        plain = {key: _plain(cell) for key, (_, cell) in zip(names, value, strict=True)}
        table.refuse_row(number, "; ".join(reasons[:20]), plain)
        return
    table.add(number, [cells.get(column) for column in definition.NAMES])
    table.keep_own(number, own)


def _own_text(cell: Any) -> str:
    """Return a value of a person's own column as text: lists and objects as JSON."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return json.dumps(_plain(cell), ensure_ascii=False)


def _plain(value: Any, deep: int = 0) -> Any:
    """Return a value of a rejected row as it is kept, without what is nested deeper than that."""
    if not isinstance(value, list):
        return value
    if deep == MAX_DEEP:
        return "…"
    if isinstance(value, _Pairs):
        return {key: _plain(cell, deep + 1) for key, cell in value}
    return [_plain(cell, deep + 1) for cell in value]


class _Broken:
    """A line that is not JSON: its text, and the reason."""

    def __init__(self, line: str, reason: str) -> None:
        self.text = line[:10_000]
        self.reason = reason


def _lines(path: Path, name: str) -> Iterator[tuple[int, Any]]:
    decoder, readable = _decoder(), 0
    first: str | None = None
    with path.open(encoding="utf-8-sig", newline=None) as stream:
        for number, line in enumerate(stream, start=1):
            if not (line := line.strip(" \t\n\r")):
                continue
            try:
                if len(line) > MAX_RECORD:
                    raise ValueError(f"the line has {len(line)} characters")
                value = decoder.decode(line)
                readable += 1
            except RecursionError:
                value = _Broken(line, "the line is not a record: its lists are nested too deeply")
            except ValueError as error:
                value = _Broken(line, f"the line is not JSON ({printable(str(error))})")
            if isinstance(value, _Broken):
                first = first or f"line {number}: {value.reason}"
            yield number, value
    if not readable:
        raise RefusedError(
            f"{name}: {first or 'the file holds no record'}. Deliver an array of objects, or one "
            "object per line."
        )


def _elements(path: Path, name: str) -> Iterator[tuple[int, Any]]:
    """Yield the elements of an array. Only a piece of the file is in memory at a time."""
    decoder, number, lines = _decoder(), 0, 1
    with path.open(encoding="utf-8-sig") as stream:
        held, at = stream.read(CHUNK), 0

        def fail(what: str) -> NoReturn:
            line = lines + held.count("\n", 0, at)
            raise RefusedError(
                f"{name}: line {line}, after record {number}: {what}. Correct the JSON there, or "
                "write the file again, and deliver it."
            )

        def peek() -> str:
            """Return the next character that is not a blank, "" at the end."""
            nonlocal held, at, lines
            while True:
                if blank := _BLANK.match(held, at):  # always matches, also zero blanks
                    at = blank.end()
                if at < len(held):
                    return held[at]
                lines += held.count("\n")
                held, at = stream.read(CHUNK), 0
                if not held:
                    return ""

        peek()
        at += 1  # the array's bracket
        is_first = True
        while (mark := peek()) != "]":
            if not is_first:
                if mark != ",":
                    fail("a comma or the closing bracket is missing" if mark else _CUT_OFF)
                at += 1
                peek()
            is_first = False
            while True:
                try:
                    value, end = decoder.raw_decode(held, at)
                    if end < len(held) or isinstance(value, list):
                        break
                    more = stream.read(CHUNK)  # a number may go on
                    if not more:
                        break
                except RecursionError:
                    fail("the lists are nested too deeply")
                except json.JSONDecodeError as error:
                    more = stream.read(CHUNK)
                    if not more:
                        fail(_CUT_OFF if _is_cut_off(error, held) else error.msg)
                lines += held.count("\n", 0, at)
                held, at = held[at:] + more, 0
                if len(held) > MAX_RECORD:
                    fail(f"a record has more than {MAX_RECORD} characters, or is not JSON")
            at = end
            number += 1
            yield number, value
        at += 1
        if peek():
            fail("there is text after the closing bracket")


_CUT_OFF = "the file ends before the array does"


def _is_cut_off(error: json.JSONDecodeError, held: str) -> bool:
    return error.pos >= len(held.rstrip()) or error.msg.startswith("Unterminated string")

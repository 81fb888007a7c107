"""Find text that a program decoded wrongly before it was delivered: `CafÃ©` for `Café`.

Such a text was UTF-8 and was read as Windows-1252. Such characters may be right, so
Raidbook reports and never changes them.
"""

from __future__ import annotations

import re

import duckdb

from ingest.fetch import fetch_rows
from ingest.readers.cell_text import printable
from ingest.record import definition

_TEXTS = tuple(column.name for column in definition.COLUMNS if column.kind == "text")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# What a single character must be after decoding: a Latin letter with a mark, or a sign of writing.
# A capital with an accent before a quotation mark would be a letter of some other script.
_LIKELY = re.compile("[\xa0-\u017f\u1e00-\u1eff\u2010-\u203a\u20ac\u2122\ufb01\ufb02\ufeff]")
# The first letters of such a text, and what may follow them: bytes above 127 as Windows-1252.
_SIGN = "[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"


def decoded_again(text: str) -> str:
    """Return a text as it was before it was decoded wrongly; the same text if it was not."""
    return _BEYOND_ASCII.sub(lambda run: _decoded(run.group()), text)


def _decoded(run: str) -> str:
    try:
        decoded = b"".join(map(_byte, run)).decode("utf-8")
    except UnicodeError:
        return run
    return decoded if len(decoded) > 1 or _LIKELY.fullmatch(decoded) else run


def _byte(character: str) -> bytes:
    """Return the byte that a program reads as this character. Raises UnicodeError for none."""
    if "\x80" <= character <= "\x9f":  # the bytes that Windows-1252 doesn't define
        return character.encode("latin-1")
    return character.encode("cp1252")


def find_wrongly_decoded(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, str]]:
    """Return a warning for each column of `delivered` with such texts: (rule, row, sentence)."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    has_sign = " or ".join(
        f"(strlen({name}) <> length({name}) and regexp_matches({name}, '{_SIGN}'))"
        for name in _TEXTS
    )
    query = f"select _row_number, {', '.join(_TEXTS)} from delivered where {has_sign}"
    for number, *cells in fetch_rows(con, f"{query} order by _row_number"):
        for name, cell in zip(_TEXTS, cells, strict=True):
            if cell is not None and (was := decoded_again(cell)) != cell:
                found.setdefault(name, []).append((number, cell, was))
    return [
        (
            f"wrongly_decoded_{name}",
            where[0][0],
            f"{name}: looks as if it was decoded wrongly before it was delivered, here and in "
            f"{len(where) - 1} more rows: '{printable(where[0][1])}' for "
            f"'{printable(where[0][2])}'",
        )
        for name, where in found.items()
    ]

"""CSV and TSV files: Python detects and checks the form, DuckDB reads regular files.

DuckDB's sniffer is never used: it guesses types, gives up on ragged rows and lets NUL bytes into
cells. DuckDB's parser reads a file in which every row has as many cells as the header, with a
declared form. Python's `csv` reads any other file, and knows exactly which row is ragged. Both give
the same table for the same regular file; a test checks this. The one exception is blanks outside of
quotation marks: DuckDB skips one on either side, Python any number before a mark. The delimiter
(comma, semicolon, tab or bar) is the one that finds most column names in row 1. Empty columns
without a name beside the table are left out, and so are missing cells at the end of a row that are
certain to be empty (`ingest.readers.cut_rows`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from ingest.errors import RefusedError
from ingest.readers import text_encoding
from ingest.readers.cell_text import BLANKS, printable
from ingest.readers.cut_rows import is_cut_short
from ingest.readers.delivered_table import (
    TextTable,
    create_beside,
    named_cells,
    own_cells_sql,
    select_columns,
    show_delivered,
)
from ingest.readers.header import (
    as_delivered,
    check_header,
    own_columns,
    record_names,
    source_hint,
    used_columns,
    wanted,
)
from ingest.readers.reading import Reading
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.record import definition
from ingest.sql_quoting import literal

VERSION = 4  # increase it when the same bytes give other rows than before
MAX_UNNAMED = 16_384  # empty columns beside the table, as wide as a spreadsheet
MAX_CELL = 20_000_000  # characters; a longer cell is a quotation mark that was never closed
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices = PLAIN,
) -> Reading:
    """Read a CSV file (see `ingest.readers`). Raises RefusedError if it has no records."""
    clean, reading, delimiter, is_irregular = _form(path, name, scratch, choices)
    own = own_columns(reading.columns, choices)
    if is_irregular or not _read_regular(con, clean, reading.columns, own, delimiter):
        reading.ragged = _read_ragged(con, clean, name, reading.columns, own, delimiter)
    return reading


def read_regular(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices = PLAIN,
) -> Reading | None:
    """Read a CSV file that DuckDB can read by itself; return None for any other.

    Raises RefusedError as `read` does.
    """
    clean, reading, delimiter, is_irregular = _form(path, name, scratch, choices)
    own = own_columns(reading.columns, choices)
    if is_irregular or not _read_regular(con, clean, reading.columns, own, delimiter):
        return None
    return reading


def _form(
    path: Path, name: str, scratch: Path, choices: ReadingChoices
) -> tuple[Path, Reading, str, bool]:
    """Return the file in UTF-8, its form and header, the delimiter, and if Python must read it."""
    clean, encoding, is_irregular = text_encoding.as_utf8(path, name, scratch, choices.encoding)
    delimiter, header, unnamed = _header(clean, name, choices)
    form = f"CSV in {encoding}, separated by {DELIMITERS[delimiter]}s"
    # DuckDB would take the cells of a column without a name for surplus ones.
    return clean, Reading("csv", form, header), delimiter, is_irregular or unnamed > 0


def _rows(path: Path, name: str, delimiter: str = ",") -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL)
    begun = 1
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True, skipinitialspace=True, delimiter=delimiter)
        try:
            for cells in reader:
                yield cells
                begun = reader.line_num + 1
        except csv.Error as error:
            raise RefusedError(
                f"{name}: in the row that begins in line {begun} a quotation mark is missing or "
                f"out of place ({printable(str(error))}). Correct it and deliver the file again."
            ) from None


def _header(path: Path, name: str, choices: ReadingChoices) -> tuple[str, list[str], int]:
    """Return the delimiter, the header's names, and how many columns without a name follow them.

    Raises RefusedError for any other header.
    """
    found: dict[str, list[str]] = {}
    broken: RefusedError | None = None
    for delimiter in DELIMITERS:
        try:
            first = next(_rows(path, name, delimiter), [])
        except RefusedError as error:
            broken = broken or error
            continue
        found[delimiter] = record_names(choices, [cell.strip(BLANKS) for cell in first])
    known = set(definition.NAMES)
    fits = {
        delimiter: (len(known.intersection(header)), len(header))
        for delimiter, header in found.items()
    }
    if broken and not found:
        raise broken
    delimiter = max(fits, key=lambda delimiter: fits[delimiter])
    header = found[delimiter]
    if not fits[delimiter][0]:
        raise RefusedError(
            f"{name}: the first row is not a header of incident records (it reads "
            f"'{printable(as_delivered(choices, header[:100]))}'). The first row must hold "
            f"{wanted(choices)}.{source_hint(choices, header)}"
        )
    width = len(header)
    while not header[-1] and width - len(header) < MAX_UNNAMED:
        header.pop()
    for number, column in enumerate(header, start=1):
        if not column:
            raise RefusedError(
                f"{name}: row 1: column {number} has no name. Name it, or remove the column."
            )
    check_header(header, f"{name}: row 1", choices)
    return delimiter, header, width - len(header)


def _read_regular(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    header: Sequence[str],
    own: Mapping[str, int],
    delimiter: str = ",",
) -> bool:
    """Read with DuckDB's parser; return False if any row is not regular."""
    if set(str(path)) & set("*?["):
        return False  # DuckDB would read the name as a pattern
    if any("\udc80" <= character <= "\udcff" for character in str(path.absolute())):
        return False  # DuckDB can't open a name that isn't UTF-8
    columns = ", ".join(f"'c{at}': 'varchar'" for at in range(len(header)))
    found = {name: f"c{at}" for name, at in used_columns(header).items()}
    kept = f", {own_cells_sql({name: f'c{at}' for name, at in own.items()})} as own" if own else ""
    try:
        con.execute(f"""
            create or replace temporary table delivered_cells as
            select {select_columns(found)}{kept}
            from read_csv({literal(path.absolute())}, auto_detect = false, header = true,
                columns = {{{columns}}}, delim = {literal(delimiter)}, quote = '"', escape = '"',
                strict_mode = true, null_padding = false, encoding = 'utf-8')
        """)
    except duckdb.InvalidInputException:  # its parser raises this for a row that is not regular
        return False
    create_beside(con)
    # rowid follows the order of the file, since DuckDB preserves the order of insertion.
    if own:
        con.execute("""
            insert into own_cells
            select rowid + 2, own from delivered_cells where own is not null;
            alter table delivered_cells drop column own
        """)
    show_delivered(con, "rowid + 2")
    return True


def _read_ragged(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    header: Sequence[str],
    own: Mapping[str, int],
    delimiter: str = ",",
) -> int:
    """Read row by row with Python; return how many rows have too few or too many cells."""
    used = used_columns(header)
    table = TextTable(con, list(used))
    is_all_used = list(used.values()) == list(range(len(header)))
    rows = _rows(path, name, delimiter)
    last = len(next(rows))  # the columns of the header, those without a name among them
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip(BLANKS) for cell in cells):
            continue  # an empty line holds no record, but counts as a row
        more = [at for at, cell in enumerate(cells[len(header) :]) if cell.strip(BLANKS)]
        if not more and len(cells) < len(header) and is_cut_short(header, cells):
            cells += [""] * (len(header) - len(cells))
        if not more and len(cells) >= len(header):
            whole = cells[: len(header)]
            table.add(number, whole if is_all_used else [cells[at] for at in used.values()])
            table.keep_own(number, {name: cells[at] for name, at in own.items()})
        elif more and len(header) + more[0] < last:
            column = len(header) + more[0] + 1
            raise RefusedError(
                f"{name}: row 1: column {column} has no name, but row {number} has a cell there "
                f"('{printable(cells[column - 1])}'). Name it, or remove the column."
            )
        else:
            reason = (
                f"the row has {len(cells)} cells, but the header has {len(header)}: a "
                f"{DELIMITERS[delimiter]} or quotation mark is out of place"
            )
            table.refuse_row(number, reason, named_cells(header, cells))
    table.finish()
    return table.ragged

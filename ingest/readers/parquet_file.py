"""Parquet: columns of any plain type, converted to the text that a person would have typed.

Dates become YYYY-MM-DD, a timestamp at midnight (in its own time zone) becomes a date, whole
numbers have no point. A row with a moment that no calendar has is rejected. Rows are counted from
1. Arrow reads and checks the file, so that a damaged one can't harm the database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import RefusedError, first_line, is_of_the_disk
from ingest.readers.cell_text import printable
from ingest.readers.delivered_table import TextTable, select_columns
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

BATCH_ROWS = 50_000
MAX_ROWS = 100_000_000
# Seconds from 1970 to the first moment of year 1, and of year 10000.
FIRST_SECOND, END_SECOND = -62_135_596_800, 253_402_300_800


def read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    choices: ReadingChoices = PLAIN,
) -> Reading:
    """Read a Parquet file (see `ingest.readers`). Raises RefusedError if it can't be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    unreadable = f"{name}: a column can't be read as text ({{}}). Write all columns as text."
    damaged = f"{name}: the Parquet file is damaged or cut off ({{}}). Write it again."
    try:
        with pq.ParquetFile(path) as file:
            return _read(con, path, name, file, choices)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        if is_of_the_disk(error):
            raise
        raise RefusedError(damaged.format(printable(str(error), 120))) from None
    except (duckdb.DataError, duckdb.NotSupportedError) as error:
        raise RefusedError(unreadable.format(printable(first_line(error), 120))) from None


def _read(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, file: Any, choices: ReadingChoices
) -> Reading:
    import pyarrow as pa

    schema = file.schema_arrow
    header = record_names(choices, schema.names)
    if not set(header) & set(definition.NAMES):
        raise RefusedError(
            f"{name}: no column is one of incident records (it has "
            f"'{printable(as_delivered(choices, header[:100]))}'). Use {wanted(choices)}."
            f"{source_hint(choices, header)}"
        )
    check_header(header, name, choices)
    rows = file.metadata.num_rows
    if rows > MAX_ROWS or rows > max(1_000_000, path.stat().st_size):
        raise RefusedError(
            f"{name}: the file claims {rows} rows in {path.stat().st_size} bytes, too few to hold "
            "them. Write it again with its records."
        )
    used = used_columns(header)
    kinds = {column: _stored(schema.field(at).type) for column, at in used.items()}
    for column, kind in kinds.items():
        if not _is_plain(kind):
            raise RefusedError(
                f"{name}: the column '{schema.names[used[column]]}' has the type "
                f"{schema.field(used[column]).type}, but a cell is one text, number or date. "
                "Write it as text."
            )
    own = {
        column: at
        for column, at in own_columns(header, choices).items()
        if _is_plain(_stored(schema.field(at).type)) and schema.names.count(schema.names[at]) == 1
    }
    read = [schema.names[at] for at in (*used.values(), *own.values())]
    table = TextTable(con, list(used))
    written = {column: _as_text(f"c{at}", kinds[column]) for at, column in enumerate(used)}
    done = 0
    for batch in file.iter_batches(BATCH_ROWS, columns=read):
        batch.validate(full=True)
        cells = {column: _readable(batch.column(schema.names[at])) for column, at in used.items()}
        bad = _impossible_moments(cells)
        numbers = pa.array(range(done + 1, done + 1 + len(batch)), pa.int64())
        for at, reason in bad.items():
            named = {column: _shown(found[at].as_py()) for column, found in cells.items()}
            table.refuse_row(numbers[at].as_py(), reason, {k: v for k, v in named.items() if v})
        columns = {"number": numbers} | {f"c{at}": found for at, found in enumerate(cells.values())}
        rows = pa.table(columns)
        if bad:
            rows = rows.filter(pa.array([at not in bad for at in range(len(batch))]))
        con.register("batch", rows)
        con.execute(
            f"insert into delivered_cells select number, {select_columns(written)} from batch"
        )
        con.unregister("batch")
        if own:
            found = [batch.column(schema.names[at]).to_pylist() for at in own.values()]
            for number, row in enumerate(zip(*found, strict=True), start=done + 1):
                table.keep_own(number, dict(zip(own, map(_shown, row), strict=True)))
        done += len(batch)
    table.finish()
    return Reading("parquet", "Parquet", header, ragged=table.ragged, header_row=None)


def _stored(kind: Any) -> Any:
    """Return the type of a column's values, without a dictionary or a meaning around it."""
    import pyarrow as pa

    while pa.types.is_dictionary(kind) or isinstance(kind, pa.BaseExtensionType):
        is_dictionary = pa.types.is_dictionary(kind)
        if not is_dictionary and kind == pa.uuid():
            return pa.string()
        kind = kind.value_type if is_dictionary else kind.storage_type
    return kind


def _is_plain(kind: Any) -> bool:
    """Return whether a value of a type is one text, number, date, time or truth."""
    import pyarrow as pa

    types = pa.types
    return any(
        is_one(kind)
        for is_one in (
            *(types.is_null, types.is_boolean, types.is_integer, types.is_floating),
            *(types.is_decimal, types.is_date, types.is_time, types.is_timestamp),
            *(types.is_string, types.is_large_string, types.is_string_view),
        )
    )


def _readable(column: Any) -> Any:
    """Return a column in a type that DuckDB reads, with the same values.

    A moment with a time zone becomes the time of day there.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = _stored(column.type)
    if kind == column.type and (pa.types.is_string(kind) or pa.types.is_integer(kind)):
        return column
    if pa.types.is_dictionary(column.type):
        if pa.types.is_string(kind):
            return column  # text that is repeated stays so
        column = column.dictionary_decode()
    if column.type == pa.uuid():
        return column
    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if pa.types.is_float16(kind):
        return column.cast(pa.float32())
    if pa.types.is_decimal256(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) and kind.tz:
        return pc.local_timestamp(column)
    return column


def _impossible_moments(cells: dict[str, Any]) -> dict[int, str]:
    """Return the rows with a moment before year 1 or after 9999, with the reason.

    Moments of the others become those of DuckDB, which counts microseconds.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    reasons: dict[int, list[str]] = {}
    for name, column in cells.items():
        if not pa.types.is_timestamp(column.type) or column.type.unit == "ns":
            continue
        second = {"s": 1, "ms": 1_000, "us": 1_000_000}[column.type.unit]
        counts = column.cast(pa.int64())
        is_bad = pc.or_(
            pc.less(counts, FIRST_SECOND * second), pc.greater_equal(counts, END_SECOND * second)
        )
        for at in pc.indices_nonzero(is_bad).to_pylist():
            what = f"{counts[at].as_py()} {column.type.unit} from 1970"
            reasons.setdefault(at, []).append(f"{name}: holds a moment of no calendar ({what})")
        kept = pc.if_else(is_bad, None, column)
        cells[name] = kept.cast(pa.timestamp("us"))
    return {at: "; ".join(words) for at, words in reasons.items()}


def _shown(value: Any) -> str:
    """Return a cell of a rejected row, or of a person's own column, as text; "" for none."""
    return "" if value is None else str(value)


def _as_text(cell: str, kind: Any) -> str:
    """Return SQL for a cell of an Arrow type as text."""
    import pyarrow as pa

    text = f"cast({cell} as varchar)"
    if pa.types.is_floating(kind):
        whole = f"abs({cell}) < 1e15 and {cell} = trunc({cell})"
        return f"(case when {whole} then cast(cast({cell} as bigint) as varchar) else {text} end)"
    if pa.types.is_decimal(kind):
        return f"regexp_replace({text}, '[.]0+$|([.][0-9]*[1-9])0+$', '\\1')"
    if pa.types.is_timestamp(kind):
        return f"regexp_replace({text}, ' 00:00:00$', '')"
    return text

"""Parquet: columns of any plain type, converted to the text that a person would have typed.

Dates become YYYY-MM-DD, a timestamp at midnight becomes a date, whole numbers have no point. Rows
are counted from 1. Arrow reads and checks the file, so that a damaged one can't harm the database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import RefusedError, is_of_the_disk
from ingest.readers.cell_text import printable
from ingest.readers.delivered_table import TextTable, select_columns
from ingest.readers.header import check_header, used_columns
from ingest.readers.reading import NOTHING_TOLD, Reading, Told
from ingest.record import definition

BATCH_ROWS = 50_000
MAX_ROWS = 100_000_000


def read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    scratch: Path,
    told: Told = NOTHING_TOLD,
) -> Reading:
    """Read a Parquet file (see `ingest.readers`). Raises RefusedError if it can't be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    damaged = f"{name}: the Parquet file is damaged or cut off ({{}}). Write it again."
    try:
        with pq.ParquetFile(path) as file:
            return _read(con, path, name, file, told)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        if is_of_the_disk(error):
            raise
        raise RefusedError(damaged.format(printable(str(error), 120))) from None


def _read(con: duckdb.DuckDBPyConnection, path: Path, name: str, file: Any, told: Told) -> Reading:
    import pyarrow as pa

    schema = file.schema_arrow
    header = told.renamed(schema.names)
    if not set(header) & set(definition.NAMES):
        raise RefusedError(
            f"{name}: no column is one of incident records (it has "
            f"'{printable(told.as_delivered(header[:100]))}'). Use {told.wanted}."
        )
    check_header(header, name, told)
    rows = file.metadata.num_rows
    if rows > MAX_ROWS or rows > max(1_000_000, path.stat().st_size):
        raise RefusedError(
            f"{name}: the file claims {rows} rows in {path.stat().st_size} bytes, too few to hold "
            "them. Write it again with its records."
        )
    used = used_columns(header)
    kinds = {column: schema.field(at).type for column, at in used.items()}
    for column, kind in kinds.items():
        if pa.types.is_nested(kind) or _value_type(kind) in (pa.binary(), pa.large_binary()):
            raise RefusedError(
                f"{name}: the column '{column}' has the type {kind}, but a cell is one text, "
                "number or date. Write it as text."
            )
    TextTable(con, list(used)).finish()
    written = {
        column: _as_text(f"c{at}", _value_type(kinds[column])) for at, column in enumerate(used)
    }
    done = 0
    for batch in file.iter_batches(BATCH_ROWS, columns=list(used)):
        batch.validate(full=True)
        table = pa.Table.from_batches([batch]).select(list(used))
        con.register("batch", table.rename_columns([f"c{at}" for at in range(len(used))]))
        con.execute(f"""
            insert into delivered_cells
            select {done} + row_number() over (), {select_columns(written)} from batch
        """)
        con.unregister("batch")
        done += len(table)
    return Reading("parquet", "Parquet", header, header_row=None)


def _value_type(kind: Any) -> Any:
    import pyarrow as pa

    return kind.value_type if pa.types.is_dictionary(kind) else kind


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
        return f"regexp_replace({text}, ' 00:00:00([+]00)?$', '')"
    return text

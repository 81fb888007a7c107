"""Read the rows of a delivered file as typed, and put what was read in place of the typed cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb

from ingest.fetch import fetch_rows, fetch_value
from ingest.normalise.normaliser import Normaliser
from ingest.normalise.row_reader import AS_WRITTEN, STRICT, RowReader
from ingest.normalise.words import by_word
from ingest.record import definition
from ingest.record.text_form import UNUSUAL_SQL
from ingest.record.validation import CHECKED
from ingest.sql_quoting import literal, literals

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 20_000
AS_TYPED = "_as_typed"
_NAMES = [
    column.name
    for column in definition.COLUMNS
    if column.kind == "text" and column.name not in (*STRICT, *AS_WRITTEN)
]
_TEXT = f"concat({', chr(31), '.join(_NAMES)})"
_LISTING = "(?i)[,|/] *(" + "|".join(definition.ROLES) + ") *:"
_NOTHING = literals([*by_word("nothing")["nothing"], *by_word("nobody")["nobody"]])
UNUSUAL = f"""
    contains(city, ',') or contains(city, '/') or contains(city, ' and ')
    or contains(city, ' & ') or contains(admin1, ',') or contains(admin1, ' and ')
    or ((contains(organisations, ',') or contains(organisations, '|')
        or contains(organisations, '/'))
        and regexp_matches(organisations, {literal(_LISTING)}))
    or lower(city) in ({_NOTHING}) or lower(site) in ({_NOTHING})
    or lower(admin1) in ({_NOTHING}) or lower(organisations) in ({_NOTHING})
    or (ends_with(value, '.000') and length(value) < 8)
    or (ends_with(value_high, '.000') and length(value_high) < 8)
"""
"""SQL that is true for a row which keeps every rule of the record, and yet may be read otherwise.

A row that breaks a rule is read in any case. NULL counts as false.
"""
UNUSUAL_CHARACTERS = f"""
    (strlen({_TEXT}) <> length({_TEXT})
        and (nfc_normalize({_TEXT}) <> {_TEXT} or regexp_matches({_TEXT}, {literal(UNUSUAL_SQL)})))
    or contains({_TEXT}, '  ') or contains({_TEXT}, chr(10)) or contains({_TEXT}, chr(9))
"""
"""The same, for what can only be in a row with other than visible ASCII and single blanks."""


def read_rows(con: duckdb.DuckDBPyConnection, normaliser: Normaliser) -> None:
    """Read the rows of `checked_rows` as typed; it then holds what was read.

    It gains the column `_as_typed`: JSON of the typed text of each cell that was read otherwise
    (null for an empty cell), or NULL. Replaces the temporary table `reading_hints` (_row_number
    BIGINT, hints VARCHAR[]) of sentences for the person who typed the row.
    """
    names = ", ".join(definition.NAMES)
    columns = ", ".join(f"{name} varchar" for name in definition.NAMES)
    con.execute(f"""
        create or replace temporary table rows_as_read
            (_row_number bigint, {columns}, {AS_TYPED} varchar);
        create or replace temporary table reading_hints (_row_number bigint, hints varchar[])
    """)
    reader = RowReader(normaliser.cache_dir, normaliser.seeds)
    last = -1
    while rows := fetch_rows(
        con,
        f"select _row_number, {names} from {CHECKED} where _row_number > {last} "
        f"order by _row_number limit {BATCH}",
    ):
        last = rows[-1][0]
        _write(con, *_read_batch(reader, rows))
    con.execute(f"""
        drop table temp.{CHECKED};
        alter table temp.rows_as_read rename to {CHECKED}
    """)


def _read_batch(
    reader: RowReader, rows: list[tuple[Any, ...]]
) -> tuple[list[list[Any]], list[tuple[int, list[str]]]]:
    made, hints = [], []
    for number, *cells in rows:
        found = reader.read(dict(zip(definition.NAMES, cells, strict=True)))
        typed = json.dumps(found.typed, ensure_ascii=False) if found.typed else None
        made.append([number, *found.cells.values(), typed])
        if found.hints:
            words = [f"{column}: {hint}" for column, hint in found.hints.items()]
            hints.append((number, words))
    return made, hints


def _write(
    con: duckdb.DuckDBPyConnection, made: list[list[Any]], hints: list[tuple[int, list[str]]]
) -> None:
    import pyarrow as pa

    names = ["_row_number", *definition.NAMES, AS_TYPED]
    kinds = [pa.int64(), *[pa.string()] * (len(names) - 1)]
    cells = zip(zip(*made, strict=True), kinds, strict=True)
    _insert(
        con, "rows_as_read", pa.table([pa.array(column, kind) for column, kind in cells], names)
    )
    if hints:
        numbers, words = zip(*hints, strict=True)
        columns = [pa.array(numbers, pa.int64()), pa.array(words, pa.list_(pa.string()))]
        _insert(con, "reading_hints", pa.table(columns, ["_row_number", "hints"]))


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("read_batch", rows)
    con.execute(f"insert into {table} from read_batch")
    con.unregister("read_batch")


def take_over(con: duckdb.DuckDBPyConnection) -> int:
    """Put the good rows that were read otherwise into `delivered`; return how many there are.

    Needs `bad_rows`, and adds the hints to its reasons; bad rows stay as typed. If the result isn't
    0, `delivered` has the column `_as_typed`.
    """
    con.execute("""
        update bad_rows set reasons = list_concat(
            list_filter(reasons, reason -> not list_contains(list_transform(
                hints, hint -> split_part(hint, ':', 1) || ': is empty, but required'), reason)),
            hints)
        from reading_hints where bad_rows._row_number = reading_hints._row_number
    """)
    names = ", ".join(definition.NAMES)
    con.execute(f"""
        create or replace temporary table read_otherwise as
        select _row_number, {names}, {AS_TYPED} from {CHECKED} anti join bad_rows
            using (_row_number) where {AS_TYPED} is not null
    """)
    changed = int(fetch_value(con, "select count(*) from read_otherwise"))
    if changed:
        con.execute(f"""
            create or replace temporary table delivered_as_read as
            from read_otherwise
            union all
            select _row_number, {names}, cast(null as varchar)
            from delivered anti join (select _row_number from read_otherwise) using (_row_number)
            order by _row_number;
            create or replace temporary view delivered as from delivered_as_read
        """)
    return changed


def how_read(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, str | None, int]]:
    """Return how the good rows were read: (column, typed text, value as read, rows), by rows.

    Call `take_over` first. An empty cell has the text None; so has the value of a cell that was
    read as empty. Cells that were filled from others of their row are counted together, without
    their values. What was typed comes before what was left empty.
    """
    cells = ", ".join(f"'{name}', {name}" for name in definition.NAMES)
    return fetch_rows(
        con,
        f"""
        with cells as (
            select unnest(json_keys({AS_TYPED})) as name, {AS_TYPED} as typed,
                json_object({cells}) as record
            from read_otherwise
        ),
        read as (
            select name, json_extract_string(typed, '$.' || name) as was,
                json_extract_string(record, '$.' || name) as became
            from cells
        )
        select name, was, case
            when was is not null or name not in ('record_id', 'event_id', 'event_end') then became
            end as became, count(*) as times
        from read group by all order by max(was is null), times desc, name, was, became
        """,
    )


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables that this module made."""
    for table in ("reading_hints", "delivered_as_read", "read_otherwise"):
        con.execute(f"drop table if exists temp.{table}")

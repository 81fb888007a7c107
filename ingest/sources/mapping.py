"""Make records from a table in another shape, by the mapping in the YAML file of its source.

`columns` says for each column of the record where its cells come from:

- `Column`: the cell of that column of the table.
- `{constant: en}`: the same text in every row.
- `{text: "Route: {Migration Route}"}`: a text with the cells of columns; empty if all are empty.
- `{column: X, words: {Confirmed: "", Announced: planned}}`: a word for each text of the column;
  any other text stays as it is.
- `{column: X, before: ","}`: what stands before the first comma.

`figures` lists the records that one row gives: each entry has the columns in which it differs, and
no record is made where its value is empty or one of `skip`.

The readers read such a table as one of records: each column that the mapping needs has a column of
the record as its slot. `map_rows` then makes the records. A column without a mapping stays empty.
What the cells hold is read like anything that people type (`ingest.normalise`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Named
from dataclasses import dataclass
from typing import Any

import duckdb

from ingest.fetch import fetch_rows, fetch_value
from ingest.readers.delivered_table import show_delivered
from ingest.readers.reading import Reading
from ingest.record import definition
from ingest.sql_quoting import literal, literals

_PLACE = re.compile(r"\{([^{}]+)\}")
_KEYS = {"column", "constant", "text", "words", "before"}


@dataclass(frozen=True)
class Mapping:
    """How one row of a table becomes records: for each figure, the SQL of each column."""

    slots: tuple[tuple[str, str], ...]
    """Each needed column of the table, and the column of the record that it is read as."""
    figures: tuple[dict[str, str], ...]
    skip: tuple[str, ...]


def declared_mapping(facts: dict[str, Any]) -> Mapping:
    """Return the mapping that a YAML file declares. Raises ValueError if it isn't a mapping."""
    columns, figures = facts.pop("columns", {}), facts.pop("figures", [{}])
    skip = tuple(str(text) for text in facts.pop("skip", ()))
    if facts:
        raise ValueError(f"the key '{next(iter(facts))}' is unknown")
    wholes = [columns | figure for figure in figures]
    for name in {name for whole in wholes for name in whole}:
        if name not in definition.NAMES:
            raise ValueError(f"'{name}' is not a column of the record")
    for whole in wholes:
        if "value" not in whole or "measure" not in whole:
            raise ValueError("a figure needs a measure and a value")
    slots = _slots(wholes)
    made = tuple({name: _sql(how, slots) for name, how in whole.items()} for whole in wholes)
    return Mapping(tuple(slots.items()), made, skip)


def _slots(wholes: list[dict[str, Any]]) -> dict[str, str]:
    """Give each column of the table that is needed a column of the record of a fitting kind.

    Days go to columns of dates, in which a spreadsheet's numbers are read as days.
    """
    kinds = {column.name: column.kind for column in definition.COLUMNS}
    needed: dict[str, bool] = {}
    for whole in wholes:
        for name, how in whole.items():
            for column in _needed(how):
                is_day = kinds[name] == "date" and not isinstance(how, dict)
                needed[column] = needed.get(column, False) or is_day
    free = {
        True: [name for name, kind in kinds.items() if kind == "date"],
        False: [
            *(name for name, kind in kinds.items() if kind == "text"),
            *(name for name, kind in kinds.items() if kind in ("code", "url", "number")),
        ],
    }
    slots = {}
    for column, is_day in needed.items():
        if not free[is_day]:
            raise ValueError("a table with so many columns needs its own Python module")
        slots[column] = free[is_day].pop(0)
    return slots


def _needed(how: str | dict[str, Any]) -> list[str]:
    """Return the columns of the table that a cell is made of."""
    if isinstance(how, str):
        return [how]
    if unknown := set(how) - _KEYS:
        raise ValueError(
            f"the key '{min(unknown)}' is unknown; known are {', '.join(sorted(_KEYS))}"
        )
    if "text" in how:
        return _PLACE.findall(how["text"])
    return [how["column"]] if "column" in how else []


def _sql(how: str | dict[str, Any], slots: Named[str, str]) -> str:
    """Return the SQL of a cell over the slots."""
    if isinstance(how, str):
        return slots[how]
    if "constant" in how:
        return literal(str(how["constant"]))
    if "text" in how:
        return _text(how["text"], slots)
    cell = slots[how["column"]]
    if "before" in how:
        cell = f"nullif(trim(split_part({cell}, {literal(how['before'])}, 1)), '')"
    if words := how.get("words"):
        cases = " ".join(
            f"when {literal(str(text))} then {literal(str(word))}" for text, word in words.items()
        )
        cell = f"nullif(case {cell} {cases} else {cell} end, '')"
    return cell


def _text(pattern: str, slots: Named[str, str]) -> str:
    parts, cells = _PLACE.split(pattern), _PLACE.findall(pattern)
    made = ", ".join(
        literal(part) if at % 2 == 0 else slots[part] for at, part in enumerate(parts) if part
    )
    if not cells:
        raise ValueError(f"the text '{pattern}' names no column; write it as a constant")
    empty = " and ".join(f"{slots[cell]} is null" for cell in cells)
    return f"case when not ({empty}) then trim(concat({made})) end"


def map_rows(con: duckdb.DuckDBPyConnection, mapping: Mapping, reading: Reading) -> None:
    """Make records of the rows in `delivered`, which then holds them.

    Row numbers are those of the file times `reading.rows_per`, plus the number of the figure.
    """
    per = 10 ** len(str(len(mapping.figures)))
    parts = []
    for at, figure in enumerate(mapping.figures):
        cells = ", ".join(
            f"{figure.get(name, 'cast(null as varchar)')} as {name}" for name in definition.NAMES
        )
        parts.append(
            f"select _row_number * {per} + {at} as number, {cells} from delivered "
            f"where {figure['value']} is not null"
            + (f" and {figure['value']} not in ({literals(mapping.skip)})" if mapping.skip else "")
        )
    con.execute(f"""
        create or replace temporary table mapped_cells as
        select * from ({" union all ".join(parts)}) order by number;
        drop view temp.delivered;
        drop table temp.delivered_cells;
        alter table temp.mapped_cells rename to delivered_cells;
        update ragged_rows set _row_number = _row_number * {per}
    """)
    show_delivered(con, "number")
    reading.rows_per = per
    reading.columns = [*definition.NAMES, *_with_own_names(con, mapping)]
    reading.form = f"{reading.form}, mapped to records"
    rows = int(fetch_value(con, f"select count(distinct number // {per}) from delivered_cells"))
    reading.notes.append(f"{rows:,} rows of the table give records")


def _with_own_names(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> list[str]:
    """Name the cells of rows that can't be read as the table does; return these names.

    They begin like a person's own columns: a cell of the table is none of the record.
    """
    import pyarrow as pa

    own = {slot: f"_{name}" for name, slot in mapping.slots}
    names: dict[str, None] = {}
    made = []
    for record in fetch_rows(con, "select record from ragged_rows order by rowid"):
        cells = {own.get(slot, slot): cell for slot, cell in json.loads(record[0]).items()}
        names |= dict.fromkeys(cells)
        made.append(json.dumps(cells))
    if made:
        con.register("renamed", pa.table([list(range(len(made))), made], ["position", "made"]))
        con.execute("update ragged_rows set record = made from renamed where rowid = position")
        con.unregister("renamed")
    return [name for name in names if name.startswith("_") and name != "_more_cells"]

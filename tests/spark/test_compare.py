"""The comparer finds every way in which a table of Spark's can differ, and shows it row by row.

Both sides are made here: a table in DuckDB, and the same as Parquet, as Spark leaves it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from raidbook.common.table_comparison import Difference, compare_with_spark

SCHEMA = pa.schema(
    {
        "event_id": pa.string(),
        "nationality_code": pa.string(),
        "persons": pa.int64(),
        "amount": pa.decimal128(38, 4),
        "share": pa.float64(),
        "is_open_ended": pa.bool_(),
        "event_start": pa.date32(),
        "landed_at": pa.timestamp("us", tz="UTC"),
    }
)
DAY, MOMENT = date(2025, 7, 14), datetime(2025, 7, 17, 8, 30, tzinfo=UTC)
ROWS: list[tuple[Any, ...]] = [
    ("kh-1", "CN", 271, Decimal("1.5000"), 0.1 + 0.2, True, DAY, MOMENT),
    ("kh-1", "VN", 9, None, None, False, None, None),
    ("kh-2", "unknown", 9, Decimal("0.0001"), 1 / 3, None, DAY, MOMENT),
    ("kh-3", "unknown", 7, Decimal("2"), 2e12 / 3, True, DAY, MOMENT),
    ("kh-3", "unknown", 7, Decimal("2"), 2e12 / 3, True, DAY, MOMENT),
]

Found = Callable[..., list[Difference]]


def changed(row: int, **cells: Any) -> list[tuple[Any, ...]]:
    """Return the rows with some cells of one changed."""
    rows = [dict(zip(SCHEMA.names, cells_of, strict=True)) for cells_of in ROWS]
    rows[row] |= cells
    return [tuple(r.values()) for r in rows]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Return a function that compares ROWS with those given, and returns what differs."""

    def run(
        rows: list[tuple[Any, ...]] = ROWS,
        schema: pa.Schema = SCHEMA,
        table: str = "fct_arrests",
        mine: list[tuple[Any, ...]] = ROWS,
    ) -> list[Difference]:
        folder = tmp_path / "marts.db" / table
        folder.mkdir(parents=True)
        columns = list(zip(*rows, strict=True)) or [[] for _ in schema]
        whole = pa.table(
            [pa.array(c, t) for c, t in zip(columns, schema.types, strict=True)], schema
        )
        half = len(rows) // 2  # Spark writes a file for each of its tasks
        pq.write_table(whole.slice(0, half), folder / "part-0.parquet")
        pq.write_table(whole.slice(half), folder / "part-1.parquet")
        (folder / "_SUCCESS").touch()
        con = duckdb.connect()
        con.execute("attach ':memory:' as live; create schema live.marts")
        con.execute("""
            create table live.marts.fct_arrests (
                event_id varchar, nationality_code varchar, persons bigint, amount decimal(38, 4),
                share double, is_open_ended boolean, event_start date, landed_at timestamp)
        """)
        plain = [(*row[:-1], row[-1] and row[-1].replace(tzinfo=None)) for row in mine]
        if plain:
            marks = ", ".join("?" for _ in SCHEMA)
            con.executemany(f"insert into live.marts.fct_arrests values ({marks})", plain)
        count, differences = compare_with_spark(con, "live", tmp_path, ("marts", "reports"))
        assert count == (1 if table == "fct_arrests" else 2)
        return differences

    return run


def lines(differences: list[Difference]) -> list[str]:
    (difference,) = differences
    assert difference.table == "marts.fct_arrests"
    return difference.lines


def test_equal_tables_in_another_order(found: Found) -> None:
    assert found(ROWS[::-1]) == []


def test_two_empty_tables_are_equal(found: Found) -> None:
    assert found([], mine=[]) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"persons": 272},
        {"amount": Decimal("1.5001")},
        {"share": 0.3 + 1e-6},
        {"share": None},
        {"share": float("nan")},
        {"share": float("inf")},
        {"is_open_ended": None},
        {"event_start": date(2025, 7, 15)},
        {"landed_at": MOMENT.replace(hour=15)},
        {"nationality_code": "cn"},
        {"nationality_code": "CN "},
    ],
    ids=str,
)
def test_a_wrong_cell_is_found_and_shown_on_either_side(
    found: Found, cells: dict[str, Any]
) -> None:
    first, *rows = lines(found(changed(0, **cells)))
    assert first.startswith("1 rows in DuckDB only, 1 in Spark only; the columns are event_id, ")
    assert sorted(row.split()[0] for row in rows) == ["DuckDB", "Spark"]
    assert all("'kh-1'" in row for row in rows)


def test_a_missing_row_is_found(found: Found) -> None:
    first, row = lines(found(ROWS[1:]))
    assert first.startswith("1 rows in DuckDB only, 0 in Spark only")
    assert "'kh-1', 'CN', 271" in row


def test_a_row_twice_is_found(found: Found) -> None:
    """With a double in it too, which is compared within bounds."""
    first, row = lines(found([*ROWS, ROWS[0]]))
    assert first.startswith("0 rows in DuckDB only, 1 in Spark only")
    assert "'kh-1', 'CN', 271" in row


def test_a_row_once_that_should_be_there_twice_is_found(found: Found) -> None:
    first, _ = lines(found(ROWS[:-1]))
    assert first.startswith("1 rows in DuckDB only, 0 in Spark only")


def test_all_rows_missing_is_found(found: Found) -> None:
    assert lines(found([]))[0].startswith("5 rows in DuckDB only, 0 in Spark only")


def test_doubles_may_differ_by_a_thousandth_of_a_millionth(found: Found) -> None:
    """Absolute for small numbers, relative for large ones; and no row is used up twice."""
    near = changed(0, share=0.3)
    near[3] = (*near[3][:4], 2e12 / 3 + 100, *near[3][5:])
    near[4] = (*near[4][:4], 2e12 / 3 - 100, *near[4][5:])
    assert found(near) == []


def test_a_double_that_is_near_pays_for_one_row_only(found: Found) -> None:
    row = (*ROWS[0][:4], 0.3, *ROWS[0][5:])
    first, _ = lines(found([row, row, *ROWS[1:]]))
    assert first.startswith("0 rows in DuckDB only, 1 in Spark only")


@pytest.mark.parametrize(
    ("column", "kind", "is_named"),
    [
        ("persons", pa.int32(), "Spark   persons INTEGER"),
        ("amount", pa.decimal128(38, 6), "Spark   amount DECIMAL(38,6)"),
        ("share", pa.decimal128(10, 6), "Spark   share DECIMAL(10,6)"),
        ("event_start", pa.timestamp("us", tz="UTC"), "Spark   event_start TIMESTAMP"),
    ],
)
def test_another_type_is_found(found: Found, column: str, kind: pa.DataType, is_named: str) -> None:
    place = SCHEMA.get_field_index(column)
    rows = [(*row[:place], None, *row[place + 1 :]) for row in ROWS]
    first, *reported = lines(found(rows, SCHEMA.set(place, pa.field(column, kind))))
    assert first == "the columns differ"
    assert any(is_named in line for line in reported)


def test_another_name_or_order_of_columns_is_found(found: Found) -> None:
    renamed = SCHEMA.set(2, pa.field("people", pa.int64()))
    assert lines(found(schema=renamed)) == [
        "the columns differ",
        "  DuckDB  persons BIGINT",
        "  Spark   people BIGINT",
    ]


def test_another_order_of_columns_is_found(found: Found) -> None:
    swapped = [(row[1], row[0], *row[2:]) for row in ROWS]
    schema = pa.schema([SCHEMA[1], SCHEMA[0], *list(SCHEMA)[2:]])
    assert lines(found(swapped, schema)) == ["the columns differ", "  their order"]


def test_a_table_on_one_side_only_is_found(found: Found) -> None:
    reported = {d.table: d.lines for d in found(table="fct_raids")}
    assert reported == {
        "marts.fct_arrests": ["is in DuckDB only"],
        "marts.fct_raids": ["is in Spark only"],
    }


def test_many_differences_are_cut_and_counted(found: Found) -> None:
    rows = [(f"x-{n}", *ROWS[0][1:]) for n in range(50)]
    first, *reported = lines(found([*ROWS, *rows]))
    assert first.startswith("0 rows in DuckDB only, 50 in Spark only")
    assert len(reported) == 21
    assert reported[-1] == "  and 30 more"

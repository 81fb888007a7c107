"""Fetching the rows of a query in each form."""

from __future__ import annotations

import duckdb
import pytest

from ingest import fetch

TWO = "select * from (values (1, 'a'), (2, null)) as t(id, name) order by id"


def test_rows_in_every_form(con: duckdb.DuckDBPyConnection) -> None:
    assert fetch.fetch_rows(con, TWO) == [(1, "a"), (2, None)]
    assert fetch.fetch_named(con, TWO) == (["id", "name"], [(1, "a"), (2, None)])
    assert fetch.fetch_dicts(con, TWO) == [{"id": 1, "name": "a"}, {"id": 2, "name": None}]
    assert fetch.fetch_column(con, TWO) == [1, 2]
    assert fetch.fetch_row(con, TWO) == (1, "a")
    assert fetch.fetch_value(con, TWO) == 1


def test_no_rows(con: duckdb.DuckDBPyConnection) -> None:
    none = f"select * from ({TWO}) where false"
    assert fetch.fetch_named(con, none) == (["id", "name"], [])
    assert fetch.fetch_dicts(con, none) == fetch.fetch_column(con, none) == []
    with pytest.raises(IndexError):
        fetch.fetch_value(con, none)

"""Literals: every value that is quoted in a statement comes back unchanged."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from ingest.sql_quoting import identifier, literal, literals

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
VALUES = st.one_of(
    TEXT,
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.dates(date(1, 1, 1)),
    st.datetimes(datetime(1, 1, 1)),
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_a_literal_is_the_value(value: object) -> None:
    assert duckdb.sql(f"select {literal(value)}").fetchall() == [(value,)]


def test_a_path_is_text() -> None:
    assert literal(Path("a'b")) == "'a''b'"


def test_a_file_is_checked_without_pandas() -> None:
    """The reason for literals: one bound parameter would import it."""
    program = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from ingest import checked_file\n"
        "records = Path('ingest/records/myanmar.csv')\n"
        "checked_file.check_file(records, date(2027, 1, 1), '1GB', Path('x'))\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", ["plain", "with blank", 'with "marks"', "select", "ö'"])
def test_an_identifier_names_what_it_quotes(name: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"create table {identifier(name)} ({identifier(name)} int)")
        found = con.execute(
            "select table_name, column_name from duckdb_columns() where not internal"
        )
        assert found.fetchall() == [(name, name)]


def test_literals_are_the_inside_of_a_list() -> None:
    assert literals(("a", "b'c")) == "'a', 'b''c'"

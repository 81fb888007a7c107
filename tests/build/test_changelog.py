"""CHANGELOG.md begins with the versions in the code, and its names exist in the live file."""

from __future__ import annotations

import re

import duckdb
import pytest
from support import ROOT

from raidbook.version import CODE_VERSION, SCHEMA_VERSION

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
NEWEST = re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1]
TABLES = re.compile(r"^\| `(\w+)\.(\w+)` \| `(\w+)\.(\w+)` \|$", re.MULTILINE)
COLUMNS = re.compile(r"^\| `(\w+)\.(\w+)` \| `(\w+)` \| `(\w+)`", re.MULTILINE)
ADDED = re.compile(r"`(marts|meta)\.(\w+)` gains? (.*?)(?=[;.]\s)", re.DOTALL)
NEW_TABLES = re.compile(r"`marts\.(\w+)`(?= and `marts|: )")


@pytest.fixture
def columns(live: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in live.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal"
    ).fetchall():
        found.setdefault((schema, table), set()).add(column)
    return found


def test_it_begins_with_the_versions_of_the_code() -> None:
    heading = NEWEST.splitlines()[0]
    assert heading.startswith(f"[{CODE_VERSION}]")
    assert f"schema version {SCHEMA_VERSION}" in heading


def test_renamed_tables(columns: dict[tuple[str, str], set[str]]) -> None:
    found = TABLES.findall(NEWEST)
    assert len(found) == 2
    for old_schema, old, schema, new in found:
        assert (old_schema, old) not in columns
        assert (schema, new) in columns


def test_renamed_columns(columns: dict[tuple[str, str], set[str]]) -> None:
    found = COLUMNS.findall(NEWEST)
    assert len(found) > 20
    for schema, table, old, new in found:
        assert new in columns[schema, table], f"{schema}.{table}.{new}"
        assert old not in columns[schema, table], f"{schema}.{table}.{old}"
    with_family = [table for table, names in columns.items() if "family" in names]
    assert not with_family


def test_added_tables_and_columns(columns: dict[tuple[str, str], set[str]]) -> None:
    tables = set(NEW_TABLES.findall(NEWEST))
    assert {"dim_site", "bridge_event_site", "fct_consensus_records", "dim_measure"} <= tables
    assert not [name for name in tables if ("marts", name) not in columns]
    found = ADDED.findall(NEWEST)
    assert len(found) == 5
    for schema, table, words in found:
        missing = set(re.findall(r"`(\w+)`", words)) - columns[schema, table]
        assert not missing, f"{schema}.{table}"

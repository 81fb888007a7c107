"""A publisher in capitals is the same publisher, whichever delivery names it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import duckdb
from support import good, write_records

from ingest import landing, load
from ingest.normalise.one_spelling import unify_capitals

AT = datetime(2026, 1, 1)


def test_the_most_frequent_spelling_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "landing"
    rows = [good(1), good(2), good(3, publisher="AFP", credited_to="JACARANDA FM")]
    other = [good(4, publisher="JACARANDA FM"), good(5, publisher="afp")]
    with duckdb.connect() as con:
        load.create_raw(con)
        for name, records in (("one.csv", rows), ("two.csv", other)):
            path = write_records(tmp_path / name, records)
            load.load_delivery(con, landing.land(path, folder, "test")[0], folder, AT)
        assert unify_capitals(con) == 2
        assert unify_capitals(con) == 0
        query = """select publisher, credited_to, _as_typed from raw.incident_records
            order by _delivery_number, _row_number"""
        found = con.execute(query).fetchall()
    assert [row[:2] for row in found] == [
        ("Jacaranda FM", None),
        ("Jacaranda FM", None),
        ("AFP", "Jacaranda FM"),
        ("Jacaranda FM", None),
        ("AFP", None),
    ]
    typed = [json.loads(row[2]) if row[2] else {} for row in found]
    assert typed == [
        {},
        {},
        {"credited_to": "JACARANDA FM"},
        {"publisher": "JACARANDA FM"},
        {"publisher": "afp"},
    ]

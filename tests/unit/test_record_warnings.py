"""Warnings across the rows of a file: each is found and reported, and rejects no row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml
from support import ROOT, good, write_records

from ingest import checked_file
from ingest.record import definition, validation, warnings
from ingest.sources.source import shipped_records

DAY = date(2026, 11, 1)
RAID, OTHER, THIRD = (f"kh-2025-07-14-{name}" for name in ("raid", "other", "third"))


def of(event: str, number: int, **changes: str) -> dict[str, str]:
    """Return a good record of the event."""
    return good(event_id=event, record_id=f"{event}/jfm-20250717/{number}", **changes)


# rule → the rows, and for each warning the row number and some of its words
FOUND: dict[str, tuple[list[dict[str, str]], list[tuple[int, str]]]] = {
    "part_above_total": (
        [
            of(RAID, 1, value="77", qualifier="exact"),
            of(RAID, 2, value="83", qualifier="exact", counts_as="part", nationality="CN"),
            of(RAID, 3, value="77", qualifier="exact", counts_as="part", nationality="VN"),
            # another report, another measure, another event: each has its own total
            of(RAID, 4, value="90", counts_as="part", source_url="https://example.org/2"),
            of(RAID, 5, value="90", counts_as="part", measure="persons_charged"),
            of(OTHER, 6, value="90", counts_as="part"),
            # about 110 is 121 at most, exactly: a tenth more than 110
            of(THIRD, 7, value="110", qualifier="about"),
            of(THIRD, 8, value="122", qualifier="exact", counts_as="part", nationality="CN"),
            of(THIRD, 9, value="121", qualifier="exact", counts_as="part", nationality="VN"),
        ],
        [
            (3, "the part 83 of persons_arrested is larger than the total 77 in row 2"),
            (9, "the part 122 of persons_arrested is larger than the total 110 in row 8"),
        ],
    ),
    "event_ends_after_report": (
        [
            of(RAID, 1, event_end="2025-07-19"),
            of(OTHER, 2, event_end="2025-07-19", status="planned"),
            of(THIRD, 3, event_end="2025-07-18"),
        ],
        [(2, "the event ends on 2025-07-19, after the report of 2025-07-17")],
    ),
    "published_before_event": (
        [
            of(RAID, 1, event_start="2025-07-19", event_end="2025-07-19", status="denied"),
            of(OTHER, 2, event_start="2025-07-18", event_end="2025-07-18"),
            of(THIRD, 3, event_start="2025-07-19", event_end="2025-07-19", status="planned"),
        ],
        [(2, "the report of 2025-07-17 is older than the event of 2025-07-19")],
    ),
    "published_after_landing": (
        [
            of(RAID, 1, published_on="2026-11-03", source_url="https://b.org/"),
            of(OTHER, 2, published_on="2026-11-02", source_url="https://c.org/"),
        ],
        [(2, "the report of 2026-11-03 lies in the future")],
    ),
    "more_than_ever": (
        [
            of(RAID, 1, value="1000000"),
            of(OTHER, 2, value="20000"),
            of(THIRD, 3, value="1000000", event_kind="campaign"),
            of(THIRD, 4, value="1000000", counts_as="cumulative", event_kind="campaign"),
        ],
        [(2, "the value 1000000 of persons_arrested by one raid is far larger than any")],
    ),
    "several_countries": (
        [
            of(RAID, 1),
            of(RAID, 2, country="TH"),
            of(RAID, 3, country="TH"),
            of(OTHER, 4, country="ZZ"),
            of(OTHER, 5),
        ],
        [(3, f"the records of {RAID} lie in several countries: KH (1, from row 2 on), TH (2, ")],
    ),
    "parent_on_cycle": (
        [
            of(RAID, 1, parent_event_id=OTHER),
            of(OTHER, 2, parent_event_id=THIRD),
            of(THIRD, 3, parent_event_id=RAID),
            of("kh-2025-07-14-child", 4, parent_event_id=RAID),
            of("kh-2025-07-14-self", 5, parent_event_id="kh-2025-07-14-self"),
        ],
        [
            (2, f"the parent {OTHER} is a descendant of {RAID}"),
            (3, f"the parent {THIRD} is a descendant of {OTHER}"),
            (4, f"the parent {RAID} is a descendant of {THIRD}"),
            (6, "the parent kh-2025-07-14-self is a descendant of kh-2025-07-14-self"),
        ],
    ),
    "report_of_several_publishers": (
        [of(RAID, 1), of(OTHER, 2, publisher="AFP"), of(THIRD, 3, source_url="https://b.org/")],
        [(3, "the report https://example.org/raids has several publishers: AFP, Jac")],
    ),
    "report_of_several_days": (
        [of(RAID, 1), of(OTHER, 2, published_on="2025-07-19")],
        [(3, "the report https://example.org/raids has several days: 2025-07-17, 2025-07-19")],
    ),
}


def warned(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[str, int, str]]:
    checked_file.read_delivery(con, path, path.name, DAY)
    return validation.find_warnings(con, "delivered", DAY)


def test_every_warning_has_an_example() -> None:
    assert list(FOUND) == [warning.name for warning in warnings.record_warnings()]
    columns = {column for warning in warnings.record_warnings() for column in warning.columns}
    assert columns <= set(definition.NAMES)


@pytest.mark.parametrize("rule", FOUND)
def test_it_is_found_and_its_rows_are_loaded(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, rule: str
) -> None:
    rows, expected = FOUND[rule]
    found = warned(con, write_records(tmp_path / "odd.csv", rows))
    assert [(name, row) for name, row, _ in found] == [(rule, row) for row, _ in expected]
    for (_, _, sentence), (_, words) in zip(found, expected, strict=True):
        assert sentence.startswith(words)
    assert con.execute("select count(*) from bad_rows").fetchone() == (0,)


def test_a_rejected_row_is_not_warned(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [of(RAID, 1), of(RAID, 2, country="TH", value="many")]
    assert warned(con, write_records(tmp_path / "odd.csv", rows)) == []


def test_a_long_chain_of_parents_is_no_cycle(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    names = [f"kh-2025-07-14-step-{number}" for number in range(500)]
    chain = [
        of(name, 1, parent_event_id=parent)
        for name, parent in zip(names, [*names[1:], RAID], strict=True)
    ]
    assert warned(con, write_records(tmp_path / "chain.csv", chain)) == []


def test_quality_knows_every_rule() -> None:
    path = ROOT / "dbt_project" / "models" / "quality" / "warnings.yml"
    (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    (sound,) = (test["is_sound"] for test in model["data_tests"] if "is_sound" in test)
    known = set(sound["arguments"]["words"]["warning"])
    names = {warning.name for warning in warnings.record_warnings()}
    assert names - known == {"more_than_ever"}, "the build warns of what one source alone states"


def test_the_build_suspects_the_same_of_the_shipped_records(
    con: duckdb.DuckDBPyConnection, live: duckdb.DuckDBPyConnection
) -> None:
    """What one record contradicts is the same whether one file is seen or all deliveries."""
    of_records = ("part_above_total", "event_ends_after_report", "published_before_event")
    of_files = {
        (name, con.execute(f"select record_id from delivered where _row_number = {row}").fetchone())
        for path in shipped_records(ROOT)
        for name, row, _ in warned(con, path)
        if name in of_records
    }
    listed = live.execute(
        f"select warning, record_id from quality.warnings where warning in {of_records}"
    ).fetchall()
    assert {(name, record_id) for name, (record_id,) in of_files} == set(listed)
    assert len(listed) > 4

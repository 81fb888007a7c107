"""Loading: text as delivered, with its origin, in every version, one transaction per delivery."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from support import ROOT, good, write_records

from ingest import checked_file, landing, load
from ingest.errors import RefusedError
from ingest.landing import Delivery
from ingest.record import definition
from ingest.sources.source import shipped_records

LOADED_AT = datetime(2025, 8, 2, 12, 30)


class Warehouse:
    """A landing and a database to load it into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.landing = folder / "landing"
        self.con = duckdb.connect()
        load.create_raw(self.con)

    def land(self, name: str, *rows: dict[str, str], again: bool = False) -> Delivery:
        path = write_records(self.folder / name, rows)
        return landing.land(path, self.landing, "test", again=again)[0]

    def load(self, delivery: Delivery) -> checked_file.Loaded:
        return load.load_delivery(self.con, delivery, self.landing, LOADED_AT)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        return self.con.execute(query).fetchall()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse(tmp_path)
    yield warehouse
    warehouse.con.close()


def test_raw_is_text_and_names_its_origin(house: Warehouse) -> None:
    delivery = house.land("july.csv", good(1, value="007", note="  NA "), good(2))
    loaded = house.load(delivery)
    assert (loaded.rows_read, loaded.rows_loaded, loaded.rows_rejected) == (2, 2, 0)
    types = dict(
        house.ask(
            "select column_name, data_type from duckdb_columns() "
            "where schema_name = 'raw' and table_name = 'incident_records'"
        )
    )
    assert {types[name] for name in definition.NAMES} == {"VARCHAR"}
    assert house.ask(
        "select record_id, value, note, admin1, _delivery_number, _delivery_id, _source, "
        "_file_name, _row_number, _loaded_at from raw.incident_records order by _row_number"
    )[0] == (
        *(good(1)["record_id"], "007", "NA", None),
        *(1, delivery.delivery_id, "test", "july.csv", 2, LOADED_AT),
    )
    assert house.ask(
        "select file_name, sha256, size_bytes, rows_read, rows_loaded, rows_rejected, is_removed "
        "from raw.deliveries"
    ) == [("july.csv", delivery.sha256, delivery.size, 2, 2, 0, False)]
    temporary = house.ask("select table_name from duckdb_tables() where temporary")
    assert temporary == [], "nothing is left of the delivery but raw"


def test_every_version_of_a_record_stays_in_raw(house: Warehouse) -> None:
    """A correction, an unchanged row, a later row of one file, and the first file once more."""
    first = house.land("first.csv", good(1, value="1000"), good(2), good(3))
    second = house.land("second.csv", good(1, value="2137"), good(2), good(4), good(4, value="5"))
    again = house.land("first.csv", good(1, value="1000"), good(2), good(3), again=True)
    for delivery in (first, second, again):
        house.load(delivery)
    load.count_versions(house.con)
    assert house.ask(
        "select value, _delivery_number from raw.incident_records "
        f"where record_id = '{good(1)['record_id']}' order by _delivery_number"
    ) == [("1000", 1), ("2137", 2), ("1000", 3)]
    assert house.ask(
        "select value, _row_number from raw.incident_records "
        f"where record_id = '{good(4)['record_id']}' order by _row_number"
    ) == [("1000", 4), ("5", 5)]
    assert house.ask(
        "select delivery_number, delivery_id, rows_corrected, rows_unchanged from raw.deliveries "
        "order by 1"
    ) == [
        (1, first.delivery_id, 0, 0),
        (2, second.delivery_id, 2, 1),
        (3, first.delivery_id, 1, 2),
    ]


def test_bad_rows_are_kept_with_every_reason_and_the_rest_is_loaded(house: Warehouse) -> None:
    bad = good(2, value="dozens", country="Atlantis", note='He said "no";\nthen')
    result = house.load(house.land("mixed.csv", good(1), bad, good(3)))
    assert (result.rows_read, result.rows_loaded, result.rows_rejected) == (3, 2, 1)
    ((row, record_id, reasons, delivered, loaded_at),) = house.ask(
        "select _row_number, record_id, reasons, record, _loaded_at from raw.rejected_records"
    )
    assert (row, record_id, loaded_at) == (3, bad["record_id"], LOADED_AT)
    assert reasons.startswith('value: "dozens" is not a number')
    assert '; country: "Atlantis" is not an ISO 3166-1 alpha-2 code' in reasons
    assert json.loads(delivered) == bad
    assert [row for (row,) in house.ask("select _row_number from raw.incident_records")] == [2, 4]


def test_ragged_rows_are_kept_under_their_own_names(house: Warehouse) -> None:
    path = write_records(house.folder / "ragged.csv", [good(1), good(2)], sorted(good()))
    path.write_text(path.read_text() + f"x,{good(3)['record_id']}\n")
    result = house.load(landing.land(path, house.landing, "test")[0])
    assert (result.rows_read, result.rows_loaded, result.rows_rejected) == (3, 2, 1)
    ((row, reasons, delivered),) = house.ask(
        "select _row_number, reasons, record from raw.rejected_records"
    )
    assert row == 4
    assert "the row has 2 cells, but the header has 15" in reasons
    assert json.loads(delivered) == dict(
        zip(sorted(good())[:2], ["x", good(3)["record_id"]], strict=True)
    )


def test_all_rows_bad_is_no_refused_file(house: Warehouse) -> None:
    result = house.load(house.land("bad.csv", good(1, value=""), good(2, value="-1")))
    assert (result.rows_read, result.rows_loaded, result.rows_rejected) == (2, 0, 2)


def test_a_delivery_is_loaded_whole_or_not_at_all(house: Warehouse) -> None:
    house.load(house.land("first.csv", good(1)))
    house.ask("alter table raw.deliveries rename to elsewhere")
    with pytest.raises(duckdb.Error):
        house.load(house.land("second.csv", good(2), good(3, value="many")))
    assert house.ask("select count(*) from raw.incident_records") == [(1,)]
    assert house.ask("select count(*) from raw.rejected_records") == [(0,)]
    house.ask("alter table raw.elsewhere rename to deliveries")
    house.load(house.land("third.csv", good(4)))
    assert house.ask("select count(*) from raw.incident_records") == [(2,)]


def test_the_day_of_landing_judges_what_lies_in_the_future(house: Warehouse) -> None:
    delivery = house.land("planned.csv", good(1, published_on="2025-07-20"))
    assert house.load(replace(delivery, landed_on=date(2025, 7, 12))).rows_rejected == 1
    assert house.load(replace(delivery, landed_on=date(2025, 7, 13))).rows_rejected == 0


@pytest.mark.parametrize("harm", ["removed", "shortened", "one letter"])
def test_a_landed_copy_that_was_harmed_is_reported(house: Warehouse, harm: str) -> None:
    delivery = house.land("july.csv", good(1))
    copy = delivery.path(house.landing)
    text = copy.read_text()
    copy.chmod(0o644)
    if harm == "removed":
        copy.unlink()
    else:
        copy.write_text(text[:-1] if harm == "shortened" else text.replace("1000", "1001"))
    with pytest.raises(RefusedError, match=r"july\.csv .* is missing or damaged\. Restore it"):
        house.load(delivery)
    assert house.ask("select count(*) from raw.deliveries") == [(0,)]


@pytest.mark.parametrize(
    "error", [RefusedError("july.csv: no header."), ValueError("a\nb"), KeyError("x")]
)
def test_a_whole_copy_that_can_not_be_read_any_more_is_left_out_and_reported(
    house: Warehouse, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    delivery = house.land("july.csv", good(1))
    with monkeypatch.context() as patched:
        patched.setattr(load, "read_delivery", fail)
        result = house.load(delivery)
    assert result.rows_read == 0
    assert result.unread_because is not None
    sentence = "july.csv: no header." if isinstance(error, RefusedError) else "it can't be read ("
    assert result.unread_because.startswith(sentence)
    load.count_versions(house.con)
    assert house.ask("select read_as, rows_read, rows_loaded from raw.deliveries") == [
        ("nothing: it can't be read any more", 0, 0)
    ]
    assert house.ask("select _row_number, _place, reasons, record from raw.rejected_records") == [
        (0, "the whole file", result.unread_because, "{}")
    ]
    house.load(house.land("august.csv", good(2)))
    assert house.ask("select count(*) from raw.incident_records") == [(1,)]


def test_a_machine_that_fails_is_no_fault_of_the_file(
    house: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    delivery = house.land("july.csv", good(1))
    monkeypatch.setattr(load, "read_delivery", fail)
    with pytest.raises(OSError, match="No space"):
        house.load(delivery)
    assert house.ask("select count(*) from raw.deliveries") == [(0,)]


def test_a_removed_delivery_is_noted_and_not_loaded(house: Warehouse) -> None:
    delivery = house.land("july.csv", good(1))
    load.note_removed(house.con, delivery)
    load.count_versions(house.con)
    assert house.ask(
        "select delivery_id, rows_read, rows_corrected, is_removed from raw.deliveries"
    ) == [(delivery.delivery_id, 0, 0, True)]
    assert house.ask("select count(*) from raw.incident_records") == [(0,)]


@pytest.mark.parametrize("name", ["records.xlsx", "records.txt", "records"])
def test_the_content_decides_and_not_the_name(house: Warehouse, name: str) -> None:
    path = write_records(house.folder / name, [good(1)])
    assert checked_file.read_delivery(house.con, path, path.name, LOADED_AT.date()).rows_loaded == 1


def test_a_header_without_rows_is_refused(house: Warehouse) -> None:
    for rows in ([], [{}, {"note": " "}]):
        path = write_records(house.folder / "header.csv", rows)
        with pytest.raises(RefusedError, match=r"^header\.csv: the file has a header but no row"):
            checked_file.read_delivery(house.con, path, path.name, LOADED_AT.date())


def test_checking_a_file_leaves_nothing(tmp_path: Path) -> None:
    path = write_records(tmp_path / "july.csv", [good(1), good(2, value="x")])
    result = checked_file.check_file(path, LOADED_AT.date(), "1GB", tmp_path / "spill")
    assert (result.rows_loaded, result.rows_rejected) == (1, 1)
    assert [found.name for found in tmp_path.iterdir()] == ["july.csv"]


def test_shipped_files_are_loaded_without_a_rejected_row(house: Warehouse) -> None:
    read = 0
    for path in shipped_records(ROOT):
        result = house.load(landing.land(path, house.landing, "test")[0])
        assert result.rows_rejected == 0
        read += result.rows_read
    assert house.ask("select count(*), count(distinct _delivery_id) from raw.incident_records") == [
        (read, len(shipped_records(ROOT)))
    ]


@pytest.mark.slow
def test_a_corrected_name_is_matched_as_it_becomes(tmp_path: Path) -> None:
    """A correction of a city leads to the place that it names, and the old name is gone."""
    import csv
    import shutil

    from ingest import load
    from ingest.names import names_in_records, reference_files

    seeds = tmp_path / "seeds"
    shutil.copytree(Path(__file__).parents[2] / "seeds", seeds)
    con = duckdb.connect(":memory:")
    load.create_raw(con)
    con.execute(
        "insert into raw.incident_records (record_id, country, city) "
        "values ('r1', 'KH', 'Nowhere at all'), ('r2', 'KH', 'Bavet')"
    )
    with (seeds / "correction.csv").open("a", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerow(
            ["r1", "city", "Nowhere at all", "Poipet", "2026-11-24", "a test"]
        )
    files = reference_files.cached_reference(tmp_path / "cache", seeds)
    found = {m.name: m.matched_id for m in names_in_records.write_matches(con, files, seeds)}
    assert set(found) == {"Poipet", "Bavet"}
    assert all(found.values())

"""Which deliveries a build loads. Stand-ins for dbt and the audit keep this fast."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from flow import Flow
from support import good, write_records

from ingest import landing, load
from ingest.errors import RefusedError


def test_a_landed_file_that_can_not_be_read_any_more_stops_no_build(
    flow: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow.build()
    flow.deliver("second.csv", good(2))
    real = load.read_delivery

    def read(con: Any, path: Path, name: str, *given: Any) -> Any:
        if name == "second.csv":
            raise RefusedError("second.csv: the rules of today refuse it.")
        return real(con, path, name, *given)

    monkeypatch.setattr(load, "read_delivery", read)
    assert flow.build() == 0
    assert flow.err.startswith("load      left out: second.csv (")
    assert "the rules of today refuse it. Deliver it in another form, and retract" in flow.err
    with duckdb.connect(str(flow.here.live), read_only=True) as con:
        assert con.execute("select count(*) from raw.incident_records").fetchall() == [(1,)]
        assert con.execute("select _file_name, reasons from raw.rejected_records").fetchall() == [
            ("second.csv", "second.csv: the rules of today refuse it.")
        ]


def test_a_shipped_file_that_is_reverted_is_the_newest_delivery(flow: Flow) -> None:
    def value() -> str:
        with duckdb.connect(str(flow.here.live), read_only=True) as con:
            found = con.execute(
                "select arg_max(value, _delivery_number) from raw.incident_records"
            ).fetchall()
            return str(found[0][0])

    flow.build()
    assert value() == "1000"
    flow.deliver("first.csv", good(1, value="7"))
    flow.build()
    assert value() == "7"
    flow.deliver("first.csv", good(1))
    assert flow.build() == 0
    assert value() == "1000"
    known = landing.deliveries(flow.here.landing)
    assert [d.number for d in known] == [1, 2, 3]
    assert known[0].delivery_id == known[2].delivery_id
    flow.build()
    assert "nothing new" in flow.out, "once is enough"
    (flow.records / "first.csv").rename(flow.records / "renamed.csv")
    flow.build()
    assert len(landing.deliveries(flow.here.landing)) == 3, "a new name brings nothing new"


def test_a_persons_file_of_the_name_of_a_shipped_one_stays_the_newest(
    flow: Flow, tmp_path: Path
) -> None:
    flow.build()
    own = write_records(tmp_path / "first.csv", [good(1, value="7")])
    landing.land(own, flow.here.landing, "incident_records")
    flow.build()
    assert [d.origin for d in landing.deliveries(flow.here.landing)] == [
        "ingest/records/first.csv",
        "",
    ]


def test_deliveries_from_before_origins_were_recorded(flow: Flow) -> None:
    flow.build()
    (path,) = (flow.here.landing / "deliveries").iterdir()
    old = json.loads(path.read_text())
    del old["origin"]
    path.write_text(json.dumps(old))
    flow.build()
    assert len(landing.deliveries(flow.here.landing)) == 1
    flow.deliver("first.csv", good(1, value="7"))
    flow.build()
    flow.deliver("first.csv", good(1))
    flow.build()
    assert len(landing.deliveries(flow.here.landing)) == 3


def test_a_shipped_file_that_is_no_table_disturbs_nothing(flow: Flow) -> None:
    (flow.records / "empty.csv").write_text("")
    assert flow.build() == 0
    assert flow.err == (
        "land      refused: empty.csv: the file is empty. Deliver a file with a header and rows.\n"
    )
    assert [d.file_name for d in landing.deliveries(flow.here.landing)] == ["first.csv"]


def test_no_good_record_is_nothing_to_publish(flow: Flow) -> None:
    flow.deliver("first.csv", good(1, value="many"))
    assert flow.build() == 1
    assert "No landed record is good" in flow.err


def test_a_landed_copy_that_was_harmed(flow: Flow) -> None:
    flow.build()
    (delivery,) = landing.deliveries(flow.here.landing)
    delivery.path(flow.here.landing).unlink()
    flow.deliver("second.csv", good(2))
    assert flow.build() == 3
    assert f"first.csv ({delivery.delivery_id}) is missing or damaged" in flow.err


def test_a_removed_delivery_is_left_out_and_can_come_back(flow: Flow) -> None:
    flow.deliver("second.csv", good(2))
    flow.build()
    seed = flow.here.seeds / landing.REMOVED
    before = seed.read_text()
    second = landing.deliveries(flow.here.landing)[1]

    def loaded() -> list[tuple[str, bool]]:
        with duckdb.connect(str(flow.here.live), read_only=True) as con:
            records = "select distinct _file_name from raw.incident_records order by 1"
            removed = "select is_removed from raw.deliveries order by delivery_number"
            files = [row[0] for row in con.execute(records).fetchall()]
            return [*files, *(row[0] for row in con.execute(removed).fetchall())]

    seed.write_text(f"{before}{second.delivery_id},2025-08-01,made up\n")
    assert flow.build() == 0
    assert loaded() == ["first.csv", False, True]
    seed.write_text(before)
    assert flow.build() == 0
    assert loaded() == ["first.csv", "second.csv", False, False]

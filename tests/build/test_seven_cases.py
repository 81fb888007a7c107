"""Five faults that must never be published, through every door they may come by, and two honest
deliveries that must pass. Written before the first expectation; bounds are changed to fit them,
never the other way round.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from support import copy_project, raidbook, write_records
from trial import Row, Trial, moved, shipped, under_new_ids

from ingest.record import definition
from raidbook.audit.attached_live import attach_live
from raidbook.audit.difference import DIFFERENCE
from raidbook.audit.expectation import Suite
from raidbook.audit.published import PUBLISHED
from raidbook.audit.suite_run import run_suite

COUNTRIES = ("KH", "MM", "NG", "UG")  # from most records to a single one


@pytest.fixture
def trial(built_project: Path, tmp_path: Path) -> Trial:
    return Trial(built_project, tmp_path)


def without(country: str) -> Callable[[Row], Row | None]:
    return lambda row: None if row["country"] == country else row


def times_ten(row: Row) -> Row:
    changed = row | {"value": f"{float(row['value']) * 10:.4f}".rstrip("0").rstrip(".")}
    if row["value_high"]:
        changed["value_high"] = f"{float(row['value_high']) * 10:.4f}".rstrip("0").rstrip(".")
    return changed


def a_tenth_blanked() -> Callable[[Row], Row]:
    """Return what empties the nationality of each tenth record that states one."""
    seen = iter(range(1_000_000))

    def change(row: Row) -> Row:
        return row | {"nationality": ""} if row["nationality"] and next(seen) % 10 == 0 else row

    return change


def a_year_back(row: Row) -> Row:
    return moved(row, -1)


def a_year_on(row: Row) -> Row:
    return moved(row, 1)


FAULTS: dict[str, Callable[[], Callable[[Row], Row | None]]] = {
    **{f"without_{country}": lambda country=country: without(country) for country in COUNTRIES},
    "times_ten": lambda: times_ten,
    "a_tenth_blanked": a_tenth_blanked,
    "a_year_back": lambda: a_year_back,
    "a_year_on": lambda: a_year_on,
}


TAMPERED = {
    **{
        f"without_{country}": (
            f"delete from marts.fct_reported_figures where stated_country_code = '{country}'"
        )
        for country in COUNTRIES
    },
    "times_ten": "update marts.fct_reported_figures set value = value * 10",
    "a_tenth_blanked": (
        "update marts.fct_reported_figures set nationality_code = 'total' "
        "where nationality_code <> 'total' and hash(record_id) % 10 = 0"
    ),
    "a_year_back": (
        "update marts.fct_reported_figures set stated_start = stated_start - interval 1 year, "
        "stated_end = stated_end - interval 1 year, published_on = published_on - interval 1 year"
    ),
    "a_year_on": (
        "update marts.fct_reported_figures set stated_start = stated_start + interval 1 year, "
        "stated_end = stated_end + interval 1 year"
    ),
}


@pytest.mark.parametrize("fault", ["without_UG", "times_ten", "a_tenth_blanked", "a_year_back"])
def test_files_landed_anew_with_a_fault_are_stopped_by_what_is_live(
    trial: Trial, fault: str
) -> None:
    """As if the seed of row counts had been updated with them: none of them is expected."""
    trial.begin_anew()
    trial.deliver_all(FAULTS[fault]())
    trial.expects_no_rows = True
    assert trial.failed()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_first_build_of_files_with_a_fault_is_stopped(trial: Trial, fault: str) -> None:
    """Nothing is live to compare with, but the files that ship are known by their sha256."""
    trial.begin_anew()
    trial.live = None
    trial.deliver_all(FAULTS[fault]())
    assert trial.failed()


@pytest.mark.parametrize("fault", FAULTS)
def test_files_delivered_again_with_a_fault_are_stopped(trial: Trial, fault: str) -> None:
    """On top of what is landed, as corrections; what a file lacks is not gone, but meant to be."""
    trial.deliver_all(FAULTS[fault]())
    assert trial.failed()


@pytest.mark.parametrize("suite", [PUBLISHED, DIFFERENCE], ids=["published", "difference"])
@pytest.mark.parametrize("fault", TAMPERED)
def test_a_fault_of_the_models_is_stopped(
    built_project: Path, tmp_path: Path, fault: str, suite: Suite
) -> None:
    """By what was delivered, and again by what is live, each without the other."""
    live = built_project / "var" / "live" / "warehouse.duckdb"
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(live, copy)
    with duckdb.connect(str(copy)) as con:
        attach_live(con, live if suite is DIFFERENCE else None)
        assert {result.check.outcome for result in run_suite(con, suite)} == {"passed"}
        con.execute(TAMPERED[fault])
        assert "failed" in {result.check.outcome for result in run_suite(con, suite)}


@pytest.mark.parametrize("of_events", [False, True])
@pytest.mark.parametrize(
    "name", ["jacaranda_fm_afp_2025_07_17.csv", "cambodia_2021_2025h1.csv", "rest_of_world.csv"]
)
def test_one_delivery_doubled_under_new_ids_is_stopped(
    trial: Trial, name: str, of_events: bool
) -> None:
    rows = shipped(trial.project)[name]
    trial.deliver("again.csv", under_new_ids(rows, of_events=of_events))
    assert trial.failed()


@pytest.mark.parametrize("name", ["jacaranda_fm_afp_2025_07_17.csv", "myanmar.csv"])
def test_a_file_that_holds_its_rows_twice_is_stopped(trial: Trial, name: str) -> None:
    rows = shipped(trial.project)[name]
    trial.deliver(name, [*rows, *under_new_ids(rows)])
    assert trial.failed()


def new_records(count: int, *, is_plain: bool = False) -> list[Row]:
    """Return records on new events of Uganda, which has a single record until then.

    Five records an event, each report with an address of its own; or, if plain, one address, one
    figure and nothing that may be left out.
    """
    rows = []
    for number in range(count):
        event, place = divmod(number, 5)
        event_id = f"ug-2026-0{1 + event % 4}-{1 + event % 28:02}-site-{event}"
        day = f"2026-0{1 + event % 4}-{1 + event % 28:02}"
        row = dict.fromkeys(definition.NAMES, "") | {
            "record_id": f"{event_id}/daily-monitor-{day.replace('-', '')}/{place + 1}",
            "event_id": event_id,
            "event_kind": "raid",
            "event_start": day,
            "event_end": day,
            "date_precision": "day",
            "country": "UG",
            "measure": "persons_arrested",
            "value": "5000",
            "qualifier": "exact",
            "counts_as": "total" if place == 0 or is_plain else "part",
            "source_url": "https://example.org/raids",
            "publisher": "Daily Monitor",
            "published_on": day,
            "language": "en",
        }
        if not is_plain:
            row |= {
                "city": "Kampala",
                "value": str(37 + number * 17 % 4013),
                "nationality": ("", "CN", "NG", "ID", "UG")[place],
                "source_url": f"https://example.org/raids/{event}",
                "organisations": "enforcer:Uganda Police Force",
            }
        rows.append(row)
    return rows


@pytest.mark.parametrize("is_plain", [False, True])
def test_a_fifth_more_records_on_new_events_pass(trial: Trial, is_plain: bool) -> None:
    count = sum(len(rows) for rows in shipped(trial.project).values()) // 5
    trial.deliver("uganda.csv", new_records(count, is_plain=is_plain))
    assert not trial.failed()


def six_rows() -> list[Row]:
    rows = new_records(6)
    rows[3]["value"] = "some"  # this one is rejected
    return rows


def test_six_rows_of_which_one_is_rejected_pass(trial: Trial) -> None:
    trial.deliver("six.csv", six_rows())
    assert not trial.failed()


def test_the_shipped_records_pass_as_a_first_build(trial: Trial) -> None:
    trial.live = None
    assert not trial.failed()


@pytest.mark.slow
def test_a_build_is_stopped_and_an_honest_one_leaves(built_project: Path, tmp_path: Path) -> None:
    """The same with nothing left out: command line, dbt, publishing."""
    root = copy_project(tmp_path / "project", var=built_project / "var")
    before = (root / "var/live/warehouse.duckdb").read_bytes()
    doubled = under_new_ids(shipped(root)["myanmar.csv"])
    raidbook(root, "add", str(write_records(tmp_path / "doubled.csv", doubled)))
    stopped = raidbook(root, "build", "--no-export")
    assert stopped.returncode == 1, stopped.stdout
    assert (root / "var/live/warehouse.duckdb").read_bytes() == before
    honest = (root / "var/landing/deliveries").iterdir()
    delivery_id = max(path.name for path in honest).removesuffix(".json").split("-")[1]
    removed = raidbook(root, "remove", delivery_id, "--reason", "Delivered twice.")
    assert removed.returncode == 0, removed.stderr
    raidbook(root, "add", str(write_records(tmp_path / "uganda.csv", new_records(700))))
    added = raidbook(root, "add", str(write_records(tmp_path / "six.csv", six_rows())))
    assert added.returncode == 1, "one row is rejected, and the file landed"
    passed = raidbook(root, "build", "--no-export")
    assert passed.returncode == 0, passed.stdout + passed.stderr

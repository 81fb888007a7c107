"""History: `raidbook as-of` for any day, the table macros, and `raidbook diff` of two builds."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import copy_project, files_below, raidbook, write_records

from raidbook.query.changed_records import changed_records
from raidbook.query.table_changes import AFTER, BEFORE

CRACKDOWN = "kh-2025-06-27-crackdown"
CHARTER = "kr-2025-10-18-cambodia-charter-returnees"
CORRECTED = "kh-2026-01-31-bavet-a7/yahoo-tw-20260202/1"
FACTS = ("arrests", "raids", "outcomes", "seizures")
HELD = [("2025-07-17", 1000), ("2025-07-20", 2137), ("2025-07-25", 3075), ("2025-12-31", 4877)]


def asked(root: Path, *words: str) -> str:
    done = raidbook(root, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shipped(root: Path, record_id: str) -> dict[str, str]:
    """Return one shipped record as it was delivered, its newest version."""
    found = [
        row
        for path in files_below(root / "ingest" / "records", "*.csv")
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        if row["record_id"] == record_id
    ]
    return found[-1]


@pytest.fixture(scope="module")
def corrected(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built project with a second build: one value is corrected in it."""
    base = tmp_path_factory.mktemp("corrected")
    root = copy_project(base / "raidbook", var=built_project / "var")
    record = shipped(root, CORRECTED) | {"value": "2300"}
    added = raidbook(root, "add", str(write_records(base / "correction.csv", [record])))
    assert added.returncode == 0, added.stderr
    built = raidbook(root, "build", "--no-export")
    assert built.returncode == 0, built.stdout + built.stderr
    return root


@pytest.mark.parametrize(("day", "held"), HELD)
def test_custody_of_a_campaign_as_of(live: duckdb.DuckDBPyConnection, day: str, held: int) -> None:
    """What is attributed to the crackdown and all below it was what was known on the day."""
    found = live.execute(
        "select sum(persons) from arrests_as_of(?) inner join marts.dim_event using (event_id) "
        "where root_event_id = ?",
        [day, CRACKDOWN],
    ).fetchone()
    assert found == (held,)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("day", ["2023-06-30", "2025-07-17", "2026-01-01"])
def test_a_macro_is_its_history_on_the_day(
    live: duckdb.DuckDBPyConnection, fact: str, day: str
) -> None:
    """The same rows, and the same columns as the fact of today."""
    columns = ", ".join(
        column[0] for column in live.execute(f"describe marts.fct_{fact}").fetchall()
    )
    history = (
        f"select {columns} from marts.fct_{fact}_history "
        f"where known_from <= date '{day}' and (known_to is null or date '{day}' < known_to)"
    )
    macro = f"select * from {fact}_as_of('{day}')"
    assert (
        live.execute(f"describe {macro}").fetchall()
        == live.execute(f"describe marts.fct_{fact}").fetchall()
    )
    assert live.execute(f"select count(*) from ({history})").fetchone() != (0,)
    for one, other in ((history, macro), (macro, history)):
        assert live.execute(f"{one} except all {other}").fetchall() == []


@pytest.mark.parametrize("fact", FACTS)
def test_a_macro_of_a_late_day_is_the_fact_of_today(
    live: duckdb.DuckDBPyConnection, fact: str
) -> None:
    macro, today = f"from {fact}_as_of(date '9999-01-01')", f"from marts.fct_{fact}"
    for one, other in ((macro, today), (today, macro)):
        assert live.execute(f"{one} except all {other}").fetchall() == []


def test_macros_answer_after_use_under_any_name(built_project: Path) -> None:
    path = built_project / "var" / "live" / "warehouse.duckdb"
    with duckdb.connect(":memory:") as con:
        con.execute(f"attach '{path}' as raids_2025 (read_only)")
        con.execute("use raids_2025")
        found = con.execute("select count(*) > 0 from arrests_as_of('2025-07-17')").fetchone()
    assert found == (True,)


def test_macros_say_what_they_are(live: duckdb.DuckDBPyConnection) -> None:
    found = live.execute(
        "select function_name, schema_name, comment from duckdb_functions() "
        "where function_type = 'table_macro' and database_name = current_database() order by 1"
    ).fetchall()
    assert [row[:2] for row in found] == [(f"{fact}_as_of", "main") for fact in sorted(FACTS)]
    assert all(row[2] for row in found)


@pytest.fixture(scope="module")
def page(built_project: Path) -> str:
    return asked(built_project, "as-of", "2025-07-17", "2025-07-20", "--event", CRACKDOWN)


def test_two_days_begin_with_the_total(page: str) -> None:
    lines = [" ".join(line.split()) for line in page.splitlines()]
    assert lines[:3] == [
        "What changed from 2025-07-17 to 2025-07-20",
        "Total before after change added changed removed restated",
        "custody 1,000 2,137 +1,137 2 0 0 0",
    ]


def test_two_days_name_the_reports_that_changed_it(page: str) -> None:
    """The largest change comes first, with the reports published between the two days."""
    custody = page.split("\ncustody\n")[1].split("\nsites\n")[0]
    first, second = (
        f"{CRACKDOWN} (KH): 0 → 637 (+637), added",
        "kh-2025-07-17-kandal-stung-treng (KH): 0 → 500 (+500), added",
    )
    assert custody.index(first) < custody.index(second)
    assert "2025-07-19 Cebu Daily News: 2,137 detained" in custody
    assert "https://cebudailynews.inquirer.net/647822/" in custody
    published = [line.split()[0] for line in page.splitlines() if line.strip().startswith("2025-")]
    assert published
    assert all("2025-07-17" < day <= "2025-07-20" for day in published)


def test_an_assumed_site_is_the_work_of_other_measure_groups(page: str) -> None:
    sites = page.split("\nsites\n")[1].split("kh-2025-07-17-kandal-stung-treng (KH): 0 → 1")[1]
    assert sites.splitlines()[1].strip() == "through records of other measure groups:"
    assert "at least 500 arrested" in sites


def test_two_days_as_data_add_up(built_project: Path) -> None:
    words = ("as-of", "2025-07-20", "2025-12-31", "--country", "kh")
    found: dict[str, Any] = json.loads(asked(built_project, *words, "--format", "json"))
    for total in found["totals"]:
        changes = [c for c in found["changes"] if c["measure_group"] == total["measure_group"]]
        moved = sum((c["after"] or 0) - (c["before"] or 0) for c in changes)
        assert moved == total["after"] - total["before"]
        assert all(c["country_code"] == "KH" for c in changes)
    rows = list(csv.DictReader(io.StringIO(asked(built_project, *words, "--format", "csv"))))
    assert len(rows) == sum(len(change["nationalities"]) for change in found["changes"])
    assert all(row["source_urls"].startswith("http") for row in rows)


@pytest.mark.parametrize(("day", "held"), HELD)
def test_one_day_reports_what_was_known(built_project: Path, day: str, held: int) -> None:
    words = ("as-of", day, "--event", CRACKDOWN, "--measure-group", "custody", "--format")
    found = json.loads(asked(built_project, *words, "json"))
    assert [row["amount"] for row in found["measure_groups"]] == [held]
    assert sum(row["amount"] for row in found["nationalities"]) == held
    rows = list(csv.DictReader(io.StringIO(asked(built_project, *words, "csv"))))
    assert sum(int(row["amount"]) for row in rows) == held
    assert {row["as_of"] for row in rows} == {day}


def test_one_day_as_a_page(built_project: Path) -> None:
    lines = [
        " ".join(line.split())
        for line in asked(built_project, "as-of", "2025-07-17", "--country", "KH").splitlines()
    ]
    assert lines[0] == "What was known on 2025-07-17"
    assert "By country custody sites removal events" in lines
    assert any(line.startswith("Cambodia (KH) ") for line in lines)
    assert "By nationality custody events" in lines


def test_people_whom_other_events_count_are_kept_apart(built_project: Path) -> None:
    """Of the 64 on the charter 59 had been caught before: 5 are counted in it, and 59 elsewhere."""
    words = ("as-of", "2025-10-17", "2025-10-24", "--event", CHARTER)
    assert f"{CHARTER} (KR): 0 → 5 (+5), added; counted in other events: 0 → 59" in " ".join(
        asked(built_project, *words).split()
    )
    found = json.loads(asked(built_project, *words, "--format", "json"))
    [change] = [c for c in found["changes"] if c["measure_group"] == "custody"]
    assert (change["elsewhere_before"], change["elsewhere_after"]) == (0, 59)
    assert [row["elsewhere_after"] for row in change["nationalities"]] == [59]
    rows = list(csv.DictReader(io.StringIO(asked(built_project, *words, "--format", "csv"))))
    assert [(row["after"], row["elsewhere_after"]) for row in rows] == [("5", "59")]


def test_an_event_whose_people_others_count_is_no_event_of_a_day(built_project: Path) -> None:
    """Its row holds 0 persons: it is in no number of events, and in no country and nationality."""
    words = ("as-of", "2026-03-01", "--event", "kh-2025-10-17-korean-charter")
    lines = [" ".join(line.split()) for line in asked(built_project, *words).splitlines()]
    assert "custody 0 0 0 0 64" in lines
    assert "Cambodia (KH) 0 0 64 1" in lines
    assert not [line for line in lines if line.startswith(("South Korea", "By nationality"))]


def test_before_the_first_report_nothing_was_known(built_project: Path) -> None:
    assert "There were no facts on that day." in asked(built_project, "as-of", "1990-01-01")


def test_a_day_differs_in_nothing_from_itself(built_project: Path) -> None:
    assert "Nothing: the facts were the same" in asked(
        built_project, "as-of", "2025-07-20", "2025-07-20"
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (
            ("2025-07-20", "2025-07-17"),
            "2025-07-20 is after 2025-07-17: name the earlier day first",
        ),
        (("20.07.2025",), "does not match"),
        (
            ("2025-07-20", "--measure-group", "persons"),
            "There is no measure group 'persons' in the facts",
        ),
        (("2025-07-20", "--country", "Cambodia"), "There is no country 'Cambodia'"),
        (("2025-07-20", "--event", "kh-2025-06-27-crackdwn"), f"  {CRACKDOWN}"),
        (("2025-07-20", "--format", "xml"), "--format is 'xml'"),
    ],
)
def test_wrong_use_ends_with_2(built_project: Path, words: tuple[str, ...], complaint: str) -> None:
    done = raidbook(built_project, "as-of", *words)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stdout == ""


def test_the_reports_of_a_day_are_those_that_were_asked_for(
    built_project: Path, live: duckdb.DuckDBPyConnection
) -> None:
    shown = {}
    for country in ("LA", "KH"):
        out = asked(built_project, "as-of", "2025-07-17", "--country", country)
        shown[country] = out.splitlines()[1]
        [(reports, figures)] = live.execute(
            "select count(distinct report_key), count(*) from marts.fct_reported_figures as f "
            "inner join marts.dim_event as e using (event_id) "
            f"where f.published_on <= '2025-07-17' and e.country_code = '{country}'"
        ).fetchall()
        assert shown[country].startswith(f"By then, {reports:,} reports with {figures:,} figures")
    assert shown["LA"] != shown["KH"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_day_after_the_newest_report_is_reported(built_project: Path, form: str) -> None:
    later = raidbook(built_project, "as-of", "2099-01-01", "--format", form)
    assert later.returncode == 0
    assert "The newest report is of 2026-05-18" in later.stderr
    assert raidbook(built_project, "as-of", "2026-05-18", "--format", form).stderr == ""


@pytest.mark.slow
def test_diff_reports_what_a_correction_changed(corrected: Path) -> None:
    lines = [" ".join(line.split()) for line in asked(corrected, "diff").splitlines()]
    assert lines[0].startswith("What changed from build ")
    assert "fct_reported_figures 3,491 3,491 0 0 1" in lines
    place = lines.index("kh-2026-01-31-bavet-a7 (KH): 2,223 → 2,300 (+77), changed")
    printed = " ".join(lines[place + 1 : place + 3])
    assert "2026-02-02 Yahoo Taiwan: 2,300 arrested; corrected from 2,223" in printed
    assert "delivered in correction.csv" in printed
    parent = lines.index("kh-2026-01-01-crackdown-2026 (KH): 2,343 → 2,266 (-77), changed")
    assert "2,300 arrested in kh-2026-01-31-bavet-a7" in " ".join(lines[parent + 1 : parent + 4])


@pytest.mark.slow
def test_diff_the_other_way_round(corrected: Path) -> None:
    kept = sorted(path.stem for path in (corrected / "var" / "history").glob("*.duckdb"))
    found = json.loads(asked(corrected, "diff", kept[1], kept[0], "--format", "json"))
    assert (found["from"], found["to"]) == (kept[1], kept[0])
    change = next(c for c in found["changes"] if c["event_id"] == "kh-2026-01-31-bavet-a7")
    assert (change["before"], change["after"]) == (2300, 2223)
    [record] = change["records"]
    assert record["record_id"] == CORRECTED
    assert record["how"].startswith("corrected from 2,300, ")


@pytest.mark.slow
def test_two_builds_under_other_names(corrected: Path) -> None:
    """After `use`, each build's macros answer from that build; named tables always do."""
    history = sorted((corrected / "var" / "history").glob("*.duckdb"))
    question = "select sum(persons) from {} where event_id = 'kh-2026-01-31-bavet-a7'"
    with duckdb.connect(":memory:") as con:
        for name, path in zip(("one", "two"), history, strict=True):
            con.execute(f"attach '{path}' as {name} (read_only)")
        for name, held in (("one", 2223), ("two", 2300)):
            con.execute(f"use {name}")
            macro = question.format("arrests_as_of('2026-03-01')")
            assert con.execute(macro).fetchone() == (held,)
            attached = "two" if name == "one" else "one"
            with pytest.raises(duckdb.Error, match="was called while another file is in use"):
                con.execute(question.format(f"{attached}.arrests_as_of('2026-03-01')"))
            other = question.format("two.marts.fct_arrests")
            assert con.execute(other).fetchone() == (2300,)


@pytest.mark.slow
def test_an_unknown_build_lists_those_that_are_kept(corrected: Path) -> None:
    done = raidbook(corrected, "diff", "20200101-000000-abcdef")
    kept = sorted(path.stem for path in (corrected / "var" / "history").glob("*.duckdb"))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "There is no build '20200101-000000-abcdef' in var/history. There are:",
        *(f"  {name}" for name in kept),
    ]


def test_what_the_rules_make_of_a_record_is_no_correction(
    built_project: Path, tmp_path: Path
) -> None:
    """A report that is new moves the others in the order of reading, and supersedes some."""
    live = built_project / "var" / "live" / "warehouse.duckdb"
    shutil.copyfile(live, tmp_path / "after.duckdb")
    with duckdb.connect(str(tmp_path / "after.duckdb")) as con:
        con.execute(
            "update marts.fct_reported_figures set reading_order = reading_order + 1, "
            "is_current = not is_current, not_chosen_because = 'outgrown', "
            "stated_start = stated_start - 1, stated_end = stated_end + 1, report_key = 'x'"
        )
        con.execute("alter table marts.fct_reported_figures add column made_by_a_rule integer")
        con.execute(
            "update marts.fct_reported_figures set note = 'another' where record_id = ?",
            [CORRECTED],
        )
    with duckdb.connect(":memory:") as con:
        con.execute(f"attach '{live}' as {BEFORE} (read_only)")
        con.execute(f"attach '{tmp_path / 'after.duckdb'}' as {AFTER} (read_only)")
        [cause] = changed_records(con)
    assert cause.record_id == CORRECTED
    assert cause.how.startswith("corrected in note, delivered in ")


def test_one_build_has_nothing_to_be_compared_with(built_project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "raidbook")
    (root / "var").mkdir()
    for folder in ("live", "history"):
        shutil.copytree(built_project / "var" / folder, root / "var" / folder)
    out = asked(root, "diff")
    assert out.startswith("No build before ")

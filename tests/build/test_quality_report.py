"""The quality report: its content, and its look in a browser, without any request."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pytest
from browser import NEEDS_CHROMIUM, look_at
from support import bare_settings

from ingest.record import checks
from ingest.record.text_form import unseen_macro
from raidbook.common import build_log
from raidbook.export.quality_page import charts, page, wording
from raidbook.settings import Settings

REASONS = {check.name: check for check in checks.checks()}


def page_of(here: Settings, build: dict[str, Any], database: Path) -> str:
    return page.write(here, build, database).read_text(encoding="utf-8")


@pytest.fixture
def here(built_project: Path, tmp_path: Path) -> Settings:
    """Return settings of a folder with the shipped build's live file and history."""
    here = bare_settings(tmp_path / "project")
    here.live.parent.mkdir(parents=True)
    shutil.copyfile(built_project / "var/live/warehouse.duckdb", here.live)
    shutil.copyfile(built_project / "var/builds.jsonl", here.builds_log)
    return here


def last(here: Settings) -> dict[str, Any]:
    return build_log.past_builds(here.builds_log)[-1]


def refused(here: Settings) -> dict[str, Any]:
    """Return a build that was stopped, with a text that would harm a page that trusts it."""
    build = last(here) | {"build_id": "29990101-000000-aaaaaa", "outcome": "refused"}
    failing = build["checks"][0] | {"outcome": "failed", "failing_rows": 2, "measured": 0.5}
    build["checks"] = [failing, *build["checks"][1:]]
    build["shown"] = {failing["name"]: ["file_name=<script>alert(1)</script>.csv", "x=1"]}
    return build | {"reason": "The audit stopped it."}


def test_a_build_leaves_it_beside_the_exports(built_project: Path) -> None:
    page = (built_project / "var" / "exports" / "quality.html").read_text(encoding="utf-8")
    for words in (
        "Published",
        "Of each new delivery of 200 rows or more, at most a fifth was rejected.",
        "Changes of records that were live",
        "dbt tests",
        "No record was rejected.",
        "KK Park",
        "Cambodia",
        "Coverage by country and month",
    ):
        assert words in page
    assert str(built_project) not in page


def test_it_begins_with_the_ten_largest_warnings(built_project: Path, here: Settings) -> None:
    """Before anything that a check says; each leads to a report and to its event."""
    with duckdb.connect(str(here.live), read_only=True) as con:
        rows = con.execute(
            "select message, event_id, source_url, persons_at_stake from quality.warnings "
            "order by doubt_rank limit 11"
        ).fetchall()
    page = (built_project / "var" / "exports" / "quality.html").read_text(encoding="utf-8")
    body = unescape(page[page.index("<main>") :])
    places = [body.index(message) for message, *_ in rows[:10]]
    assert places == sorted(places)
    assert places[-1] < body.index(">Checks<") < body.index("Every check passed")
    assert "Every check passed" not in page[: page.index("<main>")]
    for _, event_id, source_url, persons in rows[:10]:
        assert f"raidbook explain {event_id}" in body
        assert f'href="{source_url}"' in body
        assert f"<b>{persons:,}</b>" in body
    assert rows[10][0] not in body
    assert "select * from quality.warnings order by doubt_rank" in body


def test_there_is_no_warning(here: Settings, tmp_path: Path) -> None:
    database = tmp_path / "certain.duckdb"
    shutil.copyfile(here.live, database)
    with duckdb.connect(str(database)) as con:
        con.execute("delete from quality.warnings")
    assert "There are no warnings." in page_of(here, last(here), database)


def test_a_file_of_before_persons_were_at_stake_is_shown_all_the_same(here: Settings) -> None:
    with duckdb.connect(str(here.live)) as con:
        con.execute("alter table quality.warnings drop column doubt_rank")
    assert "This could not be read." in page_of(here, last(here), here.live)


def test_a_stopped_build_reports_what_failed(here: Settings) -> None:
    page = page_of(here, refused(here), here.var / "none.duckdb")
    assert "Failed checks" in page
    assert "The audit stopped it." in page[: page.index("<main>")]
    assert "file_name=&lt;script&gt;alert(1)&lt;/script&gt;.csv" in page
    assert "<script" not in page
    assert "from the live file, because this build ended earlier" in page


def test_rejected_records_are_reported_before_dbt_has_run(here: Settings, tmp_path: Path) -> None:
    database = tmp_path / "half.duckdb"
    value, day = REASONS["value_form"], REASONS["published_on_form"]
    with duckdb.connect(str(database)) as con:
        con.execute(unseen_macro())  # the reasons call it
        con.execute("create schema raw")
        con.execute(
            "create table raw.rejected_records (reasons varchar, record_id varchar, "
            "_file_name varchar)"
        )
        for cell in ("many", "a few; many"):
            con.execute(
                f"create or replace table cells as select '{cell}' as value, 'x' as "
                "published_on, 'persons_arrested' as measure"
            )
            con.execute(
                f"insert into raw.rejected_records select {value.reason} || '; ' || "
                f"{day.reason}, 'id', 'mine.csv' from cells"
            )
    page = page_of(here, refused(here), database)
    assert "value: … is not a number: digits only" in page
    assert "published_on: … is not a date" in page
    assert "mine.csv" in page
    with duckdb.connect(str(database)) as con:
        rows = con.execute("select count(*) from raw.rejected_records").fetchone()
    assert rows == (2,)


def test_nothing_is_published_and_nothing_could_be_made(tmp_path: Path) -> None:
    here = bare_settings(tmp_path)
    build = {
        "build_id": "20260101-000000-aaaaaa",
        "started_at": "2026-01-01T00:00:00",
        "outcome": "broken",
        "reason": "The disk is full.",
        "checks": [],
    }
    page = page_of(here, build, tmp_path / "none.duckdb")
    assert "Could not run" in page
    assert "The disk is full." in page
    assert "Nothing is published yet" in page


def test_reasons_are_counted_one_by_one() -> None:
    rows = [
        {
            "reasons": "value: … is odd; unit: … is odd",
            "records": 2,
            "example": "a",
            "file_name": "f",
        },
        {"reasons": "unit: … is odd", "records": 3, "example": "b", "file_name": "f"},
        {
            "reasons": "organisations: is not written role:Name; role:Name",
            "records": 1,
            "example": "c",
            "file_name": "f",
        },
    ]
    assert [(row["reason"], row["records"]) for row in wording.by_reason(rows)] == [
        ("unit: … is odd", 5),
        ("value: … is odd", 2),
        ("organisations: is not written role:Name; role:Name", 1),
    ]


def test_lines_stay_within_their_drawing() -> None:
    for values in ([5.0], [0.0, 0.0], [1.0, 2.0, 3.0], [1000.0, 1001.0, 999.0]):
        drawn = charts.line([(str(at), value, "published") for at, value in enumerate(values)])
        assert len(drawn["dots"]) == len(values)
        for dot in drawn["dots"]:
            assert 0 <= dot["x"] <= charts.WIDTH
            assert 0 <= dot["y"] <= charts.HEIGHT


@NEEDS_CHROMIUM
@pytest.mark.slow
def test_it_opens_from_disk_without_a_complaint_or_a_request(
    here: Settings, tmp_path: Path
) -> None:
    """Each state that a build can end in; the screenshots are kept where pytest keeps its files."""
    builds = [last(here)]
    for number in range(6):
        again = last(here) | {
            "build_id": f"2026010{number}-000000-aaaaaa",
            "records": 3000 + number,
        }
        builds.append(again | {"outcome": "refused" if number == 3 else "published"})
    for build in builds:
        build_log.keep_build(here.builds_log, build)
    page_of(here, refused(here), here.var / "none.duckdb")
    page = look_at(here.quality_report, tmp_path)
    assert page.console == []
    assert page.requests == []
    assert page.links_to_nowhere == []
    assert page.wider_than_window == 0
    assert "Failed checks" in page.text
    assert (tmp_path / "quality.png").stat().st_size > 50_000

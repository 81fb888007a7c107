"""`raidbook explain` and reports.rpt_event_explained, on the shipped records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import raidbook

BAVET = "kh-2026-01-31-bavet-a7"
DIRECTIVE = "kh-2025-07-14-directive-raids"
CRACKDOWN = "kh-2025-06-27-crackdown"


def explained(root: Path, *words: str) -> list[str]:
    """Return the lines that `explain` prints, without their indent."""
    done = raidbook(root, "explain", *words, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    return [line.strip() for line in done.stdout.splitlines()]


def texts(live: duckdb.DuckDBPyConnection, event_id: str, section: str) -> list[str]:
    found = live.execute(
        "select text from reports.rpt_event_explained where event_id = ? and section = ? "
        "order by line_number",
        [event_id, section],
    ).fetchall()
    return [row[0] for row in found]


@pytest.fixture(scope="module")
def bavet(built_project: Path) -> list[str]:
    return explained(built_project, BAVET)


@pytest.fixture(scope="module")
def directive(built_project: Path) -> list[str]:
    return explained(built_project, DIRECTIVE)


def test_it_begins_with_what_the_event_is(bavet: list[str]) -> None:
    assert bavet[:2] == [
        BAVET,
        "Raid in Bavet, Cambodia, 2026-01-31. Part of kh-2026-01-01-crackdown-2026. "
        "8 reports by 6 publishers, 2026-02-01 to 2026-02-12.",
    ]


def test_the_tree_shows_ancestors_and_descendants(directive: list[str], bavet: list[str]) -> None:
    rows = [" ".join(line.split()) for line in directive]
    begin = rows.index("Its tree, and the custody counted here with parts")
    assert rows[begin + 2 : begin + 7] == [
        f"> {DIRECTIVE} (campaign, 2025-07-14) 4 1,000",
        "kh-2025-07-14-kratie (raid, 2025-07-14) 312 312",
        "kh-2025-07-14-phnom-penh-sihanoukville (raid, 2025-07-14) 387 387",
        "kh-2025-07-14-pursat (raid, 2025-07-14) 27 27",
        "kh-2025-07-16-poipet-building (raid, 2025-07-16) 270 270",
    ]
    above = [line.split()[0] for line in bavet if line.startswith("kh-") and "(" in line]
    assert above == [CRACKDOWN, "kh-2026-01-01-crackdown-2026"]


@pytest.mark.parametrize(
    "line",
    [
        "* 2,223 persons arrested, a total. "
        "Chosen for the total (the most precise within the bounds of the latest).",
        "* 2,044 foreign persons arrested, a total. "
        "Chosen for foreign persons (the most precise within the bounds of the latest).",
        "+ about 2,044 foreign persons arrested, a total. "
        "Stands, not chosen: less precise than the chosen one.",
        "+ 1,797 Chinese persons arrested, a part. "
        "Stands, not chosen: outside the bounds of the latest.",
        "- 1,792 Chinese persons arrested, a part. "
        "Set aside: its report states a larger one, or this again.",
        "- more than 2,000 foreign persons detained, a total. "
        "Set aside: its publisher has a later or better one.",
        "+ 2,044 foreign persons arrested, a total. "
        "Stands, but not for the total: its publisher has a later or better one.",
        "+ 177 Vietnamese persons arrested, a part. Stands, and agrees with the chosen one.",
        "Total: 2,223 persons in custody, between 1,839 and 2,249, or more. "
        "8 reports by 6 publishers. From Yahoo Taiwan, 2026-02-02.",
        "The figures of Chinese persons have nothing in common: United Daily News states "
        "1,792 Chinese persons arrested, Sing Tao Headline 1,797 Chinese persons arrested.",
        "1,792 Chinese persons in custody, between 1,792 and 1,797.",
        "The nationalities add up to the total of 2,223.",
        "Total: 1 site raided; no report counts the sites, and a raid counts as one. "
        "8 reports by 6 publishers.",
    ],
)
def test_bavet_says(bavet: list[str], line: str) -> None:
    assert line in bavet


@pytest.mark.parametrize(
    "line",
    [
        "custody: 4 counted here, 996 in its parts",
        "* at least 271 Indonesian persons arrested, a part. "
        "Chosen for Indonesian persons (the only report).",
        "Total: 1,000 persons in custody, or more. 4 reports by 4 publishers. "
        "From DT Next, 2025-07-17.",
        "270 persons in custody in the part kh-2025-07-16-poipet-building.",
        "4 Vietnamese persons in custody, or more: a rest.",
        "Nationalities are stated for 559 of 1,000; that of the other 441 is unknown.",
        "Its parts hold 996 of its 1,000; 4 are left to the event itself.",
        "Some nationality gets less than its reports state beyond the parts, "
        "since only 4 are left.",
        "The event has no figure of its own: all 4 are counted in its parts.",
    ],
)
def test_the_directive_says(directive: list[str], line: str) -> None:
    assert line in directive


def test_reports_stand_in_the_order_of_publication(directive: list[str]) -> None:
    reports = [line for line in directive if line.startswith("2025-07-")]
    assert reports == [
        "2025-07-16  The Independent / AP (via Daily8)",
        "2025-07-17  DT Next",
        "2025-07-17  Jacaranda FM",
        "2025-07-17  Manila Bulletin",
    ]


def test_running_totals_that_serve_say_so(live: duckdb.DuckDBPyConnection) -> None:
    left_over = texts(live, CRACKDOWN, "left_over")
    assert left_over[0] == (
        "No report gives a total, so the running totals of the campaign serve, the latest of "
        "2026-02-01. Parts that start later come on top: 904."
    )
    assert any("more than its own 5,106: the parts count" in text for text in left_over)
    assert any("on top of the running total" in text for text in texts(live, CRACKDOWN, "parts"))


def test_every_reason_has_its_words(live: duckdb.DuckDBPyConnection) -> None:
    """Each reason of the rules is told in words of its own, never in those of another."""
    found = live.execute(
        """
        select figures.not_chosen_because, lines.text
        from reports.rpt_event_explained as lines
        inner join marts.fct_reported_figures as figures using (record_id)
        where lines.section = 'reported' and figures.not_chosen_because is not null
        """
    ).fetchall()
    words = {
        "status": ("Takes no part: it is planned.",),
        "stock": ("Takes no part: a number held or present at one moment.",),
        "running_total": ("Takes no part: a running total over many events.",),
        "in_no_breakdown": (
            "Takes no part: the running totals of the campaign serve instead.",
            "Takes no part: a part without nationality, beside a total or nationalities.",
        ),
        "superseded_in_report": ("its report states a larger one, or this again.",),
        "superseded_by_publisher": ("its publisher has a later or better one.",),
        "outside_latest": ("Stands, not chosen: outside the bounds of the latest.",),
        "less_precise": ("Stands, not chosen: less precise than the chosen one.",),
        "later_tie": (
            "Stands, and agrees with the chosen one.",
            "Stands, not chosen: as precise as the chosen one, and behind it in the order of ties.",
        ),
    }
    assert {reason for reason, _ in found} == set(words)
    assert not [row for row in found if not row[1].endswith(words[row[0]])]


@pytest.fixture
def live_with_steps(
    built_project: Path, live: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyConnection:
    """The published file, and the steps between, which this build kept beside it."""
    live.execute(f"attach '{built_project.parent / 'steps.duckdb'}' as intermediate (read_only)")
    return live


def test_the_record_of_a_consensus_is_the_one_that_was_chosen(
    live_with_steps: duckdb.DuckDBPyConnection,
) -> None:
    """The report finds it from marts alone: it must be the one that the rules chose."""
    chosen = """
        select events.event_id, measure_groups.measure_group,
            case breakdowns.nationality_key when 0 then 'total' when 1 then 'foreign'
                else chr(cast(breakdowns.nationality_key // 32 as integer) + 64)
                    || chr(cast(breakdowns.nationality_key % 32 as integer) + 64) end as nationality,
            case breakdowns.sex_key when 1 then 'female' when 2 then 'male' else 'all' end as sex,
            case breakdowns.age_key when 1 then 'minor' when 2 then 'adult' else 'all' end as age,
            records.record_id
        from intermediate.int_consensus_today as breakdowns
        inner join intermediate.int_events_named as events
            on breakdowns.figure_key // 1024 = events.event_key
        inner join (select distinct group_key, measure_group from intermediate.int_measure_groups) as measure_groups
            on breakdowns.figure_key % 1024 = measure_groups.group_key
        inner join staging.stg_incident_records__records as records
            on breakdowns.chosen_version_key = records.version_key
        where breakdowns.is_published
    """
    told = """
        select event_id, measure_group, nationality_code, sex, age_group, record_id
        from reports.rpt_event_explained where section = 'consensus'
    """
    live = live_with_steps
    assert live.execute(f"select count(*) > 1000 from ({chosen})").fetchone() == (True,)
    assert live.execute(f"{chosen} except all {told}").fetchall() == []


def test_a_total_of_one_nationality_may_win_twice(live: duckdb.DuckDBPyConnection) -> None:
    found = live.execute(
        "select count(*) from reports.rpt_event_explained where section = 'reported' and text like "
        "'%Chosen for the total (the only report) and for Nigerian persons (the only report).'"
    ).fetchone()
    assert found is not None
    assert found[0] > 0


def test_the_day_that_serves_is_the_one_of_the_rules(
    live_with_steps: duckdb.DuckDBPyConnection,
) -> None:
    """The report finds D (section 6) from marts alone: it must be the one that the tree used."""
    wrong = live_with_steps.execute(
        """
        select events.event_id, measure_groups.measure_group, totals.running_total_as_of
        from intermediate.int_event_totals as totals
        inner join intermediate.int_events_named as events using (event_key)
        inner join (select distinct group_key, measure_group from intermediate.int_measure_groups) as measure_groups
            using (group_key)
        left join reports.rpt_event_explained as lines
            on lines.event_id = events.event_id and lines.measure_group = measure_groups.measure_group
            and lines.section = 'left_over'
            and lines.text like '%serve, the latest of ' || totals.running_total_as_of || '.%'
        where totals.known_to is null and totals.uses_running_total and lines.event_id is null
        """
    ).fetchall()
    assert not wrong


def test_one_measure_group_shows_that_measure_group_alone(built_project: Path) -> None:
    lines = explained(built_project, CRACKDOWN, "--measure-group", "removal")
    assert not [line for line in lines if line.startswith(("custody:", "sites:"))]
    assert any(line.startswith("removal: ") for line in lines)
    assert "Its tree, and the removal counted" in " ".join(lines)
    assert not [line for line in lines if line.startswith("kh-2026-01-31-bavet-a7")]


def test_json_holds_what_the_page_shows(built_project: Path) -> None:
    done = raidbook(built_project, "explain", DIRECTIVE, "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["event"]["parent_event_id"] == CRACKDOWN
    assert [row["counted_here"] for row in found["tree"]][1:] == [4, 312, 387, 27, 270]
    sections = [line["section"] for line in found["lines"]]
    assert sections[0] == "event"
    assert {"reported", "consensus", "parts", "attributed", "left_over"} <= set(sections)
    reported = [line for line in found["lines"] if line["section"] == "reported"]
    assert all(line["source_url"].startswith("http") for line in reported)


def test_long_texts_wrap_to_the_terminal(built_project: Path) -> None:
    done = raidbook(built_project, "explain", BAVET, COLUMNS="72")
    texts_only = [line for line in done.stdout.splitlines() if "http" not in line]
    words = [line for line in texts_only if "kh-" not in line]
    assert max(len(line) for line in words) <= 72


def test_an_unknown_event_suggests_the_nearest(built_project: Path) -> None:
    done = raidbook(built_project, "explain", "kh-2026-01-31-bavet-a")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[:2] == [
        "There is no event 'kh-2026-01-31-bavet-a'. Nearest:",
        f"  {BAVET}",
    ]


def test_an_unknown_measure_group_names_those_that_there_are(built_project: Path) -> None:
    done = raidbook(built_project, "explain", BAVET, "--measure-group", "phones")
    assert done.returncode == 2
    assert done.stderr == f"{BAVET} has no figure of the measure group 'phones'; it has: custody, sites.\n"


def test_an_unknown_form_is_wrong_use(built_project: Path) -> None:
    done = raidbook(built_project, "explain", BAVET, "--format", "xml")
    assert done.returncode == 2
    assert done.stderr == "--format is 'xml', but must be one of table, json.\n"

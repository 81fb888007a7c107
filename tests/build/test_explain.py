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
    begin = rows.index("Its tree, and the custody counted here and below")
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
        "* 2,223 persons arrested, a total. Chosen, the only report.",
        "* 2,044 foreign persons arrested, a total. Chosen.",
        "+ about 2,044 foreign persons arrested, a total. "
        "Candidate, less precise than the chosen one.",
        "+ 1,797 Chinese persons arrested, a part. "
        "Candidate, stated by fewer sources than the chosen one.",
        "- 1,792 Chinese persons arrested, a part. Superseded in its report, "
        "which states a larger or more exact figure, or this one again.",
        "- more than 2,000 foreign persons detained, a total. "
        "Superseded by a later or better figure of its publisher.",
        "+ 177 Vietnamese persons arrested, a part. Candidate, agrees with the chosen one.",
        "2,044 foreign persons in custody, between 1,839 and 2,249. 7 reports by 6 publishers. "
        "Chosen as the most precise. From Thanh Hoa Newspaper, 2026-02-01.",
        "1,792 Chinese persons in custody, between 1,792 and 1,797. 5 reports by 3 publishers. "
        "Chosen because more sources (2) state it than any other value as precise. "
        "From Yahoo Taiwan, 2026-02-02.",
        "The candidates for Chinese persons have nothing in common: United Daily News states "
        "1,792 Chinese persons arrested, Sing Tao Headline 1,797 Chinese persons arrested.",
        "1,792 Chinese persons in custody, between 1,792 and 1,797.",
        "Nationalities are stated for all 2,223.",
        "No report counts the sites: a raid counts as one.",
    ],
)
def test_bavet_says(bavet: list[str], line: str) -> None:
    assert line in bavet


@pytest.mark.parametrize(
    "line",
    [
        "custody: 4 counted here, 996 in its descendants",
        "* at least 271 Indonesian persons arrested, a part. Chosen, the only report.",
        "Total: 1,000 persons in custody, or more. 4 reports by 4 publishers. "
        "All candidates state it. From DT Next, 2025-07-17.",
        "270 persons in custody in kh-2025-07-16-poipet-building.",
        "4 Vietnamese persons in custody, between 4 and 13, or more (a remainder).",
        "Nationalities are stated for 559 of 1,000; that of the other 441 is unknown.",
        "Its own total is 1,000, of which its descendants have 996; the rest, 4, is left to the "
        "event itself.",
        "Some nationality gets less than its reports state beyond the descendants, "
        "since only 4 is left.",
        "The event itself has no figure; its descendants have 4.",
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


def test_chosen_and_counted_figures_begin_with_the_largest(built_project: Path) -> None:
    """The total first, then foreign and the nationalities by number, and the rests at last."""
    lines = explained(
        built_project, "ng-2024-12-10-big-leaf-building", "--measure-group", "custody"
    )
    for title, ends in (("Chosen, and why", ("Disputed", "Counted")), ("Counted here", ("How",))):
        section = lines[lines.index(title) + 1 :]
        end = next(n for n, line in enumerate(section) if line.startswith(ends))
        named = [
            int(line.split()[0].replace(",", ""))
            for line in section[:end]
            if line[0].isdigit() and not any(w in line for w in ("foreign", "unknown", "women"))
        ]
        assert len(named) > 1
        assert named == sorted(named, reverse=True)


def test_a_running_total_says_what_it_holds(live: duckdb.DuckDBPyConnection) -> None:
    """Its day, what comes on top of it, and which descendants it holds in part or not at all."""
    notes = live.execute(
        """
        select totals.running_total_as_of, totals.descendants_on_top, string_agg(lines.text, ' ')
        from marts.fct_event_totals as totals
        left join reports.rpt_event_explained as lines
            on lines.event_id = totals.event_id and lines.measure_group = totals.measure_group
            and lines.section = 'notes'
        where totals.uses_running_total
        group by totals.event_id, totals.measure_group, 1, 2
        """
    ).fetchall()
    assert len(notes) > 50
    for day, on_top, text in notes:
        assert f"the running totals of the campaign are used, as of {day}." in text
        assert (f"comes on top: {on_top:,.0f}." in text) == (on_top > 0)
    held = texts(live, CRACKDOWN, "descendants")
    assert any(
        "kh-2025-10-22-phnom-penh-koreans, on top: it starts after 2025-07-23." in text
        for text in held
    )
    assert any(
        text.endswith("partly on top: kh-2026-01-01-crackdown-2026 goes on after 2026-01-25.")
        for text in held
    )


def test_what_is_held_and_on_top_is_all_that_descendants_count(
    live: duckdb.DuckDBPyConnection,
) -> None:
    """Where nobody is counted elsewhere, the lines of the descendants add up to both together."""
    wrong = live.execute(
        """
        select totals.event_id, totals.measure_group
        from marts.fct_event_totals as totals
        left join reports.rpt_event_explained as lines
            on lines.event_id = totals.event_id and lines.measure_group = totals.measure_group
            and lines.section = 'descendants'
        group by totals.event_id, totals.measure_group, totals.descendants_total,
            totals.descendants_on_top
        having count_if(lines.text like '%counted elsewhere%') = 0
            and coalesce(sum(lines.value), 0) <> descendants_total + descendants_on_top
        """
    ).fetchall()
    assert not wrong


def test_people_counted_elsewhere_are_reported_with_the_reason(built_project: Path) -> None:
    lines = explained(built_project, "kr-2025-10-18-cambodia-charter-returnees")
    assert "custody: 5 counted here, 59 elsewhere" in lines
    assert "5 South Korean persons in custody. Counted elsewhere: 59." in lines
    assert (
        "59 persons in custody counted in kh-2025-06-27-crackdown instead: 59 of the 64 had been "
        "caught in the Cambodian crackdown before; only the five who had been freed there were "
        "first taken into custody on board."
    ) in " ".join(lines)


def test_a_nationality_from_above_names_its_event(live: duckdb.DuckDBPyConnection) -> None:
    found = live.execute(
        """
        select lines.text
        from marts.fct_outcomes as facts
        inner join reports.rpt_event_explained as lines
            on facts.event_id = lines.event_id and facts.outcome = lines.measure_group
            and facts.nationality_code = lines.nationality_code and lines.section = 'attributed'
        where facts.is_nationality_inherited and lines.other_event_id is not null
        """
    ).fetchall()
    inherited = live.execute(
        "select count(*) from marts.fct_outcomes where is_nationality_inherited"
    ).fetchone()
    assert inherited == (len(found),)
    assert all(
        " Everybody in mm-2023-07-01-northern-myanmar-handovers is Chinese," in f for (f,) in found
    )


def test_every_reason_has_its_words(live: duckdb.DuckDBPyConnection) -> None:
    """Each reason of the rules has its own sentence."""
    found = live.execute(
        """
        select figures.not_chosen_because, lines.text, lines.verdict
        from reports.rpt_event_explained as lines
        inner join marts.fct_reported_figures as figures using (record_id)
        where lines.section = 'reported' and figures.not_chosen_because is not null
            and lines.text not like '%For the total: %'
        """
    ).fetchall()
    words = {
        "status": ("no_part", ("Takes no part: it is planned.", "Takes no part: it is denied.")),
        "stock": ("no_part", ("Takes no part: a number held or present at one moment.",)),
        "running_total": (
            "no_part",
            ("Takes no part: a running total of another period, or beside a total.",),
        ),
        "in_no_breakdown": (
            "no_part",
            (
                "Takes no part: the running totals of the campaign are used instead.",
                "Takes no part: a part without nationality, beside a total or nationalities.",
            ),
        ),
        "superseded_in_report": (
            "superseded",
            (
                "Superseded in its report, which states a larger or more exact figure, "
                "or this one again.",
            ),
        ),
        "superseded_by_publisher": (
            "superseded",
            ("Superseded by a later or better figure of its publisher.",),
        ),
        "outgrown": ("outgrown", ("Outgrown by a later figure above it.",)),
        "less_precise": ("candidate", ("Candidate, less precise than the chosen one.",)),
        "lower_running_total": (
            "candidate",
            ("Candidate, lower than the chosen running total.",),
        ),
        "fewer_sources": (
            "candidate",
            ("Candidate, stated by fewer sources than the chosen one.",),
        ),
        "later_tie": (
            "candidate",
            (
                "Candidate, agrees with the chosen one.",
                "Candidate, of an earlier day than the chosen one, or behind it in the order of "
                "ties.",
            ),
        ),
    }
    assert {reason for reason, _, _ in found} == set(words)
    wrong = [
        row for row in found if row[2] != words[row[0]][0] or not row[1].endswith(words[row[0]][1])
    ]
    assert not wrong


def test_a_total_of_one_nationality_is_decided_twice(live: duckdb.DuckDBPyConnection) -> None:
    """If the two differ, both are shown, as in fct_consensus_records."""
    found = live.execute(
        """
        select lines.text, of_total.not_chosen_because, of_nationality.not_chosen_because
        from reports.rpt_event_explained as lines
        inner join marts.fct_consensus_records as of_total
            on lines.record_id = of_total.record_id and of_total.nationality_code = 'total'
        inner join marts.fct_consensus_records as of_nationality
            on lines.record_id = of_nationality.record_id
            and of_nationality.nationality_code <> 'total'
        where lines.section = 'reported'
        """
    ).fetchall()
    assert len(found) > 100
    repeated = [row for row in found if "For the total: " in row[0]]
    assert repeated
    assert all(row[1] != row[2] for row in repeated if "agrees" not in row[0])
    assert not [row for row in found if row[1] != row[2] and "For the total: " not in row[0]]


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
    assert {"reported", "consensus", "descendants", "attributed", "notes"} <= set(sections)
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
        "There is no event 'kh-2026-01-31-bavet-a'. Did you mean one of these?",
        f"  {BAVET}",
    ]


@pytest.mark.parametrize("words", ["KK Park", "kk-park", "kk  PARK", "Kkpark"])
def test_events_are_found_by_the_names_of_their_sites(
    built_project: Path, live: duckdb.DuckDBPyConnection, words: str
) -> None:
    query = """
        select distinct event_id from marts.bridge_event_site
        inner join marts.dim_site using (site_key) where site_name = 'KK Park'
    """
    wanted = {event_id for (event_id,) in live.execute(query).fetchall()}
    done = raidbook(built_project, "explain", words)
    assert (done.returncode, done.stdout) == (2, "")
    first, *found = done.stderr.splitlines()
    assert first == f"There is no event '{words}'. Did you mean one of these?"
    assert wanted <= {line.strip() for line in found}


def test_an_unknown_measure_group_names_those_that_there_are(built_project: Path) -> None:
    done = raidbook(built_project, "explain", BAVET, "--measure-group", "phones")
    assert done.returncode == 2
    assert (
        done.stderr
        == f"{BAVET} has no figure of the measure group 'phones'. It has: custody, sites.\n"
    )


def test_an_unknown_form_is_wrong_use(built_project: Path) -> None:
    done = raidbook(built_project, "explain", BAVET, "--format", "xml")
    assert done.returncode == 2
    assert done.stderr == "--format is 'xml', but must be one of table, json.\n"


def test_every_line_is_whole(live: duckdb.DuckDBPyConnection) -> None:
    """The data tests of a build count the lines of records; here each one is looked at."""
    assert (
        live.sql("""
        select figures.record_id from marts.fct_reported_figures as figures
        left join reports.rpt_event_explained as lines
            on figures.record_id = lines.record_id and figures.event_id = lines.event_id
            and figures.measure_group = lines.measure_group and lines.section = 'reported'
            and lines.line_number % 1000000 = figures.reading_order
        group by figures.record_id having count(lines.record_id) <> 1
    """).fetchall()
        == []
    )
    assert (
        live.sql("""
        from reports.rpt_event_explained where text is null or not coalesce(low <= value, true)
            or not coalesce(value <= high, true)
            or event_id not in (select event_id from marts.dim_event)
            or nationality_code not in (select country_code from marts.dim_country)
            or other_event_id not in (select event_id from marts.dim_event)
            or record_id not in (select record_id from marts.fct_reported_figures)
            or (verdict is not null) <> (section = 'reported')
    """).fetchall()
        == []
    )

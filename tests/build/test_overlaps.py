"""Impossible overlaps and merges: the build is refused, and names the row and the remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import ROOT, copy_project, raidbook

from ingest import landing
from raidbook.pipeline import curation_decisions

RETURNEES = "kr-2025-10-18-cambodia-charter-returnees"
CRACKDOWN = "kh-2025-06-27-crackdown"
CHARTER = "kh-2025-10-17-korean-charter"


@pytest.fixture
def project(built_project: Path, tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project", var=built_project / "var")


def decide(project: Path, *rows: str, seed_name: str = "event_overlap") -> int:
    """Add rows to a seed of decisions; return the line of the first."""
    seed = project / "seeds" / f"{seed_name}.csv"
    before = seed.read_text(encoding="utf-8")
    seed.write_text(before + "".join(f"{row},2026-11-29,Tried.\n" for row in rows), "utf-8")
    return before.count("\n") + 1


def refused(project: Path) -> str:
    live = project / "var/live/warehouse.duckdb"
    before = live.read_bytes()
    done = raidbook(project, "build", "--no-export")
    assert done.returncode == 1, done.stdout + done.stderr
    assert live.read_bytes() == before
    return done.stderr


def test_the_shipped_overlaps_can_be_read() -> None:
    assert curation_decisions.unreadable_seeds(ROOT / "seeds") == []


@pytest.mark.parametrize("persons", ["0", "-5", "12.5", "many"])
def test_persons_that_are_no_number_are_refused_at_once(project: Path, persons: str) -> None:
    line = decide(project, f"{CHARTER},custody,{CRACKDOWN},{persons}")
    assert (
        f'seeds/event_overlap.csv, line {line}, column persons: "{persons}": it is not a whole '
        "number above 0; write only digits, or leave the cell empty for all of the event."
        in refused(project)
    )


def test_a_day_or_a_row_that_is_none_is_reported(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    seed = tmp_path / "seeds" / "event_overlap.csv"
    header = seed.read_text(encoding="utf-8").splitlines()[0]
    seed.write_text(f'{header}\na,custody,b,,29.11.2026,"Two\nlines."\na,custody\n', "utf-8")
    assert curation_decisions.unreadable_seeds(tmp_path / "seeds") == [
        'seeds/event_overlap.csv, line 2, column decided_on: "29.11.2026": it is not a date; write '
        "the day as 2026-11-29.",
        "seeds/event_overlap.csv, line 4: the row has 2 cells, but the header has 6; write a cell "
        "for each column, in quotes if it holds a comma.",
    ]
    seed.write_text(f'{header}\na,custody,b,,2026-11-29,"Two\nlines."\na,x,b,,soon,x\n', "utf-8")
    assert curation_decisions.unreadable_seeds(tmp_path / "seeds") == [
        'seeds/event_overlap.csv, line 4, column decided_on: "soon": it is not a date; write the '
        "day as 2026-11-29."
    ]


@pytest.mark.slow
def test_unknown_names_and_chains_that_come_back_are_refused(project: Path) -> None:
    """All in one build, each reported with its line; a merged event is followed to its target."""
    line = decide(
        project,
        f"kh-2025-10-17-korean-chart,custody,{CRACKDOWN},",
        f"{CHARTER},custody,kh-1999-01-01-nowhere,",
        f"{CHARTER},custdy,{CRACKDOWN},",
        f"{CHARTER},losses_USD,{CRACKDOWN},",
        # the charter is counted in the returnees already, under an id that became the charter
        f"{RETURNEES},custody,kh-2025-10-18-korean-charter-repatriation,2",
        f"{RETURNEES},removal,kh-2025-10-18-korean-charter-repatriation,",
    )
    printed = refused(project)
    place = "seeds/event_overlap.csv, line"
    for words in (
        f'{place} {line}, column event_id: "kh-2025-10-17-korean-chart": no record names this '
        "event; write the event_id of an event that is in the records, or delete the row.",
        f'{place} {line + 1}, column counted_in_event_id: "kh-1999-01-01-nowhere": no record names',
        f'{place} {line + 2}, column measure_group: "custdy": there is no such measure group; ',
        f"{place} {line + 4}, column counted_in_event_id: "
        '"kh-2025-10-18-korean-charter-repatriation": the people of this event are, in the end, '
        f"counted in {RETURNEES} again; decide which event counts them",
    ):
        assert words in printed
    assert f"line {line + 3}," not in printed
    assert f"line {line + 5}," not in printed


@pytest.mark.slow
def test_more_persons_than_the_event_has_are_refused(project: Path) -> None:
    line = decide(project, f"{RETURNEES},custody,kh-2025-12-01-joint-team-raids,65")
    assert (
        f'seeds/event_overlap.csv, line {line}, column persons: "65": 65 are more than the 64 that '
        "the event counts; write how many of them the other event counts, or leave the cell empty "
        "for all." in refused(project)
    )


@pytest.mark.slow
def test_overlaps_of_a_removed_delivery_are_no_fault(project: Path) -> None:
    """Its events are gone, or count fewer, but the decisions stay for when it comes back."""
    delivery_of = {
        delivery.file_name: delivery.delivery_id
        for delivery in landing.deliveries(project / "var" / "landing")
    }
    done = raidbook(project, "remove", delivery_of["myanmar.csv"], "--reason", "Coded twice.")
    assert done.returncode == 0, done.stderr
    done = raidbook(project, "build", "--no-export")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_merges_that_name_no_event_or_come_back_are_refused(project: Path) -> None:
    """A chain may lead through an id that no record names any more."""
    line = decide(
        project,
        f"kh-1999-01-01-nobody,{CHARTER}",
        f"{CRACKDOWN},kh-1999-01-01-nowhere",
        f"{RETURNEES},kh-2025-12-01-joint-team-raids",
        f"kh-2025-12-01-joint-team-raids,{RETURNEES}",
        "kh-2025-12-09-sihanoukville-koreans,kh-1999-01-01-former",
        "kh-1999-01-01-former,kh-2025-12-18-mondulkiri-koreans",
        seed_name="event_merge",
    )
    printed = refused(project)
    place = "seeds/event_merge.csv, line"
    for words in (
        f'{place} {line}, column event_id: "kh-1999-01-01-nobody": no record names this event; '
        "write the event_id of an event that is in the records, or delete the row.",
        f'{place} {line + 1}, column merged_into_event_id: "kh-1999-01-01-nowhere": no record',
        f'{place} {line + 2}, column merged_into_event_id: "kh-2025-12-01-joint-team-raids": the '
        "merges that follow from it lead back and never end; decide which event stays, and delete "
        "the row that merges it into another.",
        f'{place} {line + 3}, column merged_into_event_id: "{RETURNEES}": the merges that follow',
    ):
        assert words in printed
    assert f"line {line + 4}," not in printed
    assert f"line {line + 5}," not in printed

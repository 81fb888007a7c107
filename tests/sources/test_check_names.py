"""`raidbook check-names`: unmatched names are listed, accepted suggestions are in the seeds."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import bare_settings, ended, good, raidbook, write_records

from ingest import landing
from ingest.sources.source import OWN
from raidbook.entry import check_names
from raidbook.settings import Settings

pytestmark = pytest.mark.slow  # each gathers the reference data

ODD = [
    good(1, organisations="enforcer:Cambodian Natonal Police", city="Sihanoukvile"),
    good(2, organisations="enforcer:Cambodian Natonal Police; accused:Golden Nobody Club"),
    good(3, admin1="Svay Riengg", organisations="enforcer:Cambodian National Police"),
    good(4, country="PH", city="San Jose"),  # many towns are called so
]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    settings = bare_settings(tmp_path)
    path = write_records(tmp_path / "odd.csv", ODD)
    landing.land(path, settings.landing, OWN)
    return settings


@pytest.fixture
def check(here: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the command and returns the exit code and all that it said."""

    def run(
        *accepted: str, above: float | None = None, reason: str | None = None, form: str = "table"
    ) -> tuple[int, str]:
        code = ended(check_names.check_names, here, list(accepted), above, reason, form)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def rows(here: Settings, seed: str) -> list[list[str]]:
    with (here.seeds / seed).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_what_matched_nothing_is_listed_with_suggestion_and_times(check) -> None:
    code, told = check(form="json")
    assert code == 0
    found = {row["name"]: row for row in json.loads(told)}
    assert set(found) == {
        *("Cambodian Natonal Police", "Sihanoukvile", "Golden Nobody Club", "Svay Riengg"),
        "San Jose",
    }
    police = found["Cambodian Natonal Police"]
    assert (police["times"], police["suggestion"]) == (2, "Cambodian National Police")
    assert 95 < police["score"] < 100
    assert found["Golden Nobody Club"]["suggestion"] is None
    assert found["San Jose"]["score"] == 100, "it fits, but doesn't decide"
    _, table = check()
    assert table.startswith("5 names of the records matched nothing:\n")
    assert next(line for line in table.splitlines() if "San Jose" in line).endswith("open")


def test_accepting_by_name_adds_one_row_in_its_place(here: Settings, check) -> None:
    before = rows(here, "organisation_alias.csv")
    code, told = check("Cambodian Natonal Police", reason="A slip of the coder.")
    assert (code, "in seeds/organisation_alias.csv" in told) == (0, True)
    after = rows(here, "organisation_alias.csv")
    (added,) = [row for row in after if row not in before]
    assert added[:3] == ["Cambodian Natonal Police", "KH", "kh-national-police"]
    assert added[4] == "A slip of the coder."
    assert [row for row in after if row != added] == before, "the others stay as they are"
    assert after[1:] == sorted(after[1:])
    assert "Natonal" not in check(form="csv")[1], "it is matched from now on"


def test_accepting_above_a_score_leaves_out_what_is_open(here: Settings, check) -> None:
    code, told = check(above=90)
    assert code == 0
    assert "San Jose" not in told
    (police,) = [r for r in rows(here, "organisation_alias.csv") if "Natonal" in r[0]]
    assert police[4].startswith("Accepted as suggested: Cambodian National Police, likeness ")
    (city,) = [r for r in rows(here, "city_alias.csv") if r[0] == "Sihanoukvile"]
    assert city[1:3] == ["KH", "-"]
    (province,) = [r for r in rows(here, "admin1_alias.csv") if r[0] == "Svay Riengg"]
    assert province[1:3] == ["KH", "18"]
    assert {row.split(",")[3] for row in check(form="csv")[1].splitlines()[1:]} == {
        *("Golden Nobody Club", "San Jose")
    }
    assert "No suggestion has such a score." in check(above=90)[1]


@pytest.mark.parametrize(
    ("name", "words"),
    [("Golden Nobody Club", "has no suggestion"), ("Nobody", "is not an unmatched name")],
)
def test_what_cannot_be_accepted_changes_nothing(here: Settings, check, name, words) -> None:
    before = {path: path.read_bytes() for path in here.seeds.iterdir()}
    code, told = check("Cambodian Natonal Police", name)
    assert (code, words in told) == (2, True)
    assert {path: path.read_bytes() for path in here.seeds.iterdir()} == before


def test_nothing_is_landed_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(check_names.check_names, bare_settings(tmp_path), [], None, None, "table") == 1
    assert "Nothing is published or landed yet" in capsys.readouterr().err


def test_the_names_of_the_live_file_are_listed(built_project: Path) -> None:
    done = raidbook(built_project, "check-names", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "organisation,TH,,KK Park,4,," in done.stdout.splitlines()

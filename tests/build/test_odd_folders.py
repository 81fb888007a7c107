"""A folder of any name, and seeds as a spreadsheet saves them: a build comes out as elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest
from support import copy_project, raidbook

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def odd(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built project in a folder of an odd name, with seeds saved anew.

    One seed stays as it was when dbt parsed it, in a folder that has since disappeared.
    """
    folder = tmp_path_factory.mktemp("odd") / "o'x #1 & 50% $HOME [a] {b} \N{GREEK SMALL LETTER PI}"
    root = copy_project(folder / "raidbook", var=built_project / "var")
    for path in sorted((root / "seeds").glob("*.csv"))[1:]:
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text(MARK + "\r\n".join(lines), encoding="utf-8", newline="")
    parsed = root / "var" / "dbt" / "target" / "partial_parse.msgpack"
    gone = str(built_project)[:-1] + "_"
    was = parsed.read_bytes()
    assert str(built_project).encode() in was
    parsed.write_bytes(was.replace(str(built_project).encode(), gone.encode()))
    return root


@pytest.mark.slow
def test_a_build_in_a_folder_of_an_odd_name(odd: Path, built_project: Path) -> None:
    done = raidbook(odd, "build", PYTHONPATH=str(odd))
    assert done.returncode == 0, done.stdout + done.stderr
    asked = raidbook(odd, "sql", "select sum(persons) as n from arrests", "--format", "json")
    with duckdb.connect(str(built_project / "var/live/warehouse.duckdb"), read_only=True) as con:
        (persons,) = con.execute("select sum(persons) from arrests").fetchall()[0]
    assert json.loads(asked.stdout) == [{"n": persons}]
    by_hand = raidbook(odd, "dbt", "--", "ls", "--select", "city", PYTHONPATH=str(odd))
    assert "raidbook.city" in by_hand.stdout, by_hand.stdout + by_hand.stderr


@pytest.mark.slow
def test_a_seed_that_dbt_would_misread_stops_the_build_in_one_sentence(odd: Path) -> None:
    seed = odd / "seeds" / "city.csv"
    whole = seed.read_bytes()
    seed.write_bytes(whole.replace(b"2026-11-24", b"24.11.2026", 1))
    try:
        done = raidbook(odd, "build", "--no-export", PYTHONPATH=str(odd))
    finally:
        seed.write_bytes(whole)
    assert done.returncode == 1, done.stdout + done.stderr
    sentence = (
        'seeds/city.csv, line 2, column decided_on: "24.11.2026": it is not a date; write the day'
    )
    assert sentence in done.stderr
    assert "dbt" not in done.stdout, "dbt never sees it"


def test_a_question_mark_is_reported(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "why?" / "raidbook")
    done = raidbook(root, "build", PYTHONPATH=str(root))
    assert done.returncode == 2
    assert "because of the question mark. Rename the folder" in done.stderr
    elsewhere = raidbook(root, "status", PYTHONPATH=str(root), RAIDBOOK_VAR=str(tmp_path / "var"))
    assert (elsewhere.returncode, "Nothing is published" in elsewhere.stderr) == (3, True)


def test_the_folder_is_found_through_a_link(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "raidbook")
    link = tmp_path / "elsewhere"
    link.symlink_to(root)
    done = raidbook(link, "status", PYTHONPATH=os.fspath(root))
    assert "Nothing is published" in done.stderr

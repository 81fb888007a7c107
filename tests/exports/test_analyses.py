"""The analyses give, on the shipped records, the answers in their files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from support import ROOT, environment, files_below, raidbook

from scripts.answers import answer

ANALYSES = ROOT / "analyses"
QUERIES = files_below(ANALYSES, "*.sql")
PARTS = re.compile(
    r"-- Question: (.*?)\n-- Answer on ([0-9-]+): (.*?)\n-- How to read it: (.*?)\n\w", re.S
)


@pytest.fixture(scope="module")
def built_project(shipped_project: Path) -> Path:
    """Return the project whose answers are golden: that of the records that ship."""
    return shipped_project


def parts(path: Path) -> tuple[str, str, str, str]:
    """Return question, day, answer and how to read it, each in one line."""
    found = PARTS.match(path.read_text(encoding="utf-8"))
    assert found, "an analysis begins with Question, Answer on a day, How to read it"
    question, day, finding, reading = (
        " ".join(text.replace("\n-- ", " ").split()) for text in found.groups()
    )
    return question, day, finding, reading


def test_there_are_a_dozen_and_more() -> None:
    assert len(QUERIES) >= 12
    assert {path.stem for path in (ANALYSES / "answers").glob("*.csv")} == {
        path.stem for path in QUERIES
    }


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_answer_is_that_of_the_golden_file(live: duckdb.DuckDBPyConnection, path: Path) -> None:
    golden = (ANALYSES / "answers" / f"{path.stem}.csv").read_text(encoding="utf-8")
    assert answer(live, path) == golden, "run `make answers`, and look at git diff analyses"
    assert golden.count("\n") > 2


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_prose_says_numbers_of_the_answer(path: Path) -> None:
    question, _, finding, _ = parts(path)
    assert question.endswith("?")
    golden = (ANALYSES / "answers" / f"{path.stem}.csv").read_text(encoding="utf-8")
    known = {float(text) for text in re.findall(r"(?<![\w.-])\d+(?:\.\d+)?", golden)}
    bare = re.sub(r"South \d+|\d+ July|\b20\d\d\b", "", finding)  # a name, a day, a year
    said = {text.rstrip(",") for text in re.findall(r"\d[\d,]*(?:\.\d+)?", bare)}
    assert said
    assert [text for text in sorted(said) if float(text.replace(",", "")) not in known] == []


def test_readme_of_the_analyses_lists_them_all() -> None:
    text = (ANALYSES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\w+)\]\((\w+)\.sql\) \| (.*?) \|$", text, flags=re.M)
    assert [name for name, _, _ in listed] == [path.stem for path in QUERIES]
    assert all(name == link for name, link, _ in listed)
    assert [question for _, _, question in listed] == [parts(path)[0] for path in QUERIES]


def test_an_analysis_runs_from_the_command_line(built_project: Path) -> None:
    query = ANALYSES / "hot_spots.sql"
    done = raidbook(built_project, "sql", str(query), "--format", "csv")
    assert done.returncode == 0, done.stderr
    golden = (ANALYSES / "answers" / "hot_spots.csv").read_text(encoding="utf-8")
    assert done.stdout == golden
    missing = raidbook(built_project, "sql", "nothing.sql")
    assert missing.returncode == 2
    assert "nothing.sql" in missing.stderr


def test_the_command_writes_the_golden_files(built_project: Path, tmp_path: Path) -> None:
    """Run on a copy, it writes what is committed."""
    import shutil

    shutil.copytree(ANALYSES, tmp_path / "analyses")
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.rmtree(tmp_path / "analyses" / "answers")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "scripts" / "answers.py")],
        cwd=built_project,
        env=environment(PYTHONPATH=str(built_project)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for path in (ANALYSES / "answers").glob("*.csv"):
        written = tmp_path / "analyses" / "answers" / path.name
        assert written.read_bytes() == path.read_bytes()

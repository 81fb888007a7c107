"""The reader of the output stops: work continues to its end, an answer ends with its reader.

Real processes, with a real pipe that is closed before they write into it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, bare_settings, copy_project, environment, good, raidbook, write_records

from ingest import landing
from raidbook.common import published_builds
from raidbook.settings import Settings

EVENT = "kh-2025-02-22-poipet-building"


def unread(root: Path, *words: str, both: bool = False) -> tuple[int, str]:
    """Run a command whose output, or also standard error, nobody reads; return code and error."""
    reading, writing = os.pipe()
    os.close(reading)
    return printed_to(writing, root, *words, both=both)


def printed_to(place: int, root: Path, *words: str, both: bool = False) -> tuple[int, str]:
    with subprocess.Popen(
        [sys.executable, "-m", "raidbook", *words],
        cwd=root,
        env=environment(PYTHONPATH=str(ROOT)),
        stdin=subprocess.DEVNULL,
        stdout=place,
        stderr=place if both else subprocess.PIPE,
        text=True,
    ) as process:
        os.close(place)
        _, printed = process.communicate(timeout=300)
    return process.returncode, printed or ""


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A folder without models: enough to land files, and to fail at a build."""
    (tmp_path / "project" / "dbt_project").mkdir(parents=True)
    return bare_settings(tmp_path / "project")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
def test_output_dies_of_no_encoding(built_project: Path, encoding: str) -> None:
    query = "select 'ẵ, 木' as a"
    for form in ("table", "csv", "json", "markdown"):
        done = raidbook(built_project, "sql", query, "--format", form, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, "")
        assert ("\\u6728" in done.stdout) == (encoding != "utf-8")


def test_a_build_goes_on_and_publishes(built_project: Path, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project", var=built_project / "var")
    (root / "requirements.lock").write_text("something is new")
    before = published_builds.build_of_file(root / "var/live/warehouse.duckdb")
    assert unread(root, "build", "--no-export") == (0, "")
    after = published_builds.build_of_file(root / "var/live/warehouse.duckdb")
    assert before is not None
    assert after is not None
    assert after["build_id"] != before["build_id"]
    log = (root / "var/logs/raidbook.jsonl").read_text().splitlines()
    steps = [json.loads(line)["step"] for line in log[-5:]]
    assert steps == ["load", "audit", "dbt", "audit", "publish"], "what nobody read is in the log"


def test_a_build_ends_with_a_code_of_its_own(project: Settings) -> None:
    (project.landing / "deliveries").mkdir(parents=True)
    (project.landing / "deliveries" / "000001-x.json").write_text("{}")
    assert unread(project.root, "build", both=True) == (3, "")
    (last,) = (project.logs / "raidbook.jsonl").read_text().splitlines()
    assert "000001-x.json can't be read" in json.loads(last)["text"]


@pytest.mark.parametrize("where", ["nobody", "a full disk"])
def test_every_file_is_added(project: Settings, where: str) -> None:
    delivered = project.root / "delivered"
    delivered.mkdir()
    for number in (1, 2):
        write_records(delivered / f"{number}.csv", [good(number)])
    if where == "nobody":
        assert unread(project.root, "add", "delivered") == (0, "")
    else:
        full = os.open("/dev/full", os.O_WRONLY)
        assert printed_to(full, project.root, "add", "delivered") == (0, "")
    assert [d.file_name for d in landing.deliveries(project.landing)] == ["1.csv", "2.csv"]


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["schedule"],
        ["status"],
        ["sql", "select 1"],
        ["sql", "from range(100000)", "--format", "csv"],
        ["explain", EVENT],
        ["as-of", "2025-07-17", "2025-07-25", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_an_answer_ends_with_its_reader(built_project: Path, words: list[str]) -> None:
    assert unread(built_project, *words) == (-signal.SIGPIPE, ""), "as Unix tools end"
    assert raidbook(built_project, *words).returncode == 0

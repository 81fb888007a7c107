"""The hook after a failed build. Whatever it does, the exit code of the build stays."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from support import bare_settings, raidbook

from raidbook.common.log import Log
from raidbook.pipeline import notify


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log(tmp_path / "logs")
    log.fail("audit", "One country is gone.")
    log.fail("build", "refused: it is so.")
    return log


def run(folder: Path, log: Log, command: str | None, seconds: int = 20) -> list[str]:
    """Run the hook; return the lines after the failures of the build."""
    here = replace(bare_settings(folder), on_failure=command, on_failure_seconds=seconds)
    before = len(log.failures)
    notify.notify_failure(here, log, "refused")
    return log.failures[before:]


def test_delivered_text_forges_no_line_for_the_hook(tmp_path: Path) -> None:
    log = Log(tmp_path / "logs")
    log.fail("land", "refused: a\nbuild     well done\x1b[31m.csv: no")
    log.fail("build", "last\u202e words")
    here = replace(
        bare_settings(tmp_path),
        on_failure='cat > got; printf %s "$RAIDBOOK_REASON" >> got',
    )
    notify.notify_failure(here, log, "refused")
    assert (tmp_path / "got").read_text() == (
        "land      refused: a\\x0abuild     well done\\x1b[31m.csv: no\n"
        "build     last\\u202e words\n"
        "build last\\u202e words"
    )


def test_it_gets_outcome_reason_and_what_was_printed(tmp_path: Path, log: Log) -> None:
    command = 'printf "%s|%s|" "$RAIDBOOK_OUTCOME" "$RAIDBOOK_REASON" > got; cat >> got'
    assert run(tmp_path, log, command) == []
    assert (tmp_path / "got").read_text() == (
        "refused|build refused: it is so.|"
        "audit     One country is gone.\nbuild     refused: it is so.\n"
    )


def test_there_need_be_none(tmp_path: Path, log: Log) -> None:
    assert run(tmp_path, log, None) == []


def test_it_fails(tmp_path: Path, log: Log) -> None:
    assert run(tmp_path, log, "echo no mail here; exit 7") == [
        "hook      ended with exit code 7: no mail here"
    ]
    (got,) = run(tmp_path, log, "no_such_command_anywhere")
    assert got.startswith("hook      ended with exit code 127: ")


def test_it_need_not_read_its_input(tmp_path: Path, log: Log) -> None:
    for _ in range(3000):
        log.failures.append("a line that is long enough to fill any pipe" * 3)
    assert run(tmp_path, log, "true") == []


def test_it_hangs_and_so_do_its_children(tmp_path: Path, log: Log) -> None:
    began = time.monotonic()
    (got,) = run(tmp_path, log, "echo $$ > pid; sleep 300 & sleep 300", seconds=1)
    assert got == "hook      stopped after 1 s"
    assert time.monotonic() - began < 60
    group = (tmp_path / "pid").read_text().strip()
    until = time.monotonic() + 20
    while _alive(group) and time.monotonic() < until:
        time.sleep(0.05)  # a signal takes its time on a busy machine
    assert not _alive(group)


def _alive(group: str) -> list[Path]:
    """Return the processes of a group that have not ended."""
    return [
        path
        for path in Path("/proc").glob("[0-9]*/stat")
        if (words := _stat(path)) and words[2] == group and words[0] != "Z"
    ]


def _stat(path: Path) -> list[str]:
    """Return state, parent and group of a process; nothing if it has ended."""
    try:
        return path.read_text().rpartition(") ")[2].split()[:3]
    except OSError:
        return []


def test_it_leaves_something_behind_that_holds_its_output(tmp_path: Path, log: Log) -> None:
    began = time.monotonic()
    assert run(tmp_path, log, "sleep 20 & true") == []
    assert time.monotonic() - began < 15


def test_a_scheduled_run_prints_what_failed_and_runs_the_hook(tmp_path: Path) -> None:
    """By the command line; the folder is one without models, so nothing can be built."""
    here = bare_settings(tmp_path)
    (tmp_path / "dbt_project").mkdir()
    here.landing.joinpath("deliveries").mkdir(parents=True)
    (here.landing / "deliveries" / "000001-x.json").write_text("{}")
    done = raidbook(
        tmp_path, "build", "--quiet", RAIDBOOK_ON_FAILURE="cat > got; exit 1", PYTHONPATH=_root()
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "landing: 000001-x.json can't be read" in done.stderr
    assert "hook      ended with exit code 1" in done.stderr
    assert (tmp_path / "got").read_text() == done.stderr.splitlines()[0] + "\n"


def _root() -> str:
    return str(Path(__file__).resolve().parents[2])

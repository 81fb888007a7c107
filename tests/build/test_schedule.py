"""`raidbook schedule`: its lines work in cron and systemd for a folder of any name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support import ROOT, bare_settings, raidbook

from ingest.errors import WrongUseError
from raidbook.pipeline.schedule import schedule

NAMES = [
    "raidbook",
    "with blanks in it",
    'it\'s 100% $HOME "quoted" and; more',
    "a\\%b\\\\%%c\\",
    "%",
    "ends with a blank ",
    "$HOME",
    "`ls` $(ls) ${HOME} %h \\x41 \\n",
]


def folder(parent: Path, name: str) -> Path:
    """Make a folder with a launcher that writes down where and how it was called."""
    root = parent / name
    (root / ".venv" / "bin").mkdir(parents=True)
    launcher = root / ".venv" / "bin" / "raidbook"
    launcher.write_text('#!/bin/sh\necho "$*" > called\n')
    launcher.chmod(0o755)
    return root


def crontab_command(text: str) -> str:
    """Return what cron hands to sh: it takes \\% for a percent sign."""
    (line,) = [line for line in text.splitlines() if re.match(r"\d+ \d+ \* \* \* ", line)]
    found, is_escaped = "", False
    for character in line.split(" ", 5)[5]:  # as cron's do_command.c reads it
        if character == "%" and not is_escaped:
            break
        if character == "%":
            found = found[:-1]
        found += character
        is_escaped = character == "\\" and not is_escaped
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_line_for_cron_runs(tmp_path: Path, name: str) -> None:
    root = folder(tmp_path, name)
    command = crontab_command(schedule(bare_settings(root)))
    subprocess.run(["/bin/sh", "-c", command], cwd="/", check=True)
    assert (root / "called").read_text() == "build --quiet\n"


def units(text: str, target: Path) -> list[Path]:
    """Write the two units in the text to files; return their paths."""
    found = []
    for kind in ("service", "timer"):
        _, _, rest = text.partition(f"/raidbook.{kind}\n")
        path = target / f"raidbook.{kind}"
        path.write_text(rest.split("\n# ~/")[0].split("\n# then")[0])
        found.append(path)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_service_names_the_folder_as_systemd_reads_it(tmp_path: Path, name: str) -> None:
    root = folder(tmp_path, name)
    service, timer = (path.read_text() for path in units(schedule(bare_settings(root)), tmp_path))
    assert "OnCalendar=" in timer
    (command,) = re.findall("^ExecStart=(.*)$", service, re.M)
    folders = re.findall("^WorkingDirectory=(.*)$", service, re.M)
    if name == "raidbook":
        assert folders == [str(root)]
        assert command == f"{root}/.venv/bin/raidbook build --quiet"
        return
    assert folders == [], "systemd would strip or resolve some of these names"
    assert command.startswith('/bin/sh -c "')
    argument = re.sub(r"\\(.)", r"\1", command[len('/bin/sh -c "') : -1])
    argument = argument.replace("%%", "%").replace("$$", "$")
    subprocess.run(["/bin/sh", "-c", argument], cwd="/", check=True)
    assert (root / "called").read_text() == "build --quiet\n"


def test_a_line_end_in_the_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="line end, which neither cron nor systemd can read"):
        schedule(bare_settings(folder(tmp_path, "a\nb")))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    root = folder(tmp_path, "with blanks in it")
    paths = units(schedule(bare_settings(root)), tmp_path)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_it_is_a_command() -> None:
    done = raidbook(ROOT, "schedule")
    assert done.returncode == 0
    assert f"WorkingDirectory={ROOT}" in done.stdout

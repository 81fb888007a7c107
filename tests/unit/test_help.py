"""The help of the command line: whole sentences in 80 columns, groups, and examples."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import typer
from support import ROOT, environment

from raidbook.cli.main import app
from raidbook.version import CODE_VERSION, DUCKDB_RANGE, SCHEMA_VERSION

COMMANDS = typer.main.get_command(app).commands
GROUPS = ("Data in", "Build", "Ask", "Out")


def said(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "raidbook", *words],
        cwd=ROOT,
        env=environment(COLUMNS="80", NO_COLOR="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def words_of(text: str) -> str:
    """Return a text without the frames around it, on one line."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


def test_the_list_of_commands_is_grouped_and_whole() -> None:
    text = said("--help")
    assert max(len(line) for line in text.splitlines()) <= 80
    assert [text.find(f"─ {group} ─") for group in GROUPS] == sorted(
        text.find(f"─ {group} ─") for group in GROUPS
    )
    assert "…" not in text
    assert len(COMMANDS) == 19
    for name, command in COMMANDS.items():
        assert f"{name} {command.help}" in words_of(text).replace("  ", " "), name
        assert command.rich_help_panel in GROUPS


def test_h_is_help() -> None:
    assert said("-h") == said("--help")
    assert said("explain", "-h") == said("explain", "--help")


def test_the_version_names_code_schema_and_duckdb() -> None:
    text = f"raidbook {CODE_VERSION}, schema {SCHEMA_VERSION}, DuckDB {DUCKDB_RANGE}\n"
    assert said("--version") == text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_that_it_understands(name: str) -> None:
    """The options of the example are options of the command."""
    command = COMMANDS[name]
    example = command.epilog.removeprefix("Example: ")
    assert example.startswith(f"raidbook {name}")
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"(?<=\s)--[\w-]+", example)) <= known

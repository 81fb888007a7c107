"""Text that begins with a dash is an argument, and an option is an option."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import raidbook

from raidbook.common.text_arguments import options_first

WITH_VALUE = {"--format", "-o"}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["-- c\nselect 1", "--format", "csv"], ["--format", "csv", "--", "-- c\nselect 1"]),
        (["--format", "- a b", "x"], ["--format", "- a b", "--", "x"]),
        (["a", "- b c", "d"], ["--", "a", "- b c", "d"]),
        (["--format=csv", "--quiet", "a"], ["--format=csv", "--quiet", "--", "a"]),
        (["--fresh", "--", "build", "-s", "a b"], ["--fresh", "--", "build", "-s", "a b"]),
        (["--nothing"], ["--nothing"]),
        (["-"], ["--", "-"]),
        (["-o"], ["-o"]),
        ([], []),
    ],
)
def test_options_come_first(words: list[str], wanted: list[str]) -> None:
    assert options_first(words, WITH_VALUE) == wanted
    assert options_first(wanted, WITH_VALUE) == wanted


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sql", "-- how many\nselect 6 * 7 as n", "--format", "csv"], 0, "42"),
        (["sql", "--format=csv", "--how many\nselect 6 * 7 as n"], 0, "42"),
        (["sql", "-- nothing but this"], 2, "The query is empty"),
        (["sql", "--formt", "csv", "select 1"], 2, "No such option: --formt"),
        (["explain", "- no event -"], 2, "There is no event '- no event -'"),
        (["rollback", "- no build -"], 2, "- no build -"),
    ],
)
def test_the_commands_know_text_from_options(
    built_project: Path, words: list[str], code: int, said: str
) -> None:
    done = raidbook(built_project, *words)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done

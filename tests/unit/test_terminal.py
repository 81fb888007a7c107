"""Tables of the terminal: columns stay under one another, and no number is ever cut."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from raidbook.common import terminal

ROWS = [
    ("a", "1,234", "泰国"),
    ("金边市", "12", "Cambodia"),
    ("ភ្នំពេញ", "+1,222,333", "e\u0301"),
]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    terminal.table(("place", "persons", "country"), ROWS, indent="  ")
    return capsys.readouterr().out.splitlines()


def test_columns_end_under_one_another_whatever_the_script(lines: list[str]) -> None:
    assert {cell_len(line) for line in lines} == {cell_len(lines[0])}
    assert all(line.startswith("  ") for line in lines)


def test_numbers_are_whole_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal.table(("place", "persons", "country"), ROWS)
    assert "+1,222,333" in capsys.readouterr().out


def test_what_is_delivered_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.table(("place",), [("\x1b[31mred\nnext",), ("[bold]plain[/bold] :smile:",)])
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 3
    assert "\x1b" not in "".join(printed)
    assert printed[2] == "[bold]plain[/bold] :smile:"

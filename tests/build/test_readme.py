"""What README shows is what the shipped project answers."""

from __future__ import annotations

import re

import duckdb
import pytest
from support import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _shown(heading: str) -> list[tuple[str, ...]]:
    """Return the rows of the first answer under a heading, without its line of names."""
    text = README.split(heading, 1)[1]
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    blocks = [block for language, block in fences if not language]
    return [tuple(line.split()) for line in blocks[0].splitlines()[1:]]


@pytest.mark.parametrize(
    ("heading", "query"),
    [
        (
            "## Start",
            re.search(r'raidbook sql "(select.*?)"', README, flags=re.DOTALL).group(1),
        ),
        (
            "## What was believed, and when",
            re.search(r"```sql\n(.*?)```", README, flags=re.DOTALL).group(1),
        ),
    ],
)
def test_answers_of_the_readme(live: duckdb.DuckDBPyConnection, heading: str, query: str) -> None:
    found = [tuple(str(value) for value in row) for row in live.execute(query).fetchall()]
    assert found == _shown(heading)

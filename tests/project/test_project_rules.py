"""The rules are published: every section that a file names exists in `docs/rules.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT, files_below

RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
FOLDERS = ("dbt_project", "docs", "ingest", "scripts", "seeds", "tests", "raidbook")
KINDS = (".md", ".py", ".sql", ".yml")
# "section 3", "sections 0, 3 and 8", "sections 5 to 7", and `section: 3` in a list of YAML
SECTIONS = re.compile(
    r"\bsections?:?[\s#*-]+((?:\d+(?:,\s*(?:and\s+)?|\s+and\s+|\s+to\s+)?)+)", re.I
)
STEPS = re.compile(r"\bsection\s+3,\s+steps?\s+((?:\d+(?:\s+and\s+|\s+to\s+)?)+)", re.IGNORECASE)


def sections() -> dict[str, str]:
    """Return the text of each numbered section by its number."""
    parts = re.split(r"^## (?:(\d+)\. )?.*$", RULES, flags=re.MULTILINE)[1:]
    return {number: text for number, text in zip(parts[::2], parts[1::2], strict=True) if number}


def files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in files_below(ROOT / folder, "*"):
            if path.suffix in KINDS and "target" not in path.parts and path != Path(__file__):
                yield path
    yield from (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "DECISIONS.md")


def named(pattern: re.Pattern[str]) -> dict[str, set[str]]:
    """Return the numbers that each file names."""
    found: dict[str, set[str]] = {}
    for path in files():
        for numbers in pattern.findall(path.read_text(encoding="utf-8")):
            found.setdefault(str(path.relative_to(ROOT)), set()).update(re.findall(r"\d+", numbers))
    return found


def test_sections_are_numbered_from_0_without_a_gap() -> None:
    assert list(sections()) == [str(number) for number in range(9)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("(docs/rules.md, section 3, step 6)", {"3"}),
        ("From raw versions to records (sections 0, 3 and 8).", {"0", "3", "8"}),
        ("One row per event (sections 5\n    to 7)", {"5", "7"}),
        ("-- Section 12: no such thing", {"12"}),
        ("  section: 4\n", {"4"}),
        ("the section of a report", set()),
    ],
)
def test_a_section_is_seen_however_it_is_named(words: str, numbers: set[str]) -> None:
    assert {n for found in SECTIONS.findall(words) for n in re.findall(r"\d+", found)} == numbers


def test_every_section_that_is_named_exists() -> None:
    found = named(SECTIONS)
    assert len(found) > 100, "comments, descriptions and docstrings name sections"
    missing = {path: numbers - sections().keys() for path, numbers in found.items()}
    assert {path: numbers for path, numbers in missing.items() if numbers} == {}


def test_every_step_that_is_named_exists() -> None:
    found = named(STEPS)
    steps = set(re.findall(r"^(\d)\. \*\*", sections()["3"], flags=re.MULTILINE))
    assert steps == set("1234567")
    assert "dbt_project/models/columns.md" in found
    assert {path: numbers for path, numbers in found.items() if numbers - steps} == {}


def test_comments_name_the_place_of_the_rules() -> None:
    """A reader of a comment finds the rules: what is published says `docs/rules.md, section 3`."""
    vague = re.compile(r"reconciliation\s+rules|rules\s+of\s+reconciliation|reconcile\.md", re.I)
    models = ROOT / "dbt_project" / "models"
    folders = ("marts", "meta", "quality", "reports", "views")
    published = [path for folder in folders for path in (models / folder).iterdir()]
    for path in (*published, models / "columns.md", models / "overview.md"):
        if path.suffix not in (".md", ".yml"):
            continue
        text = " ".join(path.read_text(encoding="utf-8").split())
        assert not vague.search(text), path
        bare = re.findall(r"(?<!docs/rules\.md,) \(?sections? \d", text)
        assert not bare, (path, bare)


@pytest.mark.parametrize(
    "path", ["README.md", "raidbook/export/docs_overview.py", "dbt_project/models/overview.md"]
)
def test_the_rules_are_linked(path: str) -> None:
    assert "docs/rules.md" in (ROOT / path).read_text(encoding="utf-8")


def test_links_of_the_rules_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", RULES):
        assert (ROOT / "docs" / target).is_file(), target
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^## (.*)$", RULES, flags=re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", RULES)) <= anchors

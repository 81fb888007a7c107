"""`raidbook status` says what waits for the next build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import copy_project, good, raidbook, write_records

from ingest import landing


@pytest.fixture
def root(built_project: Path, tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project", var=built_project / "var")


def waiting(root: Path) -> list[str]:
    done = raidbook(root, "status", "--json")
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)["waiting"]
    shown = raidbook(root, "status").stdout.splitlines()
    assert [line[11:] for line in shown if line.startswith("waiting")] == found
    return found


def test_what_waits_for_the_next_build(root: Path) -> None:
    assert waiting(root) == [], "a build has just ended"
    seed = root / "seeds" / "city.csv"
    whole = seed.read_text(encoding="utf-8")
    seed.write_text(whole.replace("Below the", "Beneath the", 1), encoding="utf-8")
    assert waiting(root) == [
        "the next build follows a change of seeds, rules or code (`make build`)"
    ]
    assert raidbook(root, "add", str(write_records(root / "july.csv", [good(9)]))).returncode == 0
    shipped = sorted((root / "ingest" / "records").glob("*.csv"))[0]
    shipped.write_text(shipped.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert waiting(root) == [f"the next build adds july.csv, {shipped.name} (`make build`)"]
    first, *_, last = landing.deliveries(root / "var" / "landing")
    for delivery in (first, last):
        raidbook(root, "remove", delivery.delivery_id, "--reason", "tried")
    assert waiting(root) == [
        f"the next build adds {shipped.name}",
        f"retracted since, or taken in again: {first.file_name} (`make build`)",
    ]
    seed.write_text(whole.replace(",", ";"), encoding="utf-8")
    (root / "seeds" / "delivery_removed.csv").write_text("x\n", encoding="utf-8")
    assert waiting(root)[0].startswith("nothing is known: seeds/delivery_removed.csv, line 1")

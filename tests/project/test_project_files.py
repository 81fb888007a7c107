"""Rules of the files around the code: what is pinned, and what is made from something else."""

from __future__ import annotations

import re
import tomllib

import pytest
from support import ROOT

from ingest import codebook

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DEV_LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
UV_LOCK = (ROOT / "requirements-uv.lock").read_text(encoding="utf-8")
SPARK_LOCK = (ROOT / "requirements-spark.lock").read_text(encoding="utf-8")
PEERS_LOCK = (ROOT / "requirements-peers.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    """Return the bounds of each dependency by its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {}
    for line in project["dependencies"]:
        name, bounds = re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", line).groups()
        found[name.lower()] = bounds
    return found


def locked(lock: str = LOCK) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", lock, re.MULTILINE))


def test_dbt_stays_below_the_version_that_downloads_a_binary(wanted: dict[str, str]) -> None:
    assert wanted["dbt-core"] == ">=1.11,<1.12"
    assert locked()["dbt-core"].startswith("1.11.")


def test_duckdb_is_one_whose_files_analysts_can_open(wanted: dict[str, str]) -> None:
    assert wanted["duckdb"] == ">=1.5.5,<2.1"
    assert locked()["duckdb"].startswith("1.5.")


def test_every_dependency_is_locked(wanted: dict[str, str]) -> None:
    assert {name.replace("_", "-") for name in wanted} <= set(locked())


@pytest.mark.parametrize(
    ("lock", "some"),
    [
        (DEV_LOCK, {"pytest", "ruff", "mypy", "sqlfluff"}),
        (SPARK_LOCK, {"dbt-spark", "pyspark", "py4j", "setuptools"}),
        (PEERS_LOCK, {"dlt"}),
    ],
    ids=["dev", "spark", "peers"],
)
def test_other_locks_come_on_top_of_the_one_for_builds(lock: str, some: set[str]) -> None:
    """Nothing is locked twice."""
    assert some <= set(locked(lock))
    assert not set(locked(lock)) & set(locked())


def test_the_other_locks_go_with_one_another() -> None:
    """Nothing is locked in two versions, and the adapter for Spark fits dbt's core."""
    several = [locked(lock) for lock in (DEV_LOCK, SPARK_LOCK, PEERS_LOCK)]
    for number, one in enumerate(several):
        for other in several[number + 1 :]:
            assert all(one[name] == other[name] for name in set(one) & set(other))
    assert locked(SPARK_LOCK)["dbt-spark"].startswith("1.11.")


@pytest.mark.parametrize(
    "lock",
    [LOCK, DEV_LOCK, SPARK_LOCK, PEERS_LOCK, UV_LOCK],
    ids=["run", "dev", "spark", "peers", "uv"],
)
def test_the_lock_has_hashes_and_no_address(lock: str) -> None:
    lines = [line.strip() for line in lock.splitlines() if line.strip()]
    odd = [
        line
        for line in lines
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*==\S+( ; .+)? \\", line)
        and not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}( \\)?", line)
        and not line.startswith("#")
    ]
    assert len(lines) > 1
    assert not odd
    assert not re.search(r"https?:|--(extra-)?index|--find-links|--trusted-host|^-i\b", lock, re.M)


def test_the_codebook_is_up_to_date() -> None:
    assert codebook.CODEBOOK.read_text(encoding="utf-8") == codebook.codebook(), (
        "run `python -m ingest.codebook`"
    )

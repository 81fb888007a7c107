"""Rules of the files around the code: what is pinned, and what is made from something else."""

from __future__ import annotations

import re
import tomllib

import pytest
from support import ROOT

from ingest.record import codebook

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
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


def test_spark_comes_on_top_of_the_lock() -> None:
    """Nothing is locked twice, and dbt's adapter fits its core."""
    more = locked(SPARK_LOCK)
    assert {"dbt-spark", "pyspark", "py4j", "setuptools"} <= set(more)
    assert not set(more) & set(locked())
    assert more["dbt-spark"].startswith("1.11.")


def test_peers_come_on_top_of_the_lock_and_go_with_spark() -> None:
    """Nothing is locked twice, or in two versions."""
    more, spark = locked(PEERS_LOCK), locked(SPARK_LOCK)
    assert "dlt" in more
    assert not set(more) & set(locked())
    assert all(more[name] == spark[name] for name in set(more) & set(spark))


@pytest.mark.parametrize("lock", [LOCK, SPARK_LOCK, PEERS_LOCK], ids=["main", "spark", "peers"])
def test_the_lock_has_hashes_and_no_address(lock: str) -> None:
    lines = [line.strip() for line in lock.splitlines() if line.strip()]
    odd = [
        line
        for line in lines
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*==\S+( ; .+)? \\", line)
        and not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}( \\)?", line)
        and not line.startswith("#")
    ]
    assert not odd
    assert not re.search(r"https?:|--(extra-)?index|--find-links|--trusted-host|^-i\b", lock, re.M)


def test_the_codebook_is_up_to_date() -> None:
    assert codebook.CODEBOOK.read_text(encoding="utf-8") == codebook.codebook(), (
        "run `python -m ingest.record.codebook`"
    )

"""Rules of the files around the code: pinned versions, and generated files."""

from __future__ import annotations

import re
import tomllib

import pytest
from support import ROOT

from ingest.record import codebook
from raidbook.version import DUCKDB_RANGE
from scripts.lock import without_folders
from scripts.setup import EXTRAS, RUN, UV_PART, Part

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DEV_LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
UV_LOCK = (ROOT / "requirements-uv.lock").read_text(encoding="utf-8")
SPARK_LOCK = (ROOT / "requirements-spark.lock").read_text(encoding="utf-8")
PEERS_LOCK = (ROOT / "requirements-peers.lock").read_text(encoding="utf-8")
PUBLISHED_AS_ONE_FILE = {"certifi", "pyspark"}


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
        "run `python -m ingest.record.codebook`"
    )


FOLDERS = ("analyses", "dbt_project", "docs", "ingest", "raidbook", "scripts", "seeds", "tests")
KINDS = (".md", ".py", ".sql", ".toml", ".yml", ".yaml", ".sh")
PATH = re.compile(rf"(?<![\w./<>~{{}}-])((?:{'|'.join(FOLDERS)})/[\w./*-]*[\w*/])(?![\w{{<>])")
MADE_BY_DBT = {"dbt_project/logs", "dbt_project/target"}
MODULE = re.compile(r"(?:`|python -m )((?:ingest|raidbook|scripts)(?:\.\w+)+)")


def texts() -> dict[str, str]:
    """Return every text that may name a file, by its path.

    Left out are tests, which make files up, and the changelog, which names what was renamed.
    """
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    paths += [path for path in ROOT.iterdir() if path.is_file()]
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in sorted(paths)
        if path.suffix in KINDS or path.name == "Makefile"
        if not {"target", "tests"} & set(path.relative_to(ROOT).parts) and path.is_file()
        if path.name != "CHANGELOG.md"
    }


def exists(name: str) -> bool:
    """Say whether a path is there, or a pattern matches something."""
    return any(ROOT.glob(name.rstrip("/"))) if "*" in name else (ROOT / name).exists()


def is_module(name: str) -> bool:
    """Say whether a dotted name is that of a module, or of something that a module has."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        folder = ROOT.joinpath(*parts[:end])
        module = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
        if module.is_file():
            text = module.read_text(encoding="utf-8")
            return all(re.search(rf"\b{part}\b", text) for part in parts[end:])
    return False


def test_no_text_names_a_file_that_does_not_exist() -> None:
    found = {path: set(PATH.findall(text)) for path, text in texts().items()}
    assert sum(map(len, found.values())) > 100
    assert "ingest/records/CODEBOOK.md" in found["README.md"]
    missing = {
        path: sorted(name for name in names - MADE_BY_DBT if not exists(name))
        for path, names in found.items()
    }
    assert {path: names for path, names in missing.items() if names} == {}


def test_no_text_names_a_module_that_does_not_exist() -> None:
    found = {path: set(MODULE.findall(text)) for path, text in texts().items()}
    assert sum(map(len, found.values())) > 30
    assert is_module("ingest.record.definition.COLUMNS")
    assert not is_module("ingest.record.nothing")
    missing = {
        path: sorted(name for name in names if not is_module(name)) for path, names in found.items()
    }
    assert {path: names for path, names in missing.items() if names} == {}


def test_the_range_of_duckdb_is_the_one_that_is_installed(wanted: dict[str, str]) -> None:
    assert wanted["duckdb"] == DUCKDB_RANGE


@pytest.mark.parametrize("part", [UV_PART, RUN, *EXTRAS], ids=lambda part: part.lock.name)
def test_the_locks_hold_the_wheels_of_every_system_and_python(part: Part) -> None:
    """A local folder among the sources once left lxml with the wheel of one Python."""
    single = {name for name, entry in part.entries.items() if entry.count("--hash") == 1}
    assert single <= PUBLISHED_AS_ONE_FILE


def test_locks_come_from_registries_alone() -> None:
    given = {"PATH": "/bin", "UV_FIND_LINKS": "/wheels", "UV_INDEX": "https://a.example file:///b"}
    assert without_folders(given) == {
        "PATH": "/bin",
        "UV_FIND_LINKS": "",
        "UV_INDEX": "https://a.example",
    }

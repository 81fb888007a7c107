"""Run the dbt unit tests: one for every rule and tie-break, on synthetic rows.

dbt needs the relations that a unit test mocks, so every model is built once, empty, in a temporary
file. One dbt call does both. If a unit test fails in it, dbt skips all models that depend on that
model, so all unit tests run once more, to name every one that fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from ingest.load import create_raw
from raidbook.common.dbt_results import MANIFEST, RESULTS

ROOT = Path(__file__).resolve().parent.parent
# The tables that the loader writes besides those of `create_raw`.
REFERENCE_TABLES = """
create table raw.reference_countries (
    country_code varchar, iso3_code varchar, country_name varchar, region varchar,
    subregion varchar
);
create table raw.reference_places (
    place_id varchar, city_name varchar, place_type varchar, admin1_name varchar,
    country_code varchar, geonames_id bigint, latitude double, longitude double, population bigint
);
create table raw.name_matches (
    kind varchar, country_code varchar, admin1 varchar, name varchar, times bigint,
    matched_id varchar, method varchar, suggestion varchar, suggestion_id varchar, score double,
    member_id varchar, member_name varchar, admin1_id varchar
);
create table raw.site_matches (
    country_code varchar, admin1 varchar, city varchar, name varchar, times bigint,
    site_id varchar, site_name varchar, place_id varchar, is_curated boolean
);
"""

NEEDED = ("--select", "+test_type:unit")  # the unit tests, the models they test, and their parents


def main() -> int:
    """Build all models empty, and run the unit tests; return 0, or 1 if one fails."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="raidbook-unit-") as name:
        folder = Path(name)
        with duckdb.connect(str(folder / "warehouse.duckdb")) as con:
            create_raw(con)
            con.execute(REFERENCE_TABLES)
        done = dbt(folder, "build", "--empty", *NEEDED, "--exclude-resource-type", "test")
        if done.returncode != 0:
            dbt(folder, "build", "--empty", *NEEDED, "--exclude-resource-type", "test", "unit_test")
            done = dbt(folder, "test", "--select", "test_type:unit")
        failed, passed = outcomes(folder / "target")
    for text in failed:
        print(text)
    seconds = time.monotonic() - began
    print(f"unit      {passed} unit tests passed, {len(failed)} failed ({seconds:.1f} s)")
    if done.returncode != 0 and not failed:
        print(done.stdout[-4000:] + done.stderr[-2000:])
    return 0 if done.returncode == 0 and passed > 0 else 1


def dbt(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on the file in `folder`. All files that dbt writes are in that folder too."""
    environment = os.environ | {
        "RAIDBOOK_DATABASE": str(folder / "warehouse.duckdb"),
        # A file, so that the next call finds the models of this one.
        "RAIDBOOK_INTERMEDIATE": str(folder / "intermediate.duckdb"),
        "DBT_PROFILES_DIR": str(ROOT / "dbt_project"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    return subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--no-use-colors"),
            *("--no-version-check", "--log-level-file", "none", *command),
            *("--project-dir", str(ROOT / "dbt_project")),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def outcomes(target: Path) -> tuple[list[str], int]:
    """Return one text for each unit test that failed, and the number of those that passed."""
    results = target / RESULTS
    if not results.is_file():
        return [], 0
    tests = json.loads((target / MANIFEST).read_text(encoding="utf-8"))["unit_tests"]
    failed, passed = [], 0
    for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
        test = tests.get(result["unique_id"])
        if test is None:
            continue
        if result["status"] == "pass":
            passed += 1
        else:
            title = f"{test['model']}: {test['name']}: {test['description']}"
            failed.append(f"unit      {title}\n{(result['message'] or '').strip()}")
    return failed, passed


if __name__ == "__main__":
    raise SystemExit(main())

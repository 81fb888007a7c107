"""Deprecated features of dbt are reported. pytest itself reports those of Python."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support import ROOT, environment

WARNINGS_ARE_ERRORS = json.dumps({"error": ["Deprecations"]})


def parse(project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Let dbt parse the project, with every deprecation an error."""
    return subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--no-use-colors"),
            *("--no-version-check", "--warn-error-options", WARNINGS_ARE_ERRORS),
            *("parse", "--no-partial-parse", "--project-dir", str(project)),
        ],
        env=environment(
            RAIDBOOK_DATABASE=str(folder / "warehouse.duckdb"),
            DBT_PROFILES_DIR=str(project),
            DBT_TARGET_PATH=str(folder / "target"),
            DBT_LOG_PATH=str(folder / "logs"),
        ),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_dbt_project_uses_nothing_that_goes(tmp_path: Path) -> None:
    done = parse(ROOT / "dbt_project", tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.slow
def test_what_goes_is_noticed(tmp_path: Path) -> None:
    """An argument of a test that stands outside of `arguments`."""
    project = tmp_path / "dbt_project"
    (project / "models").mkdir(parents=True)
    (project / "profiles.yml").write_bytes((ROOT / "dbt_project/profiles.yml").read_bytes())
    (project / "dbt_project.yml").write_text(
        "name: raidbook\nversion: '1.0'\nprofile: raidbook\nmodel-paths: [models]\n"
        "flags: {require_generic_test_arguments_property: true}\n"
    )
    (project / "models" / "one.sql").write_text("select 1 as x")
    (project / "models" / "one.yml").write_text(
        "version: 2\nmodels:\n  - name: one\n    columns:\n      - name: x\n"
        "        data_tests:\n          - accepted_values: {values: [1]}\n"
    )
    done = parse(project, tmp_path / "made")
    assert done.returncode != 0
    assert "Deprecat" in done.stdout


def test_no_warning_is_hidden() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hidden = project["tool"]["pytest"]["ini_options"].get("filterwarnings", [])
    assert not [line for line in hidden if line.startswith("ignore") and line.count(":") < 2]

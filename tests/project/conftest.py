"""Fixtures for the project's rules: its files, and dbt's manifest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
import yaml
from support import ROOT

PROJECT = ROOT / "dbt_project"


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return dbt's manifest: that of the last build if nothing changed since, else a new one."""
    built = ROOT / "var" / "dbt" / "target" / "manifest.json"
    sources = [path for path in PROJECT.rglob("*") if path.is_file()]
    sources.append(ROOT / "seeds" / "_seeds.yml")
    changed = max(path.stat().st_mtime for path in [*sources, *PROJECT.rglob("*/")])
    if not built.is_file() or built.stat().st_mtime < changed:
        folder = tmp_path_factory.mktemp("dbt")
        environment = os.environ | {
            "RAIDBOOK_DATABASE": str(folder / "warehouse.duckdb"),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        done = subprocess.run(
            [
                *(sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "--no-use-colors"),
                *("--no-version-check", "--log-level-file", "none", "parse"),
                *("--project-dir", str(PROJECT)),
            ],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        built = folder / "target" / "manifest.json"
    found: dict[str, Any] = json.loads(built.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def described() -> dict[str, dict[str, Any]]:
    """Return what the YAML files say of each model: its name, with `folder` beside its keys."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((PROJECT / "models").rglob("*.yml")):
        text = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for model in text.get("models", []):
            found[model["name"]] = (
                found.get(model["name"], {}) | model | {"folder": path.parent.name}
            )
    return found

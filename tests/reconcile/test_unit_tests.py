"""The dbt unit tests, one for every rule and tie-break, all hold."""

from __future__ import annotations

import subprocess
import sys

from reconcile.sql_rules import ROOT


def test_dbt_unit_tests() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.unit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

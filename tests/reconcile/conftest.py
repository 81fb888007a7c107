"""The compiled rules, once a session."""

from __future__ import annotations

import pytest

from reconcile.sql_rules import SqlRules, compile_rules


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> SqlRules:
    return compile_rules(tmp_path_factory.mktemp("rules"))

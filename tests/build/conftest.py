"""A build without dbt, which several test modules here share."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flow import Flow

from ingest import load
from raidbook.pipeline import as_of_macros, build_checks
from raidbook.pipeline import build as building


def started_thread() -> threading.Thread:
    thread = threading.Thread(target=int)
    thread.start()
    return thread


@pytest.fixture
def flow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Flow:
    monkeypatch.setattr(building, "run_dbt", lambda *_: None)
    monkeypatch.setattr(building, "import_early", started_thread)
    monkeypatch.setattr(build_checks, "check_deliveries", lambda *_: None)
    monkeypatch.setattr(build_checks, "check_file", lambda *_: None)
    monkeypatch.setattr(load, "load_reference", lambda *_: None)
    monkeypatch.setattr(as_of_macros, "create_macros", lambda *_: None)
    ids = iter(range(100))

    def named(*_: object) -> str:
        return f"{next(ids):03}-build"

    monkeypatch.setattr(building, "_build_id", named)
    return Flow(tmp_path / "project", capsys)

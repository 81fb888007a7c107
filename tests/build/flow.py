"""A build with stand-ins for dbt and the audit. Everything else is real, and fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import bare_settings, good, write_records

from raidbook.common import build_log, published_builds
from raidbook.common.log import Log
from raidbook.pipeline import build as building
from raidbook.settings import Settings


class Flow:
    """A project without models: `build` lands, loads and publishes; dbt and the audit nod."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.here: Settings = bare_settings(folder)
        self.capsys = capsys
        self.records = folder / "ingest" / "records"
        self.records.mkdir(parents=True)
        self.deliver("first.csv", good(1))
        self.out = self.err = ""

    def deliver(self, name: str, *rows: dict[str, str]) -> None:
        write_records(self.records / name, rows)

    def build(self, *, force: bool = False, with_export: bool = False) -> int:
        log = Log(self.here.logs)
        code = building.build(self.here, log, is_forced=force, with_export=with_export)
        self.out, self.err = self.capsys.readouterr()
        assert not (self.here.var / "build").exists(), "nothing to clean up"
        assert "Traceback" not in self.err
        return code

    def printed(self) -> str:
        """Return what was printed on standard error since the last build that ended."""
        return self.capsys.readouterr().err

    def live(self) -> str:
        found = published_builds.live_build(self.here)
        return found["build_id"] if found else "none"

    def kept(self) -> list[dict[str, Any]]:
        return build_log.past_builds(self.here.builds_log)

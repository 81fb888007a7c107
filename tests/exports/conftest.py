"""The published workbook, opened once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from raidbook.export.exposures import Exposure, exposures

RAIDBOOK = "var/exports/raidbook.xlsx"


@pytest.fixture(scope="session")
def book(built_project: Path) -> Iterator[Any]:
    opened = openpyxl.load_workbook(built_project / RAIDBOOK, read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def whole(built_project: Path) -> Any:
    """The workbook with its formats, filters, links and charts."""
    return openpyxl.load_workbook(built_project / RAIDBOOK)


@pytest.fixture(scope="session")
def declared(built_project: Path) -> Exposure:
    (found,) = [e for e in exposures(built_project) if e.file_name == "raidbook.xlsx"]
    return found

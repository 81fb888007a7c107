"""`raidbook docs`: dbt's documentation as one page that opens from disk, without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from browser import NEEDS_CHROMIUM, driven
from support import raidbook


@pytest.fixture(scope="module")
def page(built_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("docs") / "var"
    var.mkdir()
    (var / "live").symlink_to(built_project / "var" / "live")
    before = (built_project / "var/live/warehouse.duckdb").stat().st_mtime_ns
    done = raidbook(built_project, "docs", RAIDBOOK_VAR=str(var))
    assert done.returncode == 0, done.stderr
    assert (built_project / "var/live/warehouse.duckdb").stat().st_mtime_ns == before
    assert [path.name for path in (var / "site").iterdir()] == ["docs.html"]
    return var / "site" / "docs.html"


def test_it_holds_every_published_table_and_its_columns(
    page: Path, live: duckdb.DuckDBPyConnection
) -> None:
    text = page.read_text(encoding="utf-8")
    tables = live.execute(
        "select table_name from information_schema.tables "
        "where table_schema in ('main', 'marts', 'reports')"
    ).fetchall()
    assert len(tables) > 30
    assert [name for (name,) in tables if f"model.raidbook.{name}" not in text] == []
    assert "Raw incident records" not in text or "persons_low" in text
    assert str(page.parent) not in text


def test_it_asks_no_other_machine_for_anything(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|img|iframe)[^>]* src=[\"']?(?:https?:)?//[^\s>]+", text) == []
    assert re.findall(r"<link[^>]* href=[\"']?(?:https?:)?//[^\s>]+", text) == []
    assert re.findall(r"@import|url\([\"']?(?:https?:)?//[^)]+", text) == []


@NEEDS_CHROMIUM
def test_it_opens_in_a_browser(page: Path, tmp_path: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    with driven(tmp_path / "profile") as browser:
        browser.get(page.as_uri())
        WebDriverWait(browser, 60).until(
            lambda b: "makes four promises" in b.find_element("tag name", "body").text
        )
        shown = browser.find_element("tag name", "body").text
        assert "One row per event and nationality with persons in custody" in shown
        browser.get(page.as_uri() + "#!/model/model.raidbook.fct_arrests")
        WebDriverWait(browser, 60).until(
            lambda b: "persons_low" in b.find_element("tag name", "body").text
        )
        asked = requests_of(browser.get_log("performance"))
    assert asked, "the page itself at least"
    assert {address.split(":")[0] for address in asked} <= {"file", "data", "blob"}


@NEEDS_CHROMIUM
def test_it_can_be_read_on_a_phone(page: Path, tmp_path: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    with driven(tmp_path / "profile") as browser:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
        browser.get(page.as_uri() + "#!/model/model.raidbook.fct_arrests")
        WebDriverWait(browser, 60).until(
            lambda b: "persons_low" in b.find_element("tag name", "body").text
        )
        text = browser.find_element("css selector", ".app-content").rect
        menu = browser.find_element("css selector", ".app-menu").rect
        wide = browser.execute_script("return document.documentElement.scrollWidth")
    assert (wide, text["x"]) == (390, 0)
    assert 300 < text["width"] <= 390, "the text has the whole width"
    assert menu["y"] + menu["height"] < 400, "the list of models stands above it"


def requests_of(log: list[dict[str, Any]]) -> list[str]:
    """Return the addresses that the browser asked for."""
    messages = [json.loads(entry["message"])["message"] for entry in log]
    return [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]

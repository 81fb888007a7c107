"""Open a page from disk in headless Chromium: its look, its errors, and its requests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

NEEDS_CHROMIUM = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")),
    reason="Chromium is not installed; scripts/system.sh chromium does it on Debian, as root",
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@dataclass
class Page:
    """What came of opening a page."""

    text: str
    console: list[str]  # warnings and errors
    requests: list[str]  # addresses that were asked for, but for the page itself
    links_to_nowhere: list[str]
    wider_than_window: int  # pixels


@contextmanager
def driven(profile: Path) -> Iterator:
    """Start Chromium with a profile of its own, and end it."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, Service(str(shutil.which("chromedriver"))))
    try:
        driver.get("about:blank")
        driver.get_log("performance")  # what the browser's own first page asked for
        yield driver
    finally:
        driver.quit()


def look_at(path: Path, folder: Path, width: int = 1240) -> Page:
    """Open the page at `path`, and write folder/<name>.png, the whole of it."""
    with driven(folder / "profile") as driver:
        driver.set_window_size(width, 900)
        driver.get(path.as_uri())
        size = driver.execute_script(
            "return [document.documentElement.scrollHeight, "
            "document.documentElement.scrollWidth - document.documentElement.clientWidth]"
        )
        driver.set_window_size(width, min(size[0] + 100, 9000))
        driver.save_screenshot(str(folder / f"{path.stem}.png"))
        console = [
            f"{entry['level']}: {entry['message']}"
            for entry in driver.get_log("browser")
            if entry["level"] in ("WARNING", "SEVERE")
        ]
        asked = [
            event["params"]["request"]["url"]
            for entry in driver.get_log("performance")
            if (event := json.loads(entry["message"])["message"])["method"]
            == "Network.requestWillBeSent"
        ]
        nowhere = driver.execute_script(
            "return [...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1))"
            ".filter(id => !document.getElementById(id))"
        )
        text = driver.find_element("tag name", "body").text
    own = path.as_uri()
    others = [url for url in asked if url != own and not url.startswith("data:")]
    return Page(text, console, others, nowhere, size[1])

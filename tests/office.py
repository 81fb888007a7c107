"""LibreOffice without a screen, as a person would save a workbook with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

NEEDS_OFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("localc") is None,
    reason="LibreOffice is not installed; scripts/system.sh libreoffice does it on Debian, as root",
)


def save_as(path: Path, form: str, folder: Path) -> Path:
    """Open `path` in LibreOffice and save it in `folder` as `form` (xlsx, ods, csv)."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"
    done = subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", form, "--outdir", folder, path],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    saved = folder / f"{path.stem}.{form}"
    assert saved.is_file(), f"LibreOffice saved nothing: {done.stdout}{done.stderr}"
    return saved

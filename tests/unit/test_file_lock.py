"""A lock that somebody holds for ever ends in a sentence; one held for a moment is waited for."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

import pytest

from ingest import file_lock, landing
from ingest.errors import RaidbookError


def test_a_lock_that_is_never_freed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "july.csv"
    file.write_text("one")
    landing.land(file, tmp_path / "landing", "test")
    monkeypatch.setattr(file_lock, "SECONDS", 0.2)
    handle = os.open(tmp_path / "landing" / ".lock", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        with pytest.raises(RaidbookError, match=r"holds the lock of .*landing"):
            landing.land(file, tmp_path / "landing", "test")
    finally:
        os.close(handle)
    landing.land(file, tmp_path / "landing", "test")


def test_a_lock_that_is_freed_soon(tmp_path: Path) -> None:
    first, second = (os.open(tmp_path, os.O_RDONLY) for _ in range(2))
    fcntl.flock(first, fcntl.LOCK_EX)
    threading.Timer(0.2, os.close, [first]).start()
    began = time.monotonic()
    file_lock.take_lock(second, tmp_path)
    assert time.monotonic() - began >= 0.15
    os.close(second)

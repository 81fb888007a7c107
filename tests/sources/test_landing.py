"""Landing: copies by hash that never change, and running numbers that say which is newest."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from ingest import landing
from ingest.errors import RefusedError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "landing"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "july.csv"
    path.write_text("one")
    return path


def test_a_file_is_copied_under_its_hash_and_never_changed(file: Path, folder: Path) -> None:
    delivery, is_new = landing.land(file, folder, "test")
    copy = delivery.path(folder)
    assert is_new
    assert copy.name == f"{landing.digest(file)}.csv"
    assert delivery.delivery_id == delivery.sha256[:16]
    file.write_text("two")
    assert copy.read_text() == "one"
    assert copy.stat().st_mode & 0o222 == 0, "nobody may write to it"
    landing.land(file, folder, "test")
    assert copy.read_text() == "one"


def test_the_same_bytes_are_one_delivery(file: Path, folder: Path, tmp_path: Path) -> None:
    first, _ = landing.land(file, folder, "test")
    twin = tmp_path / "twin.CSV"
    twin.write_text("one")
    second, is_new = landing.land(twin, folder, "test")
    assert (second, is_new) == (first, False)
    assert landing.deliveries(folder) == [first]


def test_again_makes_it_the_newest_under_the_same_id(file: Path, folder: Path) -> None:
    first, _ = landing.land(file, folder, "test")
    file.write_text("two")
    second, _ = landing.land(file, folder, "test")
    file.write_text("one")
    third, is_new = landing.land(file, folder, "test", again=True)
    assert is_new
    assert [d.number for d in landing.deliveries(folder)] == [1, 2, 3]
    assert (third.delivery_id, third.number) == (first.delivery_id, 3)
    assert second.delivery_id != first.delivery_id
    assert len(list((folder / "files").iterdir())) == 2


def test_a_file_that_changes_while_it_is_read_is_not_landed(file: Path, folder: Path) -> None:
    checked = landing.digest(file)
    file.write_text("one and more")
    with pytest.raises(RefusedError, match="changed while it was read"):
        landing.land(file, folder, "test", sha256=checked)
    assert landing.deliveries(folder) == []
    assert list((folder / "files").iterdir()) == []


def test_a_file_that_is_not_there_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        landing.land(tmp_path / "nothing.csv", folder, "test")
    assert list((folder / "files").iterdir()) == []


def test_many_at_once_get_numbers_of_their_own(folder: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.csv" for number in range(12)]
    for path in files:
        path.write_text(path.name)
    with ThreadPoolExecutor(4) as pool:
        landed = list(pool.map(lambda path: landing.land(path, folder, "test")[0], files))
    assert sorted(delivery.number for delivery in landed) == list(range(1, 13))
    assert len(landing.deliveries(folder)) == 12


def test_what_is_written_down_names_no_folder(file: Path, folder: Path, tmp_path: Path) -> None:
    landing.land(file, folder, "test")
    (written,) = (folder / "deliveries").iterdir()
    assert str(tmp_path) not in written.read_text()
    assert json.loads(written.read_text())["file_name"] == "july.csv"


def test_a_description_that_cannot_be_read_is_reported(file: Path, folder: Path) -> None:
    landing.land(file, folder, "test")
    (written,) = (folder / "deliveries").iterdir()
    written.write_text("{")
    with pytest.raises(RefusedError, match=rf"{written.name} can't be read .* Restore it"):
        landing.deliveries(folder)


def test_days_of_a_clock_that_was_ahead_are_reported_and_set_back(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = landing._now()

    def land(text: str, days: int) -> landing.Delivery:
        monkeypatch.setattr(landing, "_now", lambda: real + timedelta(days=days))
        file.write_text(text)
        return landing.land(file, folder, "test")[0]

    assert land("one", 0).landed_on == real.date()
    land("two", 1)
    land("three", 26000)
    assert land("four", 0).landed_on == real.date() + timedelta(days=26000), "it never goes back"
    ahead = landing.from_the_future(landing.deliveries(folder))
    assert [d.number for d in ahead] == [3, 4], "one day is no jump: the first one is not listed"
    assert landing.set_back(folder) == ahead
    known = landing.deliveries(folder)
    assert [d.number for d in known] == [1, 2, 3, 4]
    assert [d.landed_on for d in known][2:] == [real.date()] * 2
    assert landing.from_the_future(known) == landing.set_back(folder) == []
    assert len(list((folder / "deliveries").iterdir())) == 4

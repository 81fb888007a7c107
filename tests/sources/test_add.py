"""`raidbook add` and `raidbook remove`: what they say, what they land, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT, bare_settings, good, raidbook, write_records

from ingest import landing
from warehouse import add as adding
from warehouse.settings import Settings


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return bare_settings(tmp_path)


@pytest.fixture
def add(here: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that adds files and returns the exit code, the output and the errors."""

    def run(*files: Path, again: bool = False, is_dry: bool = False) -> tuple[int, str, str]:
        code = adding.add(here, list(files), again=again, is_dry=is_dry)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def landed(here: Settings) -> list[str]:
    return [delivery.file_name for delivery in landing.deliveries(here.landing)]


def test_good_records_are_landed(here: Settings, add, tmp_path: Path) -> None:
    code, out, err = add(write_records(tmp_path / "july.csv", [good(1), good(2)]))
    assert (code, err) == (0, "")
    assert "july.csv: 2 rows read, 2 loaded, 0 rejected\n" in out
    assert landed(here) == ["july.csv"]


def test_bad_rows_are_told_and_the_rest_is_landed(here: Settings, add, tmp_path: Path) -> None:
    bad = good(2, value="dozens", country="Cambodia")
    code, out, err = add(write_records(tmp_path / "july.csv", [good(1), bad]))
    assert code == 1
    assert "july.csv: 2 rows read, 1 loaded, 1 rejected\n" in out
    assert f"row 3 ({bad['record_id']}): " in err
    assert 'value: "dozens" is not a number' in err
    assert 'country: "Cambodia" is not' in err
    assert landed(here) == ["july.csv"]


def test_of_many_bad_rows_the_first_are_told_and_all_are_counted(add, tmp_path: Path) -> None:
    rows = [good(number, value="many") for number in range(50)]
    code, out, err = add(write_records(tmp_path / "july.csv", rows))
    assert code == 1
    assert "50 rows read, 0 loaded, 50 rejected" in out
    assert [f"row {row} " in err for row in (2, 21, 22)] == [True, True, False]
    assert "… and 30 more; after the build all stand in quality.rejected_records" in err


def test_a_file_that_is_no_table_is_not_landed(here: Settings, add, tmp_path: Path) -> None:
    empty, fine = tmp_path / "empty.csv", write_records(tmp_path / "fine.csv", [good(1)])
    empty.write_bytes(b"")
    folder, missing = tmp_path / "folder", tmp_path / "missing.csv"
    folder.mkdir()
    code, out, err = add(empty, folder, missing, fine)
    assert code == 1
    assert len(err.splitlines()) == 3
    assert all(line.startswith("refused: ") for line in err.splitlines())
    assert landed(here) == ["fine.csv"], "what is wrong with one file doesn't stop the next"
    assert "fine.csv: 1 rows read, 1 loaded" in out


def test_a_file_delivered_before_is_skipped_and_says_so(
    here: Settings, add, tmp_path: Path
) -> None:
    file = write_records(tmp_path / "july.csv", [good(1), good(2, value="")])
    assert add(file)[0] == 1
    code, out, _ = add(file)
    assert code == 0, "what is skipped is no refusal"
    assert "july.csv: delivered before (on " in out
    assert "skipped" in out
    assert len(landed(here)) == 1


def test_again_makes_it_the_newest(here: Settings, add, tmp_path: Path) -> None:
    first = write_records(tmp_path / "first.csv", [good(1)])
    second = write_records(tmp_path / "second.csv", [good(1, value="7")])
    assert add(first, second)[0] == 0
    assert add(first, again=True)[0] == 0
    numbers = [(d.number, d.delivery_id) for d in landing.deliveries(here.landing)]
    assert [number for number, _ in numbers] == [1, 2, 3]
    assert numbers[0][1] == numbers[2][1] != numbers[1][1]


def test_dry_run_lands_nothing(here: Settings, add, tmp_path: Path) -> None:
    code, out, _ = add(write_records(tmp_path / "july.csv", [good(1)]), is_dry=True)
    assert code == 0
    assert "1 rows read, 1 loaded, 0 rejected" in out
    assert "nothing landed" in out
    assert landed(here) == []


def test_the_disk_is_full(here: Settings, add, tmp_path: Path) -> None:
    here.var.write_text("a file where the folder should be")
    code, _, err = add(write_records(tmp_path / "july.csv", [good(1)]))
    assert code == 3
    assert "july.csv: can't be landed: " in err


def test_a_delivery_is_removed_and_taken_back(
    here: Settings, add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_records(tmp_path / "july.csv", [good(1)])
    add(file)
    (delivery,) = landing.deliveries(here.landing)
    seed = here.seeds / "delivery_removed.csv"
    before = seed.read_text()
    seed.write_text(before.rstrip("\n"))  # as some editors leave it

    assert adding.remove(here, "0123456789abcdef", "why") == 2
    assert adding.remove(here, delivery.delivery_id, "  ") == 2
    assert "There is no delivery" in (told := capsys.readouterr().err)
    assert "The reason is empty" in told
    assert landing.removed(here.seeds) == set()

    assert adding.remove(here, delivery.delivery_id, 'wrong, "made up"') == 0
    assert adding.remove(here, delivery.delivery_id, "once more") == 0
    assert landing.removed(here.seeds) == {delivery.delivery_id}
    assert seed.read_text().splitlines()[-1].endswith(',"wrong, ""made up"""')
    assert delivery.path(here.landing).is_file(), "its file stays in landing"

    code, out, err = add(file)
    assert (code, "skipped" in out) == (0, True)
    assert "was taken back" in err
    seed.write_text(before)
    assert landing.removed(here.seeds) == set()
    assert add(file) == (0, out[out.rindex("july.csv") :], "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("binary.csv", bytes(range(256)) * 20),
        ("utf16.csv", "record_id,event_id\nx,y\n".encode("utf-16")),
        ("utf16_without_a_mark.csv", "record_id,event_id\nx,y\n".encode("utf-16-le")),
        ("workbook.xlsx", b"PK\x03\x04"),
        ("header.csv", (ROOT / "ingest/records/myanmar.csv").read_bytes().split(b"\n")[0]),
    ],
)
def test_nothing_ends_in_a_traceback(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = raidbook(ROOT, "add", str(tmp_path / name), RAIDBOOK_VAR=str(tmp_path / "var"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"refused: {name}: ")
    assert done.stderr.count("\n") == 1

"""`raidbook add` and `raidbook remove`: what they say, what they land, and how they end."""

from __future__ import annotations

import csv
import itertools
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT, copy_project, ended, good, raidbook, write_records

from ingest import landing
from ingest.errors import RaidbookError, RefusedError, WrongUseError
from ingest.sources.source import shipped_records
from raidbook.entry import add as adding
from raidbook.entry import clock_reset, retraction
from raidbook.settings import Settings


@pytest.fixture
def add(here: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that adds files and returns the exit code, the output and the errors."""

    def run(
        *files: Path, again: bool = False, is_dry: bool = False, errors: Path | None = None
    ) -> tuple[int, str, str]:
        code = ended(adding.add, here, list(files), again=again, is_dry=is_dry, errors=errors)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def landed(here: Settings) -> list[str]:
    return [delivery.file_name for delivery in landing.deliveries(here.landing)]


def test_good_records_are_landed(here: Settings, add, tmp_path: Path) -> None:
    code, out, err = add(write_records(tmp_path / "july.csv", [good(1), good(2)]))
    assert (code, err) == (0, "")
    assert "july.csv: 2 rows read, 2 loaded, 0 rejected, 0 corrected, 0 unchanged\n" in out
    assert landed(here) == ["july.csv"]


def test_bad_rows_are_reported_and_the_rest_is_landed(here: Settings, add, tmp_path: Path) -> None:
    bad = good(2, value="dozens", country="Atlantis")
    code, out, err = add(write_records(tmp_path / "july.csv", [good(1), bad]))
    assert code == 1
    assert "july.csv: 2 rows read, 1 loaded, 1 rejected, 0 corrected, 0 unchanged\n" in out
    assert f"row 3 ({bad['record_id']}): " in err
    assert 'value: "dozens" is not a number' in err
    assert 'country: "Atlantis" is not' in err
    assert landed(here) == ["july.csv"]


def test_of_many_bad_rows_the_worst_ten_are_reported_and_all_are_counted(
    add, tmp_path: Path
) -> None:
    rows = [good(number, value="many") for number in range(50)]
    rows[40] |= {"country": "Atlantis", "publisher": ""}
    code, out, err = add(write_records(tmp_path / "july.csv", rows))
    assert code == 1
    assert "50 rows read, 0 loaded, 50 rejected" in out
    assert "     50 × value: is not a number" in err
    assert "      1 × country: is not an ISO 3166-1 alpha-2 code" in err
    rows_named = [
        line.split(" (")[0].strip() for line in err.splitlines() if line.startswith("  row ")
    ]
    worst = "row 42"  # it has most reasons
    assert rows_named == [worst, *(f"row {number}" for number in range(2, 11))]
    assert "… and 40 more; --errors FILE.xlsx writes all, and after the build all are in" in err


def test_what_is_known_is_corrected_or_unchanged(here: Settings, add, tmp_path: Path) -> None:
    def counted(name: str, *rows: dict[str, str], **how: bool) -> str:
        out = add(write_records(tmp_path / name, rows), **how)[1]
        line = next(line for line in out.splitlines() if " rows read, " in line)
        return ", ".join(line.split(", ")[3:])

    assert counted("first.csv", good(1), good(2), good(3)) == "0 corrected, 0 unchanged"
    assert counted("second.csv", good(1), good(2, value="7"), good(4)) == "1 corrected, 1 unchanged"
    # against the newest version, not the first; within the file the later row is the newer one
    assert counted("third.csv", good(2), is_dry=True) == "1 corrected, 0 unchanged"
    assert counted("fourth.csv", good(2, value="7"), good(5), good(5), good(5, value="8")) == (
        "1 corrected, 2 unchanged"
    )
    # what is rejected is none of them, and what was retracted is not known
    assert counted("fifth.csv", good(1, value="many"), is_dry=True) == "0 corrected, 0 unchanged"
    for delivery in landing.deliveries(here.landing):
        if delivery.file_name == "first.csv":
            retraction.retract(here, delivery.delivery_id, "made up")
    assert counted("sixth.csv", good(1), good(3), is_dry=True) == "0 corrected, 1 unchanged"


def test_versions_are_those_of_the_live_file_and_of_what_was_landed_since(
    built_project: Path, tmp_path: Path
) -> None:
    root = copy_project(tmp_path / "project", var=built_project / "var")
    shipped = shipped_records(root)[0]
    with shipped.open(encoding="utf-8", newline="") as stream:
        first, second, third = itertools.islice(csv.DictReader(stream), 3)
    new = good(901)
    write_records(root / "new.csv", [new, second | {"note": "looked at again"}])
    done = raidbook(root, "add", "new.csv")
    assert "2 loaded, 0 rejected, 1 corrected, 0 unchanged" in done.stdout
    write_records(root / "more.csv", [new, first, second, third | {"note": "so"}])
    done = raidbook(root, "add", "more.csv")
    assert "4 loaded, 0 rejected, 2 corrected, 2 unchanged" in done.stdout, "second is back"


def test_contradictions_are_reported_and_loaded(here: Settings, add, tmp_path: Path) -> None:
    rows = [good(1, qualifier="exact"), good(2, value="2000", counts_as="part")]
    code, out, err = add(write_records(tmp_path / "july.csv", rows))
    assert (code, "2 loaded, 0 rejected" in out) == (0, True)
    assert err == (
        "  warning, but loaded: row 3: the part 2000 of persons_arrested is larger than the total "
        "1000 in row 2\n"
    )


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


def test_every_file_of_a_folder_is_added_and_skipped_the_next_time(
    here: Settings, add, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    (folder / "july").mkdir(parents=True)
    write_records(folder / "b.csv", [good(1)])
    write_records(folder / "july" / "a.csv", [good(2)])
    write_records(folder / ".hidden.csv", [good(3)])
    (folder / "~$a.xlsx").write_bytes(b"a lock of Excel")
    assert add(folder)[0] == 0
    assert landed(here) == ["b.csv", "a.csv"]
    write_records(folder / "c.csv", [good(4)])
    code, out, _ = add(folder)
    assert (code, out.count("skipped")) == (0, 2)
    assert landed(here) == ["b.csv", "a.csv", "c.csv"]


def test_dry_run_touches_nothing(here: Settings, add, tmp_path: Path) -> None:
    path = write_records(tmp_path / "july.csv", [good(1), good(2, value="many")])
    before = sorted(tmp_path.rglob("*"))
    assert add(path, is_dry=True)[0] == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_dry_run_lands_nothing(here: Settings, add, tmp_path: Path) -> None:
    code, out, _ = add(write_records(tmp_path / "july.csv", [good(1)]), is_dry=True)
    assert code == 0
    assert "1 rows read, 1 loaded, 0 rejected" in out
    assert "nothing landed" in out
    assert landed(here) == []


def test_the_disk_is_full(here: Settings, add, tmp_path: Path) -> None:
    shutil.rmtree(here.var)
    here.var.write_text("a file where the folder should be")
    code, _, err = add(write_records(tmp_path / "july.csv", [good(1)]))
    assert code == 3
    assert err.startswith("can't continue: ")
    assert "Not a directory" in err


def test_a_delivery_is_removed_and_delivered_again(
    here: Settings, add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_records(tmp_path / "july.csv", [good(1)])
    add(file)
    (delivery,) = landing.deliveries(here.landing)
    seed = here.seeds / "delivery_removed.csv"
    before = seed.read_text()
    seed.write_text(before.rstrip("\n"))  # as some editors leave it

    with pytest.raises(WrongUseError, match="There is no delivery"):
        retraction.retract(here, "0123456789abcdef", "why")
    with pytest.raises(WrongUseError, match="The reason is empty"):
        retraction.retract(here, delivery.delivery_id, "  ")
    assert landing.removed(here.seeds) == set()

    retraction.retract(here, delivery.delivery_id, 'wrong, "made up"')
    retraction.retract(here, delivery.delivery_id, "once more")
    capsys.readouterr()
    assert landing.removed(here.seeds) == {delivery.delivery_id}
    assert seed.read_text().splitlines()[-1].endswith(',"wrong, ""made up"""')
    assert delivery.path(here.landing).is_file(), "its file stays in landing"

    code, out, err = add(file)
    assert (code, "skipped" in out) == (0, True)
    assert "retracted as delivery" in err
    seed.write_text(before)
    assert landing.removed(here.seeds) == set()
    assert add(file) == (0, out[out.rindex("july.csv") :], "")


def test_a_clock_that_was_ahead_is_reported_and_reset(
    here: Settings, add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(write_records(tmp_path / "july.csv", [good(1)]))
    (path,) = (here.landing / "deliveries").iterdir()
    path.write_text(re.sub('"landed_on": "[0-9-]+"', '"landed_on": "2099-01-01"', path.read_text()))
    _, _, err = add(write_records(tmp_path / "august.csv", [good(2)]))
    assert err.startswith("warning: deliveries were landed on days up to 2099-01-01, but today")
    assert "run `raidbook reset-clock`" in err
    clock_reset.reset_clock(here)
    out = capsys.readouterr().out
    assert "july.csv" in out
    assert "august.csv" in out
    assert out.endswith("`make build` checks them again.\n")
    assert add(write_records(tmp_path / "may.csv", [good(3)]))[2] == ""
    clock_reset.reset_clock(here)
    assert capsys.readouterr().out == "No delivery is from the future.\n"


def test_seeds_that_can_not_be_read_or_written_are_reported_in_one_sentence(
    here: Settings, add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(write_records(tmp_path / "july.csv", [good(1)]))
    (delivery,) = landing.deliveries(here.landing)
    seed = here.seeds / "delivery_removed.csv"
    whole = seed.read_bytes()
    sentence = "seeds/delivery_removed.csv, line 1: the cells are separated by semicolons"
    seed.write_bytes(whole.replace(b",", b";"))
    with pytest.raises(RefusedError, match=sentence):
        retraction.retract(here, delivery.delivery_id, "why")
    code, out, err = add(write_records(tmp_path / "august.csv", [good(2)]))
    assert (code, out) == (1, "")
    assert err.startswith(f"refused: {sentence}")
    seed.write_bytes(whole)

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(RaidbookError, match=r"removed\.csv can't be written: .*denied"):
        retraction.retract(here, delivery.delivery_id, "why")


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

"""Names and cells that would forge lines or steer a terminal; readers that fail in new ways."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from support import bare_settings, good, write_records

from ingest import checked_file
from ingest.readers.cell_text import visible
from raidbook.entry.add import add

ODD = "a\nrefused: b\x1b[31m\u202egpj\u200b\x07.csv"


def test_visible() -> None:
    assert visible("Sihanoukville, “Kaibo” – São, 木") == "Sihanoukville, “Kaibo” – São, 木"
    assert visible(ODD) == "a\\x0arefused: b\\x1b[31m\\u202egpj\\u200b\\x07.csv"
    assert visible("\udce9t\udce9.csv") == "\\udce9t\\udce9.csv"
    long = visible("x" * 9_000_000)
    assert len(long) < 2_100
    assert "8,998,000 characters" in long
    every = "".join(map(chr, range(0x3000)))
    assert not {unicodedata.category(c) for c in visible(every, 20_000)} & {"Cc", "Cf", "Zl", "Zp"}


def test_a_name_forges_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also as a name that is no UTF-8; the file is delivered, and so is the next."""
    folder = tmp_path / "new"
    folder.mkdir()
    write_records(folder / ODD, [good(1)])
    write_records(Path(os.fsdecode(os.fsencode(folder) + b"/\xe9t\xe9.csv")), [good(2)])
    write_records(folder / "z.csv", [good(3)])
    assert add(bare_settings(tmp_path), [folder], again=False, is_dry=False) == 0
    printed = capsys.readouterr()
    printed.out.encode()
    lines = [line for line in printed.out.splitlines() if not line.startswith("  ")]
    assert [line.partition(":")[0] for line in lines] == [
        "a\\x0arefused",
        "z.csv",
        "\\udce9t\\udce9.csv",
    ]
    assert "\x1b" not in printed.out + printed.err


def test_a_record_id_forges_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_records(
        tmp_path / "a.csv", [good(1), good(2, record_id=ODD, value="many"), good(3)]
    )
    assert add(bare_settings(tmp_path), [path], again=False, is_dry=True) == 1
    printed = capsys.readouterr().err
    assert "\\x0arefused: b\\x1b[31m" in printed
    assert not [line for line in printed.splitlines() if line.startswith("refused")]


def test_whatever_a_reader_raises_the_next_file_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write_records(tmp_path / f"{name}.csv", [good(at)]) for at, name in enumerate("abc")]
    read = checked_file.read_delivery

    def fail(con: object, path: Path, *more: object) -> object:
        if path.name == "a.csv":
            raise ZeroDivisionError("by nothing")
        if path.name == "b.csv":
            raise MemoryError
        return read(con, path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(checked_file, "read_delivery", fail)
    assert add(bare_settings(tmp_path), paths, again=False, is_dry=True) == 1
    printed = capsys.readouterr()
    assert [line.partition(": ")[0] for line in printed.err.splitlines()] == ["refused", "refused"]
    assert "can't be read (ZeroDivisionError: by nothing). Save it as CSV." in printed.err
    assert printed.out.startswith("c.csv: 1 rows read, 1 loaded")

"""Seeds are read strictly: what a spreadsheet makes of them is read as meant, or refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from support import ROOT

from ingest.errors import RefusedError
from ingest.names import seed_rows

HEADER = "event_id,merged_into_event_id,decided_on,reason"
ROW = 'a,b,2026-11-29,"One, the same"'
READ = {"event_id": "a", "merged_into_event_id": "b", "decided_on": "2026-11-29"}


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    shutil.copyfile(ROOT / "seeds" / "_seeds.yml", tmp_path / "_seeds.yml")
    return tmp_path / "event_merge.csv"


def test_the_seeds_that_ship_have_no_fault() -> None:
    assert seed_rows.faults_in(ROOT / "seeds") == []


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_mark_and_line_ends_of_windows_change_nothing(
    seed: Path, mark: bytes, end: str, last: bool
) -> None:
    text = end.join([HEADER, ROW, 'c,d,2026-11-29,"Two\nlines"']) + (end if last else "")
    seed.write_bytes(mark + text.encode())
    first, second = seed_rows.read_seed(seed)
    assert first == READ | {"reason": "One, the same"}
    assert second["reason"] == "Two\nlines"
    assert [line for line, _ in seed_rows.numbered_rows(seed)] == [2, 3]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "seeds/event_merge.csv: the file is empty; restore its header."),
        (
            f"{HEADER}\n{ROW}\n".replace(",", ";").encode(),
            "line 1: the cells are separated by semicolons; save the file with commas between its",
        ),
        (
            f"{HEADER}\n{ROW}\n".replace(",", "\t").encode(),
            "line 1: the cells are separated by tabs; save the file with commas",
        ),
        (
            f"event,{HEADER}\nx,{ROW}\n".encode(),
            f'line 1: "event,{HEADER}": the header has other columns; write {HEADER}.',
        ),
        (
            f"{HEADER}\n{ROW}\nc,d,2026-11-29,caf\xe9\n".encode("latin-1"),
            "line 3: the byte 0xe9 is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8).",
        ),
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), "line 1: the byte 0xff is not UTF-8"),
        (f"{HEADER}\n{ROW}\n\n".encode(), "line 3: the row is empty; delete it."),
        (f"{HEADER}\n,,,\n{ROW}\n".encode(), "line 2: the row is empty; delete it."),
        (f"{HEADER}\na,b,c\n".encode(), "line 2: the row has 3 cells, but the header has 4; "),
        (
            f"{HEADER}\na,b,2026-11-29,One, the same\n".encode(),
            "line 2: the row has 5 cells, but the header has 4; ",
        ),
        (
            f"{HEADER}\na,b,29/11/2026,x\n".encode(),
            'line 2, column decided_on: "29/11/2026": it is not a date; '
            "write the day as 2026-11-29.",
        ),
        (
            f"{HEADER}\na,b,2026-02-30,x\n".encode(),
            'line 2, column decided_on: "2026-02-30": it is not a date',
        ),
        (f"{HEADER}\na,b,2026-W01-1,x\n".encode(), "column decided_on"),
        (f'{HEADER}\na,b,2026-11-29,"x\n{ROW}\n'.encode(), "line 2: the row can't be read"),
        (f"{HEADER}\n{ROW}\r\n".encode(), "csv: its lines end in different ways; save it in one"),
        (f"{HEADER}\r{ROW}\r".encode(), "line 1: the row can't be read"),
        (
            f"{HEADER}\na ,b,2026-11-29,x\n".encode(),
            'line 2, column event_id: "a": the cell begins or ends with a blank; delete the blank.',
        ),
        (
            f"{HEADER}\na\u200bc,b,2026-11-29,x\n".encode(),
            'line 2, column event_id: "a c": the cell holds an invisible character',
        ),
        (f"{HEADER}\na\x00,b,2026-11-29,x\n".encode(), "line 2"),
        (f'{HEADER}\n"a\nc",b,2026-11-29,x\n'.encode(), "line 2, column event_id"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_place(
    seed: Path, content: bytes, expected: str
) -> None:
    seed.write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        seed_rows.read_seed(seed)
    words = str(refused.value)
    assert words.startswith("seeds/event_merge.csv")
    assert expected in words
    assert words.isprintable()
    [(name, fault), *_] = seed_rows.faults_in(seed.parent)
    assert fault.sentence(name) == words


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        (
            "city",
            "raidbook:x,X,city,-,KH,\N{FULLWIDTH DIGIT ONE},1.5,,2026-11-29,x",
            'latitude: "\N{FULLWIDTH DIGIT ONE}": it is not a number; '
            "write it as 13.5, with a point",
        ),
        ("city", 'raidbook:x,X,city,-,KH,"1,5",1.5,,2026-11-29,x', 'latitude: "1,5": it is not'),
        ("city", "raidbook:x,X,city,-,KH,1,1.5,many,2026-11-29,x", 'population: "many": it is no'),
        ("measure", "x,x,WAHR,false,-", 'has_unit: "WAHR": it is neither true nor false'),
    ],
)
def test_numbers_and_truths(seed: Path, name: str, row: str, expected: str) -> None:
    shipped = (ROOT / "seeds" / f"{name}.csv").read_text(encoding="utf-8")
    path = seed.with_name(f"{name}.csv")
    path.write_text(shipped.split("\n")[0] + "\n" + row + "\n", encoding="utf-8")
    [(_, fault)] = seed_rows.faults_in(seed.parent)
    assert f"line 2, column {expected}" in fault.sentence(name)


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "seeds").glob("*.csv"))])
def test_a_key_twice_is_refused_with_both_lines(seed: Path, name: str) -> None:
    """Every seed has a key, which is no cell of a decision's day or reason."""
    types = yaml.safe_load((ROOT / "seeds" / "_seeds.yml").read_text(encoding="utf-8"))["seeds"]
    (config,) = [described["config"] for described in types if described["name"] == name]
    cell = {"bigint": "1", "double": "1.5", "boolean": "true", "date": "2026-11-29"}
    row = [cell.get(kind, "x") for kind in config["column_types"].values()]
    path = seed.with_name(f"{name}.csv")
    lines = [",".join(config["column_types"]), ",".join(row), ",".join(row)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    [(_, fault)] = seed_rows.faults_in(seed.parent)
    assert fault.sentence(name) == (
        f"seeds/{name}.csv, line 3: line 2 has the same "
        + ", ".join(f'{column} "x"' for column in config["meta"]["key"])
        + "; decide which of the two rows is right, and delete the other."
    )
    assert not {"decided_on", "reason"} & set(config["meta"]["key"])


def test_rows_that_share_a_part_of_a_key_are_two(seed: Path) -> None:
    path = seed.with_name("organisation_alias.csv")
    header = "alias,country_code,organisation_id,decided_on,reason"
    path.write_text(f"{header}\na,KH,o,2026-11-29,x\na,TH,o,2026-11-29,x\n", encoding="utf-8")
    assert seed_rows.faults_in(seed.parent) == []


@pytest.mark.parametrize("is_sorted", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_row_that_is_written_leaves_the_others_as_they_are(
    seed: Path, end: str, is_open: bool, is_sorted: bool
) -> None:
    lines = [HEADER, 'a,b,2026-11-29,"Two\nlines"', "m,n,2026-11-29,x", "z,z,2026-11-29,x"]
    whole = "\N{ZERO WIDTH NO-BREAK SPACE}" + end.join(lines) + ("" if is_open else end)
    seed.write_bytes(whole.encode())
    seed_rows.insert_row(seed, ["k", "l", "2026-11-29", 'so, "yes"'], is_sorted=is_sorted)
    lines.insert(2 if is_sorted else 4, 'k,l,2026-11-29,"so, ""yes"""')
    ends = end.join([*lines, ""])
    assert seed.read_bytes().decode() == "\N{ZERO WIDTH NO-BREAK SPACE}" + ends
    assert [row["event_id"] for row in seed_rows.read_seed(seed)] == (
        ["a", "k", "m", "z"] if is_sorted else ["a", "m", "z", "k"]
    )

"""Reading CSV: both parsers give the same table, with the row numbers of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import GOOD, good, write_records

from ingest.errors import RefusedError
from ingest.readers import csv_file, delivered_file
from ingest.readers import text_encoding as text_files
from ingest.readers.cell_text import BLANKS as BLANK_CHARACTERS
from ingest.record import definition

HEADER = [*GOOD, "note", "phrase"]
SHOWN = "_row_number, record_id, publisher, note, phrase"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set threads = 4")
        yield connection


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv")


def rows_of(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(f"select {SHOWN} from delivered order by _row_number").fetchall()


def read(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[object, ...]]:
    assert csv_file.read(con, path, path.name, path.parent).ragged == 0
    return rows_of(con)


def ragged_of(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str | None, str, str]]:
    """Return the rows that are no records: row number, record_id, reason, JSON of the cells."""
    return con.execute("from ragged_rows order by _row_number").fetchall()


def written(rows: list[list[str]], line_end: str = "\n", *, all_quoted: bool = False) -> str:
    """Write as spreadsheets do (Python's own writer forgets to quote a carriage return)."""

    def cell(text: str) -> str:
        is_quoted = all_quoted or set(text) & set(',"\r\n')
        return '"' + text.replace('"', '""') + '"' if is_quoted else text

    return "".join(",".join(map(cell, row)) + line_end for row in rows)


def refused(con: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return the sentence with which the file is refused."""
    with pytest.raises(RefusedError) as error:
        delivered_file.read(con, path, path.name)
    sentence = str(error.value)
    assert sentence.startswith(f"{path.name}: ")
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    return sentence


BLANKS = st.sampled_from(["", "", "", " ", "\t", "\u00a0", " \u00a0"])
LETTERS = st.lists(
    st.one_of(
        st.sampled_from([",", '"', "\n", "\r\n", "'", "\\", ";", "#", "|", "=", "é", "ប", "NA"]),
        st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]),
    ),
    max_size=6,
).map("".join)
CELLS = st.tuples(BLANKS, LETTERS, BLANKS).map("".join)
TABLES = st.lists(st.tuples(st.booleans(), CELLS, CELLS, CELLS), max_size=6)


def rows_and_cells(
    table: list[tuple[bool, str, str, str]],
) -> tuple[list[list[str]], list[tuple[object, ...]]]:
    """Return the rows to write, and the rows that must be read: blanks at the ends are gone."""
    rows, wanted = [HEADER], []
    for number, (is_filled, publisher, note, phrase) in enumerate(table, start=2):
        row = (good(number) if is_filled else {}) | {
            "publisher": publisher,
            "note": note,
            "phrase": phrase,
        }
        rows.append([row.get(name, "") for name in HEADER])
        cells = [row.get("record_id", ""), publisher, note, phrase]
        clean = [cell.strip(BLANK_CHARACTERS) or None for cell in cells]
        if any(clean):
            wanted.append((number, *clean))
    return rows, wanted


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    TABLES,
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_both_ways_of_reading_give_one_table(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    table: list[tuple[bool, str, str, str]],
    line_end: str,
    all_quoted: bool,
    has_mark: bool,
) -> None:
    rows, wanted = rows_and_cells(table)
    path = folder / "both.csv"
    text = written(rows, line_end, all_quoted=all_quoted)
    path.write_bytes(("\ufeff" if has_mark else "").encode() + text.encode())
    assert csv_file._read_ragged(con, path, path.name, HEADER, {}) == 0
    assert rows_of(con) == wanted
    if not text_files.check_bytes(path, path.name) and csv_file._read_regular(
        con, path, HEADER, {}
    ):
        assert rows_of(con) == wanted
    assert read(con, path) == wanted


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.sampled_from(["a", ",", ",", '"', "\n", "\r\n", "\r", " ", "é"]), max_size=14)
    .map("".join)
    .filter(lambda text: '" ' not in text and '  "' not in text)  # as the module says
)
def test_what_duckdb_takes_for_regular_is_so_for_python(
    con: duckdb.DuckDBPyConnection, folder: Path, body: str
) -> None:
    header = ["record_id", "note"]
    path = folder / "any.csv"
    path.write_bytes(f"record_id,note\n{body}".encode())
    if text_files.check_bytes(path, path.name) or not csv_file._read_regular(con, path, header, {}):
        return
    by_duckdb = rows_of(con)
    assert csv_file._read_ragged(con, path, path.name, header, {}) == 0
    assert rows_of(con) == by_duckdb


def test_a_regular_file_is_read_by_duckdb(
    con: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_records(folder / "regular.csv", [good(1, note='a "quoted", long\nnote'), good(2)])
    monkeypatch.delattr(csv_file, "_read_ragged")
    assert [row[0] for row in read(con, path)] == [2, 3]


def test_the_order_of_a_large_file_is_kept(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Four threads read many chunks at once, and yet the row numbers are those of the file."""
    path = folder / "large.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("record_id,note\n")
        stream.writelines(f"{number},{'x' * 400}\n" for number in range(2, 150_002))
    assert csv_file._read_regular(con, path, ["record_id", "note"], {})
    found = con.execute(
        "select count(*), count_if(_row_number <> cast(record_id as bigint)) from delivered"
    ).fetchone()
    assert found == (150_000, 0)


def test_cells_stay_as_they_are(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = write_records(
        folder / "cells.csv",
        [
            good(1, note="NA", phrase="007"),
            good(2, note=" \t\u00a0 ", phrase='""'),
            good(3, note="null", phrase="  1,000\u00a0"),
            good(4, note="=1+1", phrase="\u3000wide\u3000"),
        ],
    )
    assert [row[3:] for row in read(con, path)] == [
        ("NA", "007"),
        (None, '""'),
        ("null", "1,000"),
        ("=1+1", "\u3000wide\u3000"),
    ]
    types = con.execute("select data_type from duckdb_columns() where table_name = 'delivered'")
    assert {row[0] for row in types.fetchall()} == {"BIGINT", "VARCHAR"}


def test_columns_in_another_order_and_fewer(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = write_records(folder / "order.csv", [good(7, publisher="P")], sorted(GOOD))
    assert read(con, path) == [(2, good(7)["record_id"], "P", None, None)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blank_lines_count_as_rows(
    con: duckdb.DuckDBPyConnection, folder: Path, line_end: str
) -> None:
    lines = written([[row.get(name, "") for name in HEADER] for row in (good(1), good(2))])
    one, two = lines.splitlines()
    commas = "," * (len(HEADER) - 1)
    path = folder / "blank.csv"
    text = line_end.join([",".join(HEADER), one, "", commas, "  ", two, "", ""])
    path.write_bytes(text.encode())
    assert [row[0] for row in read(con, path)] == [2, 6]


def test_rows_of_nothing_are_no_records(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """A spreadsheet often saves empty rows as rows of commas; DuckDB reads these."""
    path = write_records(folder / "commas.csv", [good(1), {}, {"note": " "}, good(2), {}])
    assert csv_file._read_regular(con, path, list(definition.NAMES), {})
    assert [row[0] for row in rows_of(con)] == [2, 5]


def test_ragged_rows_are_reported_and_the_rest_is_read(
    con: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    path = folder / "ragged.csv"
    rows = [[row.get(name, "") for name in HEADER] for row in map(good, range(1, 6))]
    rows[1] = rows[1][:3]
    rows[2] += ["too", "many"]
    rows[3] += ["", " "]  # what is only blank is not too much
    path.write_text(written([HEADER, *rows]), encoding="utf-8")
    assert delivered_file.read(con, path, path.name).ragged == 2
    short, long = ragged_of(con)
    assert [row[0] for row in rows_of(con)] == [2, 5, 6]
    assert (short[0], long[0]) == (3, 4)
    assert short[1] == good(2)["record_id"]
    assert short[2].startswith(f"the row has 3 cells, but the header has {len(HEADER)}")
    assert '"event_kind": "raid"' in short[3]
    assert '"_more_cells": ["too", "many"]' in long[3]


def test_ragged_rows_keep_the_names_of_their_own_header(
    con: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    columns = sorted(GOOD)
    path = folder / "own.csv"
    first, second = good(1), good(2)
    path.write_text(
        written([columns, [first[c] for c in columns], [second[c] for c in columns][:-2]]),
        encoding="utf-8",
    )
    assert delivered_file.read(con, path, path.name).ragged == 1
    ((_, record_id, _, cells),) = ragged_of(con)
    assert record_id == second["record_id"]
    assert f'"record_id": "{second["record_id"]}"' in cells


def test_a_name_that_looks_like_a_pattern(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_records(tmp_path / "records1.csv", [good(1)])
    path = write_records(tmp_path / "records[1]*?.csv", [good(2), good(3)])
    assert [row[0] for row in read(con, path)] == [2, 3]


HEAD = ",".join(HEADER)
ROW = written([[good(1).get(name, "") for name in HEADER]])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "not a header of incident records"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture"),
        (b"PK\x03\x04\xff\xfe\xfa", "damaged or cut off"),
        (f"{HEAD}\n{ROW}".encode().replace(b"Jacaranda", b"Jacar\0nda"), "is NUL"),
        (f"{HEAD}\n{ROW}".encode("utf-16-le"), "is NUL"),
        (f"{HEAD}\n{ROW}".encode().replace(b"Jacaranda", b"Jacarand\x81 "), "not UTF-8"),
        (f"{HEAD}\n{ROW}".encode().replace(b"Jacaranda", b"\xc3\xa9 \xe9 "), "two encodings"),
        (f"{HEAD}\n{ROW}é".encode()[:-1], "cut off"),
        (b"name,age\nAnn,3\n", "not a header of incident records (it reads 'name, age')"),
        (HEAD.replace("publisher,", "").encode(), "the required column 'publisher' is missing"),
        (
            HEAD.replace("publisher,", "").replace("country,", "").encode(),
            "the required columns 'country', 'publisher' are missing. Add them",
        ),
        (HEAD.replace("publisher,", "publishr,").encode(), "Did you mean 'publisher'?"),
        (f"{HEAD},colour\n{ROW}".encode(), "the column 'colour' is unknown"),
        (f"{HEAD},note\n".encode(), "the column 'note' occurs twice"),
        (f"{HEAD},\n{ROW[:-1]},x\n".encode(), f"column {len(HEADER) + 1} has no name"),
        (f'{HEAD}\n{ROW}{ROW[:-1]},"never closed\n{ROW}'.encode(), "begins in line 3"),
        (f'{HEAD}\n{ROW}"a"b,c\n'.encode(), "begins in line 3"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(
    con: duckdb.DuckDBPyConnection, folder: Path, content: bytes, words: str
) -> None:
    path = folder / "refused.csv"
    path.write_bytes(content)
    assert words in refused(con, path)


def test_bytes_are_checked_across_chunks(
    con: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every place of a chunk's end within a text gives the same answer."""
    path = folder / "chunks.csv"
    for content, is_warned in (
        ("aé€𝄞\r\nb\n", False),
        ("aé€𝄞\r\n\r\nb", True),
        ("a\n\nb", True),
        ("aé\rb", True),
    ):
        path.write_bytes(content.encode())
        for size in range(1, len(content.encode()) + 1):
            monkeypatch.setattr(text_files, "CHUNK", size)
            assert text_files.check_bytes(path, path.name) == is_warned, (content, size)
    path.write_bytes("aé€𝄞b\0c".encode())
    for size in range(1, 12):
        monkeypatch.setattr(text_files, "CHUNK", size)
        assert "byte 12 is NUL" in refused(con, path)
    path.write_bytes("aé€".encode() + b"\xff" + b"bcdef")
    for size in range(1, 12):
        monkeypatch.setattr(text_files, "CHUNK", size)
        assert "byte 7 (ff" in refused(con, path)

"""Fuzz of every reader: rows or a RefusedError, never a traceback; text comes back as written.

`make test` runs a short form; `make fuzz` sets RAIDBOOK_FUZZ to the cases of each test, which makes
more than ten thousand in all.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pickle
import resource
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from binary_workbooks import written_xls, written_xlsb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import GOOD, good

from ingest.errors import RefusedError
from ingest.readers import delivered_file
from ingest.readers.cell_text import BLANKS
from ingest.record import definition

CASES = int(os.environ.get("RAIDBOOK_FUZZ", "10"))
HEADER = [*GOOD, "note", "phrase"]
TRIED = ("record_id", "publisher", "note", "phrase")  # columns that hold any text
Rows = list[dict[str, str]]

fuzzed = settings(
    max_examples=CASES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        yield connection


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


# ---- writers: each gives the bytes of a file


def written_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [HEADER, *([row[name] for name in HEADER] for row in rows)]
    text = "".join(delimiter.join(map(cell, line)) + "\r\n" for line in lines)
    return text.encode(encoding)


def written_json(rows: Rows) -> bytes:
    return json.dumps(rows, indent=1).encode()


def written_jsonl(rows: Rows) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def written_xlsx(rows: Rows) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([HEADER, *([row[n] for n in HEADER] for row in rows)]):
            for at, text in enumerate(cells):
                sheet.write_string(number, at, text)
    return buffer.getvalue()


def as_cells(rows: Rows) -> list[list[str]]:
    return [HEADER, *([row[name] for name in HEADER] for row in rows)]


def written_ods(rows: Rows) -> bytes:
    def cell(text: str) -> str:
        kind = f'office:value-type="string" office:string-value={quoteattr(text)}'
        return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"

    lines = [HEADER, *([row[name] for name in HEADER] for row in rows)]
    body = "".join(
        f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{space}{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.encode()),
    )


def written_parquet(rows: Rows) -> bytes:
    buffer = io.BytesIO()
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in HEADER}
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "csv": written_csv,
    "tsv": lambda rows: written_csv(rows, "\t"),
    "semicolon": lambda rows: written_csv(rows, ";"),
    "utf16": lambda rows: written_csv(rows, encoding="utf-16"),
    "json": written_json,
    "jsonl": written_jsonl,
    "xlsx": written_xlsx,
    "ods": written_ods,
    "xls": lambda rows: written_xls(as_cells(rows)),
    "xlsb": lambda rows: written_xlsb(as_cells(rows)),
    "parquet": written_parquet,
    "gzip": lambda rows: gzip.compress(written_csv(rows)),
    "zip": lambda rows: zipped(("a.csv", written_csv(rows)), ("b.jsonl", written_jsonl(rows))),
}
WORKBOOKS = ("xlsx", "ods", "xls", "xlsb")
# Damaged, they may end the process that reads them, and are read in one of its own.
BOUNDED = ("xls", "xlsb")
MEMORY = 8 << 30  # bytes that such a process may take


def read(
    con: duckdb.DuckDBPyConnection, path: Path, content: bytes, kind: str = ""
) -> tuple[list[tuple[str | None, ...]], int] | None:
    """Return the tried columns of all rows and how many are ragged; None for a refused file."""
    path.write_bytes(content)
    return read_apart(path) if kind in BOUNDED else read_here(con, path)


def read_apart(path: Path) -> tuple[list[tuple[str | None, ...]], int] | None:
    """Return what `read` does, from a copy of this process; None if the file ends it.

    `tests/sources/test_bounded_reading.py` shows that a reader's end is a sentence. A process of
    the reader's own would take a second for each file.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "wb") as stream:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                with duckdb.connect() as con:
                    pickle.dump(read_here(con, path), stream)
            except Exception:
                pickle.dump(traceback.format_exc(), stream)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    found = pickle.loads(said) if said else None
    assert not isinstance(found, str), found
    return found


def read_here(
    con: duckdb.DuckDBPyConnection, path: Path
) -> tuple[list[tuple[str | None, ...]], int] | None:
    try:
        reading = delivered_file.read(con, path, path.name)
    except RefusedError as error:
        sentence = str(error)
        assert sentence.startswith(f"{path.name}: ")
        assert sentence.endswith((".", "?"))
        assert "\n" not in sentence
        assert sentence.isprintable()
        delivered_file.forget(con)
        return None
    names = ", ".join(definition.NAMES)
    rows = con.execute(
        f"select {', '.join(TRIED)} from (select _row_number, {names} from delivered) "
        "order by _row_number"
    ).fetchall()
    ragged = con.execute("select _row_number, reasons, record from ragged_rows").fetchall()
    assert len(ragged) == reading.ragged
    for number, reason, cells in ragged:
        assert reason
        assert reading.place(number)
        json.loads(cells)
    delivered_file.forget(con)
    return rows, reading.ragged


# ---- what is damaged

SEED_ROWS: Rows = [
    {name: (good(number, note="Fig. “7”, é", phrase="007") | {})[name] for name in HEADER}
    for number in range(1, 5)
]
SEEDS = {kind: write(SEED_ROWS) for kind, write in WRITERS.items()}

PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [
            *(b"\0", b'"', b"\n", b"\r", b",", b";", b"\t", b"\xff", b"\xef\xbb\xbf", b"[", b"]"),
            *(b"{", b"}", b"\\ud800", b"\\u0000", b"1e999", b"NaN", b"<", b">", b"&#0;", b"PAR1"),
            *(b'r="XFD1"', b't="e"', b'repeated="99999999"', b"9" * 40, b"-1", b"\xc3", b"=cmd|"),
        ]
    ),
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["put", "over", "cut", "drop", "twice"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 200),
        PIECES,
    ),
    min_size=1,
    max_size=4,
)
Changes = list[tuple[str, float, int, bytes]]


def damaged(content: bytes, changes: Changes) -> bytes:
    for how, where, length, piece in changes:
        at = int(where * len(content))
        if how == "put":
            content = content[:at] + piece + content[at:]
        elif how == "over":
            content = content[:at] + piece + content[at + len(piece) :]
        elif how == "cut":
            content = content[:at]
        elif how == "drop":
            content = content[:at] + content[at + length :]
        else:
            content = content[: at + length] + content[at:]
    return content


@pytest.mark.parametrize("kind", WRITERS)
@fuzzed
@given(changes=CHANGES)
def test_damaged_files(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, changes: Changes
) -> None:
    read(con, folder / f"damaged.{kind}", damaged(SEEDS[kind], changes), kind)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xlsb", "zip"])
@fuzzed
@given(changes=CHANGES, which=st.integers(0, 100))
def test_damaged_members(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, changes: Changes, which: int
) -> None:
    """The archive is whole, and what is in it is not: damage that no check sum finds."""
    with zipfile.ZipFile(io.BytesIO(SEEDS[kind])) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    name, content = members[which % len(members)]
    members[which % len(members)] = (name, damaged(content, changes))
    read(con, folder / f"members.{kind}", zipped(*members), kind)


@pytest.mark.parametrize("kind", ["gzip", "zip"])
@fuzzed
@given(changes=CHANGES, inner=st.sampled_from(sorted(SEEDS)))
def test_damaged_files_in_archives(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, changes: Changes, inner: str
) -> None:
    content = damaged(SEEDS[inner], changes)
    packed = gzip.compress(content, 1) if kind == "gzip" else zipped((f"a.{inner}", content))
    read(con, folder / f"packed.{kind}", packed, inner)


@fuzzed
@given(content=st.binary(max_size=300), start=st.sampled_from(["", *SEEDS]))
def test_any_bytes(
    con: duckdb.DuckDBPyConnection, folder: Path, content: bytes, start: str
) -> None:
    read(con, folder / "any", SEEDS.get(start, b"")[:200] + content, start)


@fuzzed
@given(
    body=st.lists(
        st.sampled_from(["a", ",", ",", '"', "\n", "\r\n", "\r", " ", "é", "\ufeff", ";", "\t"]),
        max_size=60,
    ).map("".join),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"]),
)
def test_any_body_under_a_good_header(
    con: duckdb.DuckDBPyConnection, folder: Path, body: str, encoding: str
) -> None:
    text = f"{','.join(HEADER)}\n{body}"
    read(con, folder / "body.csv", text.encode(encoding, "replace"))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("is_array", [True, False])
@fuzzed
@given(
    values=st.lists(
        JSON_VALUES
        | st.fixed_dictionaries(dict.fromkeys(TRIED, JSON_VALUES)).map(
            lambda changes: good() | changes
        ),
        max_size=4,
    )
)
def test_any_json(
    con: duckdb.DuckDBPyConnection, folder: Path, is_array: bool, values: list[object]
) -> None:
    lines = [json.dumps(value) for value in values]
    text = f"[{','.join(lines)}]" if is_array else "\n".join(lines)
    read(con, folder / "any.json", text.encode())


# ---- what is whole

LETTERS = st.one_of(
    st.sampled_from(
        [",", '"', "\n", "\r\n", "'", "\\", ";", "\t", "|", "=", "é", "ប", "NA", "007"]
    ),
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]),
)
# XML has no control characters, and takes a line's end for a blank
PLAIN = st.one_of(
    st.sampled_from(["=1+1", "007", "NA", "null", "1e5", "TRUE", "2025-07-14", "<b>&amp;", " x"]),
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]),
)


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    cell = st.lists(letters, max_size=5).map("".join)
    return st.lists(st.lists(cell, min_size=len(TRIED), max_size=len(TRIED)), max_size=5)


@pytest.mark.parametrize("kind", WRITERS)
@fuzzed
@given(data=st.data())
def test_text_comes_back_as_it_was_written(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, data: st.DataObject
) -> None:
    cells = data.draw(tables(PLAIN if kind in WORKBOOKS else LETTERS))
    rows = [
        good() | {"note": "", "phrase": ""} | dict(zip(TRIED, row, strict=True)) for row in cells
    ]
    wanted = [tuple(cell.strip(BLANKS) or None for cell in row) for row in cells]
    found = read(con, folder / f"whole.{kind}", WRITERS[kind](rows))
    if not rows and kind in ("json", "jsonl", "zip"):
        return  # no record has no columns either
    assert found == (wanted * (2 if kind == "zip" else 1), 0)


@fuzzed
@given(
    cells=tables(
        st.one_of(
            st.sampled_from(["a", "b", " ", ",", '"', "Z", " “", "” ", " – ", "€ "]),
            st.sampled_from("àáâäçèéêëíîóôöúüß").map(lambda letter: f"n{letter}n"),
            st.sampled_from(["España ", "São ", "ações ", "Haïti ", "août ", "où ", "l’œuvre "]),
        )
    )
)
def test_western_text_comes_back(
    con: duckdb.DuckDBPyConnection, folder: Path, cells: list[list[str]]
) -> None:
    rows = [
        good() | {"note": "", "phrase": ""} | dict(zip(TRIED, row, strict=True)) for row in cells
    ]
    wanted = [tuple(cell.strip(BLANKS) or None for cell in row) for row in cells]
    assert read(con, folder / "western.csv", written_csv(rows, encoding="cp1252")) == (wanted, 0)


def test_pythons_own_writer_comes_back(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, HEADER)
    writer.writeheader()
    writer.writerows(SEED_ROWS)
    found = read(con, folder / "python.csv", buffer.getvalue().encode())
    assert found == ([tuple(row[name] for name in TRIED) for row in SEED_ROWS], 0)

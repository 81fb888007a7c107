"""Damaged and odd files: every reader returns rows or refuses them in a sentence."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import good

from fuzz.reading import TRIED, fuzzed, read
from fuzz.written_files import HEADER, SEED_ROWS, WRITERS, zipped

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

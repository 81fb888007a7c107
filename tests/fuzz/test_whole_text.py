"""Text of whole files: it comes back as it was written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import good

from fuzz.reading import TRIED, fuzzed, read
from fuzz.written_files import HEADER, SEED_ROWS, WORKBOOKS, WRITERS, written_csv
from ingest.readers.cell_text import BLANKS
from ingest.readers.error_cells import error_in

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

# A letter stands in a word that has it: alone it may be a letter of another encoding.
WESTERN = """
    là más pâte Käse ça père été même Noël país maître acción tôt schön público für Straße âge
    ópera Île Être Órgão
"""
WESTERN_WORDS = [f" {word} " for word in WESTERN.split()]


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    # a cell that reads "#NA" is refused, and not the point here
    cell = (
        st.lists(letters, max_size=5).map("".join).filter(lambda cell: not error_in(cell.strip()))
    )
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
            st.sampled_from(WESTERN_WORDS),
            st.sampled_from(
                [" España ", " São ", " ações ", " Haïti ", " août ", " où ", " l’œuvre "]
            ),
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

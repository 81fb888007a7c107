"""Sound files that programs write in an odd way: Raidbook reads them, and reports how."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bad_input.error_cells import ods, ods_cell
from bad_input.making import HEAD, HEADER, row, table, written
from binary_workbooks import Cell, Formula, written_xls, written_xlsb
from support import GOOD, bare_settings, ended, good, write_records

from ingest import landing, load
from ingest.readers import delivered_file, error_cells
from ingest.readers.reading import Reading
from ingest.readers.wrongly_decoded import decoded_again
from ingest.reading_choices import ReadingChoices
from raidbook.entry.add import add

DAY_OF_1904 = 44623  # 4 March 2026, counted from 1904


def read(con: duckdb.DuckDBPyConnection, path: Path, column: str) -> tuple[list[str], Reading]:
    reading = delivered_file.read(con, path, path.name)
    query = f"select {column} from (from delivered order by _row_number)"
    return [found for (found,) in con.execute(query).fetchall()], reading


def lines(**changes: Cell) -> list[list[Cell]]:
    return [list(HEADER), [(good() | changes)[name] for name in HEADER]]


# ---- calendars


def xlsx_of_1904(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for cells in lines(event_start=DAY_OF_1904):
        book.active.append(cells)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def ods_of_1904(folder: Path) -> Path:
    path = ods(folder, ods_cell("", "n"))
    settings = (
        "<table:calculation-settings><table:null-date table:date-value='1904-01-01'/>"
        "</table:calculation-settings>"
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(folder / "old.ods", "w") as new:
        for info in old.infolist():
            content = old.read(info).decode()
            content = content.replace("<table:table ", f"{settings}<table:table ", 1)
            number = f"<table:table-cell office:value-type='float' office:value='{DAY_OF_1904}'>"
            before = ods_cell("", GOOD["event_start"])
            content = content.replace(before, f"{number}</table:table-cell>")
            new.writestr(info, content)
    return folder / "old.ods"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_days_of_the_calendar_of_1904(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str
) -> None:
    rows = lines(event_start=float(DAY_OF_1904))
    if kind == "xlsx":
        path = xlsx_of_1904(tmp_path)
    elif kind == "ods":
        path = ods_of_1904(tmp_path)
    else:
        write = written_xls if kind == "xls" else written_xlsb
        path = written(tmp_path, f"book.{kind}", write(rows, is_1904=True))
    assert read(con, path, "event_start")[0] == ["2026-03-04"]


@pytest.mark.parametrize("write", [written_xls, written_xlsb])
def test_calculated_formulas_are_read(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, write
) -> None:
    path = written(tmp_path, "book.bin", write(lines(value=Formula(7.0))))
    assert read(con, path, "value")[0] == ["7"]


def test_a_formula_whose_result_is_the_empty_text(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """As LibreOffice writes it: without a type, and with a paragraph of nothing."""
    cell = "<table:table-cell table:formula='of:=&quot;&quot;'><text:p/></table:table-cell>"
    found, reading = read(con, ods(tmp_path, cell), "note")
    assert (found, reading.ragged) == ([None], 0)


# ---- errors: what is none


@pytest.mark.parametrize(
    "text", ["Nan", "NA", "N/A", "#3", "# of arrests", "Error: 12", "Info", "null", "None", "#"]
)
def test_what_is_no_error_is_text(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str
) -> None:
    path = written(tmp_path, "a.csv", table(row(1, publisher=text)))
    found, reading = read(con, path, "publisher")
    assert (found, reading.ragged) == ([text], 0)


@pytest.mark.parametrize("word", sorted(error_cells.WORDS))
def test_every_word_for_an_error_is_found(word: str) -> None:
    assert error_cells.error_in(word) == f"holds an error ({word})"
    assert error_cells.error_in(f"{word} was typed") is None


def test_the_rows_beside_an_error_keep_their_numbers(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = [row(number, publisher="#N/A" if number == 2 else "P") for number in range(1, 5)]
    reading = delivered_file.read(con, written(tmp_path, "a.csv", table(*rows)), "a.csv")
    assert reading.ragged == 1
    numbers = con.execute("select _row_number from delivered order by all").fetchall()
    assert numbers == [(2,), (4,), (5,)]
    number, record_id, cells = con.execute(
        "select _row_number, record_id, record from ragged_rows"
    ).fetchall()[0]
    assert (number, record_id) == (3, good(2)["record_id"])
    assert json.loads(cells) == good(2, publisher="#N/A")


# ---- encodings

WESTERN = (
    *("España", "São Paulo", "Haïti", "août", "l’œuvre", "Bogotá", "Côte d’Ivoire", "Nuñez"),
    *("Köln", "Straße", "Île-de-France", "“the raid,” it said", "a – b", "the raid — large"),
    *("Poipet–Bavet", "10–20", "it’s", "they’re", "Xi’an", "Yan’an", "naïve", "lunedì", "città"),
    *("perché", "più", "København", "Ålesund", "Malmö", "Conceição", "milhões", "irmã", "você"),
    *("Škoda", "25°", "1\N{NO-BREAK SPACE}000", "« mot »", "€ 5", "© 2026", "Thaïlande", "sœur"),
)


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_is_read(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str) -> None:
    content = table(row(1, publisher=f'"Café, {text}"')).encode("cp1252")
    found, reading = read(con, written(tmp_path, "a.csv", content), "publisher")
    assert found == [f"Café, {text}"]
    assert reading.form == "CSV in Windows-1252, separated by commas"


@pytest.mark.parametrize(
    "marks", ["\ufeff" * 2, "\ufeff" * 3, "ï»¿", "\ufeffï»¿"], ids=["two", "three", "text", "both"]
)
@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "utf-16"])
def test_byte_order_marks(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, marks: str, form: str
) -> None:
    text = {"csv": table(row(1)), "json": json.dumps([good()]), "jsonl": json.dumps(good())}
    content = f"{marks}{text.get(form, table(row(1)))}"
    if form == "utf-16":
        content = content.replace("ï»¿", "")
    encoding = "utf-16" if form == "utf-16" else "utf-8"
    path = written(tmp_path, f"a.{form}", content.encode(encoding))
    assert read(con, path, "record_id")[0] == [good()["record_id"]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("MacRoman", "España, Martínez"),
        ("cp850", "Panamá"),
        ("windows-1250", "Győr, Łódź"),
        ("gbk", "新华社"),
        ("tis-620", "ไทยรัฐ"),
        ("utf-16-le", "Perú"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_text_is_read_and_loaded_in_the_named_encoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, text: str, form: str
) -> None:
    here = bare_settings(tmp_path)
    record = good(1, publisher=text)
    content = json.dumps(record, ensure_ascii=False) if form == "jsonl" else None
    content = content or table(row(1, publisher=f'"{text}"'))
    path = written(tmp_path, f"a.{form}", content.encode(encoding))
    assert (
        add(here, [path], again=False, is_dry=False, choices=ReadingChoices(encoding=encoding)) == 0
    )
    (delivery,) = landing.deliveries(here.landing)
    assert delivery.encoding is not None
    with duckdb.connect() as con:
        load.create_raw(con)
        load.load_delivery(con, delivery, here.landing, datetime(2026, 11, 29))
        found = con.execute("select publisher from raw.incident_records").fetchall()
        read_as = con.execute("select read_as from raw.deliveries").fetchall()
    assert found == [(text,)]
    assert "as named" in read_as[0][0]
    assert (
        add(here, [path], again=False, is_dry=False, choices=ReadingChoices(encoding=encoding)) == 0
    )
    assert "delivered before" in capsys.readouterr().out


def test_the_same_file_in_another_encoding_is_another_delivery(tmp_path: Path) -> None:
    here = bare_settings(tmp_path)
    path = written(tmp_path, "a.csv", table(row(1, publisher="Győr")).encode("cp1250"))
    assert (
        add(here, [path], again=False, is_dry=False, choices=ReadingChoices(encoding="cp1252")) == 0
    )
    assert (
        add(here, [path], again=False, is_dry=False, choices=ReadingChoices(encoding="cp1250")) == 0
    )
    printed = [delivery.encoding for delivery in landing.deliveries(here.landing)]
    assert printed == ["cp1252", "cp1250"]


def test_a_delivery_of_before_has_no_encoding(tmp_path: Path) -> None:
    here = bare_settings(tmp_path)
    add(here, [write_records(tmp_path / "a.csv", [good()])], again=False, is_dry=False)
    (path,) = (here.landing / "deliveries").glob("*.json")
    printed = json.loads(path.read_text())
    del printed["encoding"]
    path.chmod(0o644)
    path.write_text(json.dumps(printed))
    assert [d.encoding for d in landing.deliveries(here.landing)] == [None]


@pytest.mark.parametrize("name", ["no-such", "idna", "rot13", "base64", "unicode_escape", ""])
def test_an_unknown_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = write_records(tmp_path / "a.csv", [good()])
    here = bare_settings(tmp_path)
    assert (
        ended(add, here, [path], again=False, is_dry=False, choices=ReadingChoices(encoding=name))
        == 2
    )
    assert f"the encoding '{name}' is unknown. Examples: utf-8" in capsys.readouterr().err
    assert landing.deliveries(here.landing) == []


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        (table(row(1, publisher="Café")).encode("cp1252"), "utf-8", "though UTF-8 was named"),
        (table(row(1)).encode() + b"\x81", "cp1252", "is not valid CP1252"),
        (table(row(1)).encode() + b"\xff", "ascii", "is not valid ASCII"),
    ],
)
def test_what_is_not_in_the_named_encoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, encoding: str, said: str
) -> None:
    path = written(tmp_path, "a.csv", content)
    here = bare_settings(tmp_path)
    assert (
        add(here, [path], again=False, is_dry=False, choices=ReadingChoices(encoding=encoding)) == 1
    )
    assert said in capsys.readouterr().err


# ---- text that was decoded wrongly before


@pytest.mark.parametrize(
    "text", ["Café Journal", "Hà Nội", "Győr", "“the raid”", "新华社", "ភ្នំពេញ", "ไทยรัฐ", "Ωδή"]
)
def test_text_that_was_decoded_wrongly_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    wrong = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert decoded_again(wrong) == text
    assert decoded_again(text) == text
    if any("\x80" <= character <= "\x9f" for character in wrong):
        return  # a record has no such control characters
    path = write_records(tmp_path / "a.csv", [good(1), good(2, note=wrong)])
    assert add(bare_settings(tmp_path), [path], again=False, is_dry=True) == 0
    said = capsys.readouterr().err
    assert "warning, but loaded: row 3: note: looks as if it was decoded wrongly" in said
    assert f"for '{text}'" in said


@pytest.mark.parametrize("text", ["„MENÜ“", "CAFÉ™", "À la carte", "à · b", "« É »", "25 °C"])
def test_text_that_only_looks_so(text: str) -> None:
    assert decoded_again(text) == text


# ---- what spreadsheets leave out or add


def test_columns_of_nothing_beside_the_table(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.csv", table(row(1) + ",,", row(2) + ",,", head=HEAD + ",,"))
    found, reading = read(con, path, "record_id")
    assert (found, reading.ragged) == ([good(n)["record_id"] for n in (1, 2)], 0)
    assert reading.columns == HEADER


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_empty_cells_that_a_spreadsheet_left_out(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, delimiter: str
) -> None:
    rows = (f"{row(1)},a,b", row(2), f"{row(3)},", f"{row(4)},,b")
    text = table(*rows, head=f"{HEAD},note,scope").replace(",", delimiter)
    found, reading = read(con, written(tmp_path, "a.csv", text), "note")
    assert (found, reading.ragged) == (["a", None, None, None], 0)


def test_what_programs_leave_in_archives_and_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("~$book.xlsx", "__MACOSX/._a.csv", ".DS_Store", "in/Thumbs.db", "in/desktop.ini")
    folder = tmp_path / "new"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "owner")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("owner")
        archive.writestr("in/a.csv", table(row(1)))
    write_records(folder / "in" / "b.csv", [good(2)])
    here = bare_settings(tmp_path)
    assert add(here, [tmp_path / "a.zip", folder], again=False, is_dry=False) == 0
    assert capsys.readouterr().out.count("1 rows read, 1 loaded, 0 rejected") == 2


# ---- Parquet

PLAIN = {
    "decimal256": ("value", pa.array([40], pa.int64()).cast(pa.decimal256(50, 2)), "40"),
    "decimal": ("value", pa.array([40], pa.int64()).cast(pa.decimal128(38, 4)), "40"),
    "unsigned": ("value", pa.array([2**64 - 1], pa.uint64()), str(2**64 - 1)),
    "half": ("value", pa.array([1.5]).cast(pa.float16()), "1.5"),
    "dictionary": ("value", pa.array([40]).dictionary_encode(), "40"),
    "seconds": ("event_start", pa.array([1772582400], pa.timestamp("s")), "2026-03-04"),
    "date64": ("event_start", pa.array([date(2026, 3, 4)], pa.date64()), "2026-03-04"),
    "zone": (
        "event_start",
        pa.array([datetime(2026, 3, 3, 17)], pa.timestamp("us", "Asia/Phnom_Penh")),
        "2026-03-04",
    ),
    "nothing": ("note", pa.nulls(1), None),
    "large": ("note", pa.array(["x"], pa.large_string()), "x"),
    "view": ("note", pa.array(["x"], pa.string_view()), "x"),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_every_plain_type_of_parquet(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str
) -> None:
    column, values, wanted = PLAIN[kind]
    whole = pa.table({name: [text] for name, text in good().items()} | {column: values})
    pq.write_table(whole, tmp_path / "a.parquet")
    assert read(con, tmp_path / "a.parquet", column)[0] == [wanted]

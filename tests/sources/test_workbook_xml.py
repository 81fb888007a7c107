"""Whatever form the XML of a workbook has, each cell is read or reported, in small and large parts.

A large part is looked at only if its bytes show a sign of what calamine leaves out, so each kind is
tried in a part of either size.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from bare_workbook import MAIN, workbook
from support import good

from ingest.errors import RefusedError
from ingest.readers import delivered_file
from ingest.readers.reading import letters
from ingest.readers.xml_stream import QUICK
from ingest.record import definition

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
PADDING = {"small": "", "large": f"<!-- {'x' * QUICK} -->"}
CITY = definition.NAMES.index("city")
PLACE = f"{letters(CITY + 1)}2"
Read = tuple[str | None, str | None]


def xlsx(path: Path, city: str, padding: str, encode: Callable[[str], bytes] = str.encode) -> Path:
    """Write a workbook whose cell of the city is the XML `city`."""
    lines = [dict(zip(definition.NAMES, definition.NAMES, strict=True)), good(1)]
    rows = ""
    for number, line in enumerate(lines, start=1):
        cells = [
            f'<c r="{letters(at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for at, text in enumerate((line.get(name, "") for name in definition.NAMES), start=1)
        ]
        if number == 2:
            cells[CITY] = city
        rows += f'<row r="{number}">{"".join(cells)}</row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{padding}</worksheet>'
    return with_part(workbook(path, ""), SHEET, encode(sheet))


def with_part(path: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | {part: content}).items():
            archive.writestr(name, data)
    return path


def read(con: duckdb.DuckDBPyConnection, path: Path) -> Read:
    """Return the city that was read, and the reason of a row that was not."""
    delivered_file.read(con, path, path.name)
    cities = con.execute("select city from delivered").fetchall()
    reasons = con.execute("select reasons from ragged_rows").fetchall()
    assert len(cities) + len(reasons) == 1
    return (cities[0][0], None) if cities else (None, reasons[0][0])


def cell(kind: str, inner: str) -> str:
    return f'<c r="{PLACE}" t="{kind}">{inner}</c>'


def text(inner: str) -> str:
    return cell("inlineStr", f"<is><t>{inner}</t></is>")


@pytest.mark.parametrize("size", PADDING)
@pytest.mark.parametrize(
    ("city", "wanted"),
    [
        (text("Poi&#112;et"), "Poipet"),
        (text("Poi&#x70;et"), "Poipet"),
        (text("Poi&amp;pet"), "Poi&pet"),
        (text("<![CDATA[Poi<pet]]>"), "Poi<pet"),
        (text("Poi<![CDATA[pet]]>"), "Poipet"),
        (text("Poi<!-- <f>1+1</f> -->pet"), "Poipet"),
        (text("Poi<?f e?>pet"), "Poipet"),
        (text("Győr"), "Győr"),
    ],
)
def test_text_is_read_however_it_is_written(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, city: str, wanted: str, size: str
) -> None:
    assert read(con, xlsx(tmp_path / "a.xlsx", city, PADDING[size])) == (wanted, None)


@pytest.mark.parametrize("size", PADDING)
@pytest.mark.parametrize(
    ("city", "reason"),
    [
        (cell("e", "<v>#REF!</v>"), "holds an error (#REF!)"),
        (cell("e", "<v>&#35;REF!</v>"), "holds an error (#REF!)"),
        (f"<c t = 'e'\n r='{PLACE}'><v>#REF!</v></c>", "holds an error (#REF!)"),
        (f'<c r="{PLACE}"><f>1+1</f></c>', "holds a formula without a result"),
        (f'<c r="{PLACE}"><f/></c>', "holds a formula without a result"),
        (f'<c r="{PLACE}"><f\n>1+1</f></c>', "holds a formula without a result"),
        (
            f'<y:c xmlns:y="{MAIN}" r="{PLACE}"><y:f>1+1</y:f></y:c>',
            "holds a formula without a result",
        ),
        (f'<c r="{PLACE}"><f><![CDATA[1+1]]></f></c>', "holds a formula without a result"),
        (cell("str", "<v><![CDATA[Poipet]]></v>"), "holds its value as CDATA"),
        (cell("n", "<v>1<![CDATA[2]]></v>"), "holds its value as CDATA"),
    ],
)
def test_what_is_no_value_is_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, city: str, reason: str, size: str
) -> None:
    found, reported = read(con, xlsx(tmp_path / "a.xlsx", city, PADDING[size]))
    assert found is None
    assert f"cell {PLACE} {reason}" in str(reported)


def declared(encoding: str, codec: str = "", mark: str = "") -> Callable[[str], bytes]:
    head = f'{mark}<?xml version="1.0" encoding="{encoding}"?>'
    return lambda sheet: (head + sheet).encode(codec or encoding)


@pytest.mark.parametrize("size", PADDING)
@pytest.mark.parametrize("kind", ["error", "text"])
@pytest.mark.parametrize(
    ("encode", "reason"),
    [
        (declared("UTF-16", "utf-16-le", "\ufeff"), "is written in UTF-16, not in UTF-8"),
        (declared("UTF-16", "utf-16-be", "\ufeff"), "is written in UTF-16, not in UTF-8"),
        (declared("UTF-16", "utf-16-le"), "is written in UTF-16, not in UTF-8"),
        (lambda sheet: sheet.encode("utf-16"), "is written in UTF-16, not in UTF-8"),
        (lambda sheet: sheet.encode("utf-32"), "is written in UTF-16, not in UTF-8"),
        (declared("utf-7"), "not in UTF-8|multi-byte encodings"),
        (declared("cp037"), "not well-formed"),
        (declared("iso-8859-5", "utf-8"), "is written in iso-8859-5, not in UTF-8"),
        (declared("koi8-r", "utf-8"), "is written in koi8-r, not in UTF-8"),
        (lambda sheet: f"<!DOCTYPE a>{sheet}".encode(), "has a document type"),
        (
            lambda sheet: f'<!DOCTYPE a [<!ENTITY e "e">]>{sheet}'.encode(),
            "has a document type",
        ),
        (lambda sheet: sheet.replace("Poipet", "&poipet;").encode(), "undefined entity"),
    ],
)
def test_other_encodings_and_entities_are_refused(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    encode: Callable[[str], bytes],
    reason: str,
    kind: str,
    size: str,
) -> None:
    city = cell("e", "<v>Poipet</v>") if kind == "error" else text("Poipet")
    path = xlsx(tmp_path / "a.xlsx", city, PADDING[size], encode)
    with pytest.raises(RefusedError, match=reason):
        read(con, path)


@pytest.mark.parametrize("encoding", ["UTF-8", "us-ascii", "ISO-8859-1", "windows-1252"])
def test_encodings_with_the_bytes_of_ascii_are_read(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, encoding: str
) -> None:
    path = xlsx(tmp_path / "a.xlsx", text("Poipet"), "", declared(encoding))
    assert read(con, path) == ("Poipet", None)


@pytest.mark.parametrize(
    ("strings", "wanted"),
    [
        ("<si><t>Poi&#x70;et</t></si>", "Poipet"),
        ("<si><t><![CDATA[Poipet]]></t></si>", "Poipet"),
        ("<si><r><t>Poi</t></r><r><t>pet</t></r></si>", "Poipet"),
        ("<si><t>Poi&poipet;</t></si>", None),
        ("<si><t>M\xe1laga</t></si>", None),
    ],
)
def test_shared_texts_are_read_or_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, strings: str, wanted: str | None
) -> None:
    path = xlsx(tmp_path / "a.xlsx", cell("s", "<v>0</v>"), "")
    with_part(path, STRINGS, f'<sst xmlns="{MAIN}">{strings}</sst>'.encode("latin-1"))
    if wanted is None:
        with pytest.raises(RefusedError, match="is damaged"):
            read(con, path)
    else:
        assert read(con, path) == (wanted, None)


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))


def ods(path: Path, city: str, padding: str, encode: Callable[[str], bytes] = str.encode) -> Path:
    rows = ""
    for line in (dict(zip(definition.NAMES, definition.NAMES, strict=True)), good(1)):
        cells = [typed(f"<text:p>{line.get(name, '')}</text:p>") for name in definition.NAMES]
        if "record_id" in line and line["record_id"] != "record_id":
            cells[CITY] = city
        rows += f"<table:table-row>{''.join(cells)}</table:table-row>"
    content = (
        f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Records">{rows}</table:table></office:spreadsheet>'
        f"</office:body>{padding}</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", encode(content))
        archive.writestr("META-INF/manifest.xml", f'<manifest xmlns="{OFFICE}:manifest:1.0"/>')
    return path


def typed(inner: str, kind: str = "string") -> str:
    return f'<table:table-cell office:value-type="{kind}">{inner}</table:table-cell>'


@pytest.mark.parametrize("size", PADDING)
@pytest.mark.parametrize(
    ("city", "wanted", "reason"),
    [
        (typed("<text:p>Poi&#x70;et</text:p>"), "Poipet", None),
        (typed("<text:p>Poi<!-- formula -->pet</text:p>"), "Poipet", None),
        (typed("<text:p><text:span>Poi</text:span>pet</text:p>"), "Poipet", None),
        (typed("<text:p><![CDATA[Poipet]]></text:p>"), None, "holds its value as CDATA"),
        (typed("<text:p>Poi<![CDATA[pet]]></text:p>"), None, "holds its value as CDATA"),
        (typed("<text:p>#REF!</text:p>", "error"), None, "holds an error (#REF!)"),
        (typed("<text:p>x</text:p>", "&#101;rror"), None, "holds an error (x)"),
    ],
)
def test_ods_likewise(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    city: str,
    wanted: str | None,
    reason: str | None,
    size: str,
) -> None:
    found, reported = read(con, ods(tmp_path / "a.ods", city, PADDING[size]))
    assert found == wanted
    assert reported is None if reason is None else f"cell {PLACE} {reason}" in str(reported)


@pytest.mark.parametrize("size", PADDING)
@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-32"])
def test_ods_in_another_encoding_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, codec: str, size: str
) -> None:
    path = ods(
        tmp_path / "a.ods",
        typed("<text:p>x</text:p>"),
        PADDING[size],
        lambda content: content.encode(codec),
    )
    with pytest.raises(RefusedError, match="is written in UTF-16, not in UTF-8"):
        read(con, path)

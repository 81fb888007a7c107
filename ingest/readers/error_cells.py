"""The rule for cells with an error or without a number: their rows are rejected in every format.

Workbooks mark errors and formulas without a result; `ingest.readers.workbook_xml` and its like find
these marks. Other formats, and cells that were pasted as text, hold only the word that a program
shows. This module finds the words in the cells of text, whatever the format. In other columns no
such word passes the checks of a record.
"""

from __future__ import annotations

import re

import duckdb

from ingest.fetch import fetch_rows
from ingest.readers.delivered_table import reject_rows
from ingest.readers.reading import Reading
from ingest.record import definition
from ingest.sql_quoting import literals

# The error values of Excel, LibreOffice and Google Sheets, and Excel's in other languages.
_ENGLISH = (
    "#REF! #N/A #NA #NAME? #DIV/0! #VALUE! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #BUSY! "
    "#CONNECT! #UNKNOWN! #EXTERNAL! #PYTHON! #TIMEOUT! #GETTING_DATA #ERROR! #ERROR #CYCLE! "
    "#N/A! #LOADING"
)
_LOCALISED = """
    #BEZUG! #NV #WERT! #ZAHL! #ÜBERLAUF! #FEHLER! #ZYKLUS!
    #NOM? #NOMBRE! #VALEUR! #EPARS! #PROPAGATION! #NUL! #CHAMP!
    #¡REF! #¡DIV/0! #¿NOMBRE? #¡NUM! #¡VALOR! #¡DESBORDAMIENTO! #¡NULO! #N/D
    #RIF! #NOME? #VALORE! #NUM! #ESPANSIONE! #NULLO!
    #VALOR! #NÚM! #TRANSPOSIÇÃO! #DESPEJAR! #NULO! #DESPEJO!
    #VERW! #NAAM? #WAARDE! #GETAL! #OVERLOOP! #DELING.DOOR.0! #DEEL/0! #N/B #LEEG!
    #NAVN? #VERDI! #OVERFLYT! #I/T #REFERENCE! #NUMMER! #VÆRDI! #OVERLØB! #DIVISION/0!
    #REFERENS! #REFERENS #NAMN? #OGILTIGT! #VÄRDEFEL! #SAKNAS! #SAKNAS #SKÄRNING!
    #VIITTAUS! #NIMI? #LUKU! #ARVO! #PUUTTUU! #PUUTTUU #JAKO/0! #LEVITTYMINEN! #TYHJÄ!
    #ODKAZ! #NÁZEV? #ČÍSLO! #HODNOTA! #PRESAH! #PŘESAH! #DĚLENÍ_NULOU! #NENÍ_K_DISPOZICI
    #HIV! #NÉV? #SZÁM! #ÉRTÉK! #ZÉRÓOSZTÓ! #HIÁNYZIK #KIBONTÁS!
    #ADR! #NAZWA? #LICZBA! #ARG! #ROZLANIE! #DZIEL/0! #ZERO! #BŁĄD! #CYKL!
    #ССЫЛКА! #ИМЯ? #ЧИСЛО! #ЗНАЧ! #ПЕРЕНОС! #ДЕЛ/0! #Н/Д #ПУСТО!
    #BAŞV! #AD? #SAYI! #DEĞER! #TAŞMA! #SAYI/0! #YOK #BOŞ!
"""
WORDS = frozenset(f"{_ENGLISH} {_LOCALISED}".split())
# LibreOffice numbers its errors. A column that is too narrow shows only signs for its number.
_PATTERN = re.compile(r"(Err|Fehler|Erreur|Error)\s?:\s?5\d\d|#{3,}")
# What programs write for "not a number" and for infinity. `Nan` is a province of Thailand.
NOT_NUMBERS = (
    *("NaN", "nan", "-nan", "-NaN", "+nan", "NaT", "<NA>", "1.#QNAN", "1.#IND", "-1.#IND"),
    *("inf", "-inf", "+inf", "Inf", "-Inf", "Infinity", "-Infinity", "+Infinity", "1.#INF"),
)
_TEXTS = tuple(column.name for column in definition.COLUMNS if column.kind == "text")


def error_in(cell: str) -> str | None:
    """Return what is wrong with a cell whose text isn't a value; None for any other text."""
    if cell in NOT_NUMBERS:
        return f"holds no value ({cell})"
    if cell.upper() in WORDS or _PATTERN.fullmatch(cell):
        return f"holds an error ({cell[:20]})"
    return None


def reject_error_cells(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Move rows of `delivered` with an error or no number in a cell of text to `ragged_rows`.

    Call it once `delivered` and `ragged_rows` are complete; it counts the rows in `reading`.
    """
    # One cheap comparison for each cell: signs up to "#" come before all letters and digits.
    may_be = " or ".join(
        f"{name} < '$' or {name} in ({literals(NOT_NUMBERS)}) "
        f"or {name} between 'Err' and 'Ers' or {name} between 'Fehler' and 'Fehles'"
        for name in _TEXTS
    )
    found: dict[int, list[str]] = {}
    for number, *cells in fetch_rows(
        con, f"select _row_number, {', '.join(_TEXTS)} from delivered where {may_be}"
    ):
        for name, cell in zip(_TEXTS, cells, strict=True):
            if cell is not None and (what := error_in(cell)):
                found.setdefault(number, []).append(f"{reading.cell(name, number)} {what}")
    if found:
        reasons = {number: "; ".join(words) for number, words in found.items()}
        reading.ragged += reject_rows(con, reasons)

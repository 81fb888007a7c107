"""Read one row as typed: each cell by its column, then the cells that were left empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.normalise import blanks, made_ids, name_lists, words
from ingest.normalise.cell_reading import CellReading
from ingest.normalise.codes_by_name import CodesByName
from ingest.normalise.days import read_day
from ingest.normalise.numbers import read_number
from ingest.record.definition import COLUMNS, DEFAULTS, MONEY_MEASURES
from ingest.record.text_form import one_form

if TYPE_CHECKING:
    from ingest.names.place_names import Places

Cells = dict[str, str | None]
STRICT = ("record_id", "event_id", "parent_event_id", "follows_event_id")
AS_WRITTEN = ("phrase", "note")  # the report's own words, and the coder's
NAMES = ("admin1", "city", "site", "organisations")
CURRENCY_DECIMALS = 2
# Units whose amounts are stated with three decimals or more.
FINE_UNITS = {"BHD", "BTC", "ETH", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", "USDC", "USDT", "XAU"}
OPTIONAL = frozenset(column.name for column in COLUMNS if not column.is_required)


@dataclass
class RowReading:
    """The cells of a row as read, the typed text of those read otherwise, and hints by column."""

    cells: Cells
    typed: dict[str, str | None] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)


class RowReader:
    """Reads rows as typed. One reader serves one delivered file, since ids must differ in it."""

    def __init__(self, cache_dir: Path, seeds: Path) -> None:
        """`seeds` and `cache_dir` have the names of countries and places."""
        self._cache, self._seeds = cache_dir, seeds
        self._codes = CodesByName(cache_dir, seeds)
        self._ids = made_ids.RecordIds()
        self._known: dict[tuple[str, str], CellReading] = {}
        self._readers: dict[str, Callable[[str], CellReading]] = {
            "country": self._codes.country,
            "nationality": self._codes.nationality,
            "language": self._codes.language,
            "unit": self._codes.unit,
            "organisations": name_lists.read_organisations,
        }
        for column in COLUMNS:
            if column.kind == "date":
                self._readers[column.name] = lambda text: read_day(text, words.month_numbers())
            elif column.vocabulary:
                self._readers[column.name] = partial(words.read_word, column.name)
            elif column.kind == "text" and column.name not in (*STRICT, *AS_WRITTEN):
                self._readers.setdefault(column.name, lambda text: CellReading(one_form(text)))
        self._nothing = words.declared()["nothing"]
        self._nobody = words.declared()["nobody"]

    def read(self, typed: Cells) -> RowReading:
        """Return the row as read. Cells that can't be read with certainty stay as typed."""
        row = RowReading(dict(typed))
        for column, text in typed.items():
            if text is not None:
                self._read_cell(row, column, text)
        self._read_numbers(row)
        self._read_places(row)
        for column in DEFAULTS:
            if row.cells[column] is None and (value := blanks.default(column, row.cells)):
                row.cells[column], row.typed[column] = value, None
            elif row.cells[column] is None:
                row.hints[column] = f"is {DEFAULTS[column]}, once these are right"
        self._make_ids(row)
        if row.cells["counts_as"] is None:
            row.hints["counts_as"] = blanks.PART_OR_TOTAL
        return row

    def _is_nothing(self, column: str, text: str) -> bool:
        """Return whether a cell says that the report states nothing, or names nobody."""
        if column not in OPTIONAL or column in AS_WRITTEN:
            return False
        key = words.word_key(text)
        return key in self._nothing or (column in NAMES and key in self._nobody)

    def _read_cell(self, row: RowReading, column: str, text: str) -> None:
        if self._is_nothing(column, text):
            row.cells[column], row.typed[column] = None, text
            return
        if column not in self._readers:
            return
        found = self._known.get((column, text))
        if found is None:
            found = self._known[column, text] = self._readers[column](text)
        _apply(row, column, text, found)

    def _read_numbers(self, row: RowReading) -> None:
        """Read value and value_high, which need the measure and the unit as read."""
        decimals = 0
        if row.cells["measure"] in MONEY_MEASURES:
            decimals = 4 if row.cells["unit"] in FINE_UNITS else CURRENCY_DECIMALS
        for column in ("value", "value_high"):
            if text := row.cells[column]:
                _apply(row, column, text, read_number(text, decimals))

    def _read_places(self, row: RowReading) -> None:
        """Part a list of places, and a city from the province and country behind it."""
        for column in ("admin1", "city"):
            text, country = row.cells[column], row.cells["country"]
            if not text or not country or not name_lists.may_list_places(text):
                continue
            parts = name_lists.place_parts(text)
            if len(parts) > 1 and self._codes.country(parts[-1]).value == country:
                del parts[-1]
            admin1 = (row.cells["admin1"] or "") if column == "city" else ""
            if self._is_city_and_province(column, country, admin1, parts):
                _apply(row, "city", text, CellReading(parts[0]))
                if not admin1:
                    row.cells["admin1"], row.typed["admin1"] = parts[1], None
                continue
            if self._places.is_known(column, country, admin1, text):
                continue  # a name with a comma or an "and"
            if all(self._places.is_known(column, country, admin1, part) for part in parts):
                _apply(row, column, text, CellReading("; ".join(parts)))

    def _is_city_and_province(
        self, column: str, country: str, admin1: str, parts: list[str]
    ) -> bool:
        """Return whether a cell names a city and, behind it, the province in which it lies."""
        if column != "city" or len(parts) != 2 or admin1 not in ("", parts[1]):
            return False
        return self._places.is_within(country, *parts)

    @cached_property
    def _places(self) -> _KnownPlaces:
        return _KnownPlaces(self._cache, self._seeds)

    def _make_ids(self, row: RowReading) -> None:
        for column, make in (("event_id", made_ids.event_id), ("record_id", self._ids.make)):
            if row.cells[column] is None and (made := make(row.cells)):
                row.cells[column], row.typed[column] = made, None
                row.hints.pop(column, None)


def _apply(row: RowReading, column: str, text: str, found: CellReading) -> None:
    """Take over the reading of a cell, or its hint."""
    if found.value is not None and found.value != text:
        row.cells[column] = found.value
        row.typed.setdefault(column, text)
    elif found.hint:
        row.hints[column] = found.hint


class _KnownPlaces:
    """Finds out whether a name is a known place."""

    def __init__(self, cache_dir: Path, seeds: Path) -> None:
        from ingest.names.reference_files import cached_reference

        self._reference, self._seeds = cached_reference(cache_dir, seeds), seeds
        self.is_known = cache(self._is_known)
        self.is_within = cache(self._is_within)

    def _of(self, admin1: str, name: str) -> Places:
        from ingest.names.place_names import Places

        return Places(self._reference, self._seeds, [(admin1, name)])

    def _is_known(self, column: str, country: str, admin1: str, name: str) -> bool:
        """Return whether the name is a city, or for admin1 a province, of the country."""
        places = self._of(admin1, name)
        if column == "admin1":
            return places.find_admin1(country, name).matched_id is not None
        return places.find_city(country, admin1, name).matched_id is not None

    def _is_within(self, country: str, name: str, province: str) -> bool:
        """Return whether the city lies in a province of that name."""
        return self._of(province, name).is_within(country, name, province)

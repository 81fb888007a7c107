"""The table of countries: codes from pycountry, names and UN regions from country_converter.

The packages are imported inside the functions, so that importing this module is fast.
"""

from __future__ import annotations

import csv
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


# Names that country_converter abbreviates, or that English usually writes differently.
_COUNTRY_NAMES = {
    "BL": "Saint Barthélemy",
    "BN": "Brunei",
    "BQ": "Caribbean Netherlands",
    "FM": "Micronesia",
    "GS": "South Georgia and the South Sandwich Islands",
    "KN": "Saint Kitts and Nevis",
    "LC": "Saint Lucia",
    "MF": "Saint Martin",
    "PM": "Saint Pierre and Miquelon",
    "SH": "Saint Helena",
    "SJ": "Svalbard and Jan Mayen",
    "SX": "Sint Maarten",
    "VA": "Vatican City",
    "VC": "Saint Vincent and the Grenadines",
    "VI": "US Virgin Islands",
    "WF": "Wallis and Futuna",
}
_OFFICIAL_NAMES = {"GF": "French Guiana", "TW": "Taiwan"}
_SUBREGIONS = {"NR": "Micronesia"}  # country_converter has Polynesia; UN M49 has Micronesia
_REGIONS = {
    "Antarctica": ("Antarctica",),
    "Oceania": ("Australia and New Zealand", "Melanesia", "Micronesia", "Polynesia"),
    "Americas": ("Caribbean", "Central America", "Northern America", "South America"),
}


def countries() -> pa.Table:
    """Return one row per country of ISO 3166-1, and XK, in order of country_code, all text.

    Columns: country_code, iso3_code, country_name (the usual English one), official_name, region
    and subregion as in UN M49. M49 gives none for Taiwan (here Asia, Eastern Asia) and Kosovo (here
    Europe, Southern Europe). Only the data file of country_converter is read. Importing the package
    compiles its patterns through pandas, which fails with pandas 3.
    """
    import pyarrow as pa
    import pycountry

    data = metadata.distribution("country_converter").locate_file(
        "country_converter/country_data.tsv"
    )
    with Path(str(data)).open(encoding="utf-8", newline="") as file:
        known = {row["ISO3"]: row for row in csv.DictReader(file, delimiter="\t")}
    rows = [
        {
            "country_code": "XK",
            "iso3_code": "XKX",
            "country_name": "Kosovo",
            "official_name": "Republic of Kosovo",
            "region": "Europe",
            "subregion": "Southern Europe",
        }
    ]
    for country in pycountry.countries:
        row, code = known[country.alpha_3], country.alpha_2
        subregion = _SUBREGIONS.get(code, row["UNregion"])
        rows.append(
            {
                "country_code": code,
                "iso3_code": country.alpha_3,
                "country_name": _COUNTRY_NAMES.get(code, row["name_short"]),
                "official_name": _OFFICIAL_NAMES.get(code, row["name_official"]),
                "region": _region(subregion),
                "subregion": subregion,
            }
        )
    return pa.Table.from_pylist(sorted(rows, key=lambda row: row["country_code"]))


def _region(subregion: str) -> str:
    """Return the UN region of a subregion. Other subregions end with it, as "Western Asia"."""
    for region, subregions in _REGIONS.items():
        if subregion in subregions:
            return region
    return subregion.split()[-1]

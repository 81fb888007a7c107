"""The table of countries: codes of ISO 3166-1, English names of Unicode CLDR, regions of UN M49.

The codes come with pycountry and the names with Babel. The regions are typed from M49. The packages
are imported inside the functions, so that importing this module is fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


# Where English usually writes another name than CLDR, whose short forms of "and" and "Saint" are
# written out.
_SHORT_FORMS = (("St. ", "Saint "), (" & ", " and "), ("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
_COUNTRY_NAMES = {
    "CD": "DR Congo",
    "CG": "Congo Republic",
    "CV": "Cabo Verde",
    "GS": "South Georgia and the South Sandwich Islands",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macau",
    "PN": "Pitcairn",
    "PS": "Palestine",
    "ST": "Sao Tome and Principe",
    "UM": "United States Minor Outlying Islands",
    "VC": "Saint Vincent and the Grenadines",
    "VI": "US Virgin Islands",
    "XK": "Kosovo",
}
_OFFICIAL_NAMES = {"TW": "Taiwan", "XK": "Republic of Kosovo"}
# UN M49, by region and subregion. M49 gives none for Taiwan and Kosovo.
_M49 = {
    "Africa": {
        "Eastern Africa": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
        "Middle Africa": "AO CD CF CG CM GA GQ ST TD",
        "Northern Africa": "DZ EG EH LY MA SD TN",
        "Southern Africa": "BW LS NA SZ ZA",
        "Western Africa": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    },
    "Americas": {
        "Caribbean": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT "
        "VC VG VI",
        "Central America": "BZ CR GT HN MX NI PA SV",
        "Northern America": "BM CA GL PM US",
        "South America": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    },
    "Antarctica": {"Antarctica": "AQ"},
    "Asia": {
        "Central Asia": "KG KZ TJ TM UZ",
        "Eastern Asia": "CN HK JP KP KR MN MO TW",
        "South-eastern Asia": "BN ID KH LA MM MY PH SG TH TL VN",
        "Southern Asia": "AF BD BT IN IR LK MV NP PK",
        "Western Asia": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    },
    "Europe": {
        "Eastern Europe": "BG BY CZ HU MD PL RO RU SK UA",
        "Northern Europe": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
        "Southern Europe": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
        "Western Europe": "AT BE CH DE FR LI LU MC NL",
    },
    "Oceania": {
        "Australia and New Zealand": "AU CC CX HM NF NZ",
        "Melanesia": "FJ NC PG SB VU",
        "Micronesia": "FM GU KI MH MP NR PW UM",
        "Polynesia": "AS CK NU PF PN TK TO TV WF WS",
    },
}


def countries() -> pa.Table:
    """Return one row per country of ISO 3166-1, and XK, in order of country_code, all text.

    Columns: country_code, iso3_code, country_name (the usual English one), official_name (for
    matching alone: it isn't published), region and subregion as in UN M49.
    """
    import pyarrow as pa
    import pycountry
    from babel import Locale

    named = Locale("en").territories
    places = {
        code: (region, subregion)
        for region, subregions in _M49.items()
        for subregion, codes in subregions.items()
        for code in codes.split()
    }
    iso3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    names = {code: _COUNTRY_NAMES.get(code) or _written_out(named[code]) for code in iso3}
    official = {
        country.alpha_2: getattr(country, "official_name", names[country.alpha_2])
        for country in pycountry.countries
    } | _OFFICIAL_NAMES
    rows = [
        {
            "country_code": code,
            "iso3_code": iso3[code],
            "country_name": names[code],
            "official_name": official[code],
            "region": places[code][0],
            "subregion": places[code][1],
        }
        for code in sorted(iso3)
    ]
    return pa.Table.from_pylist(rows)


def _written_out(name: str) -> str:
    for short, whole in _SHORT_FORMS:
        name = name.replace(short, whole)
    return name

"""The code lists that columns of the record use: ISO 3166-1, ISO 4217 and more units, ISO 639-1."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ingest.record.definition import CRYPTO_UNITS


@cache
def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries of ISO 3166-1, and XK, in order."""
    import pycountry

    return tuple(sorted({country.alpha_2 for country in pycountry.countries} | {"XK"}))


@cache
def unit_names() -> dict[str, str]:
    """Return the names of all units of money by code: ISO 4217, gold among it, and crypto units."""
    import pycountry

    named = {currency.alpha_3: currency.name for currency in pycountry.currencies}
    named |= CRYPTO_UNITS | {"XAU": "Gold (one troy ounce)"}
    return dict(sorted(named.items()))


@cache
def language_codes() -> tuple[str, ...]:
    """Return the two-letter codes of ISO 639-1, in order."""
    import pycountry

    return tuple(sorted(x.alpha_2 for x in pycountry.languages if hasattr(x, "alpha_2")))


# The codes allowed in each column that uses an external code list.
CODES: dict[str, Callable[[], tuple[str, ...]]] = {
    "country": lambda: (*country_codes(), "ZZ"),
    "nationality": lambda: (*country_codes(), "foreign"),
    "unit": lambda: tuple(unit_names()),
    "language": language_codes,
}

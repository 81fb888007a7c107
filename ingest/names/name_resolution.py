"""What a name means is found by these rules: a country, an organisation, a province or a city.

The rules, by kind (`country_code` is that of the record, ZZ where it is several or unknown):

- country: the code itself, `country_alias.csv`, a name of the country, its demonym.
- organisation: an alias of the record's country, an alias of ZZ, the organisation's own name (that
  of the record's country first, else the only one); first as written, then without "the" and legal
  forms.
- admin1: `admin1_alias.csv`, the division's name, its name without "Province" and the like; within
  the country, and only where one division fits.
- city, within the country: `city_alias.csv` (in the stated province, else one without a province),
  the name, the name without "City" and the like, a province of that name (the record then stands
  for the province), GeoNames' alternate names. Where several places bear the name, those in the
  stated province are meant, and of these, or where none is stated, the most populous if it has
  five times the people of the next; else none. In the same way "Quezon" means the much larger
  Quezon City. Where the only place of the name lies in another province than the one stated, it is
  still meant if it has 20,000 people or more (GeoNames and coders both put towns into a
  neighbouring province); a smaller one is only suggested, since small places share names. In ZZ a
  city is matched by its name in any country if it has ten times the people of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


ANYWHERE = "ZZ"  # the country of records that lie in several, or in an unknown one


class Answer(NamedTuple):
    """What a name means and how that was found, or what fits without deciding: (name, id)."""

    matched_id: str | None = None
    method: str = "none"
    fits: tuple[str, str] | None = None


class Choices(NamedTuple):
    """Names that may be suggested: keys to compare with, and (name, id) for each."""

    keys: list[str]
    names: list[tuple[str, str]]


def sorted_choices(named: Iterable[tuple[str, str, str]]) -> Choices:
    """Return choices of (key, name, id), sorted so that ties are decided."""
    ordered = sorted(named)
    return Choices([key for key, _, _ in ordered], [(name, id_) for _, name, id_ in ordered])

"""The rules for what a name means: a country, an organisation, a province or a city.

For each kind, these are tried in order, within the country of the record (ZZ if the record names
several countries, or none that is known):

- country: the code itself, `country_alias.csv`, a name of the country, its demonym.
- organisation: an alias of the record's country, an alias of ZZ, the organisation's own name (one
  of the record's country first, otherwise the only one). Each name is tried as written, then
  without "the" and legal forms.
- admin1: `admin1_alias.csv`, the division's name, its name without "Province" and the like. Only
  one division may match.
- city: `city_alias.csv` (in the stated province, otherwise an alias without a province), the name,
  the name without "City" and the like, a province of that name (the place is then the province),
  GeoNames' alternate names.

Several places with the name of a city: those in the stated province are meant. Of these, or if no
province is stated, the most populous is meant if it has five times the people of the next;
otherwise none is. By the same rule "Quezon" means the much larger Quezon City. If the only place of
the name is in another province than the stated one, it is still meant if it has 20,000 people or
more, since both GeoNames and coders put towns into a neighbouring province. A smaller one is only
suggested, since small places share names. In ZZ a city is matched by its name in any country if it
has ten times the people of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


ANYWHERE = "ZZ"  # the country of records that lie in several, or in an unknown one


class Answer(NamedTuple):
    """What a name means and by which method, or an ambiguous (name, id) to suggest."""

    matched_id: str | None = None
    method: str = "none"
    fits: tuple[str, str] | None = None


class Choices(NamedTuple):
    """Names that may be suggested: folded keys to compare with, and (name, id) for each."""

    keys: list[str]
    names: list[tuple[str, str]]


def sorted_choices(named: Iterable[tuple[str, str, str]]) -> Choices:
    """Return choices from (key, name, id), sorted so that ties are always broken alike."""
    ordered = sorted(named)
    return Choices([key for key, _, _ in ordered], [(name, id_) for _, name, id_ in ordered])

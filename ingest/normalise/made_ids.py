"""Make the ids of rows that were typed without them: the same row gets the same ids every time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from ingest.normalise.days import FORM
from ingest.record.codes import CODES
from ingest.record.definition import EVENT_KINDS

ID_DIGITS = 9
# These columns distinguish the figures of one report. The value is not one of them, so that a
# corrected value keeps its id.
FIGURE = (
    *("measure", "unit", "nationality", "sex", "age_group", "counts_as", "scope", "status"),
    *("cumulative_since", "figure_as_of", "admin1", "city", "site", "source_url"),
)
STATED = ("value", "value_high", "qualifier", "phrase")
_NOT_IN_SLUG = re.compile("[^a-z0-9]+")


def slug(text: str) -> str:
    """Return a text as small letters and digits joined by hyphens; a number if none is left."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    found = _NOT_IN_SLUG.sub("-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    return found or f"x{_number(text, 6)}"


def event_id(cells: Mapping[str, str | None]) -> str | None:
    """Return an event_id from country, first day, and the most exact place, or None.

    Rows of the same place and day are one event. The last part is the site, else the city, else
    the province, else the kind of event.
    """
    country, day = cells["country"], cells["event_start"]
    place = next((cells[name] for name in ("site", "city", "admin1") if cells[name]), None)
    kind = cells["event_kind"]
    if not country or not day or not kind or kind not in EVENT_KINDS:
        return None
    if country not in CODES["country"]() or not FORM.fullmatch(day):
        return None
    named = f"{slug(place)[:60].strip('-')}-{kind}" if place else kind
    return f"{country.lower()}-{day}-{named}"


class RecordIds:
    """Makes the record_ids of one file: `<event_id>/<publisher>-<yyyymmdd>/<number>`."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def make(self, cells: Mapping[str, str | None]) -> str | None:
        """Return the record_id of a row, or None if event, publisher or day are missing.

        The number is a hash of what the figure counts, without its value, so that a corrected
        value is a new version of the record. Two rows of a file that count the same with other
        values keep apart: the later one is numbered by its value, too.
        """
        event, publisher, day = cells["event_id"], cells["publisher"], cells["published_on"]
        if not event or not publisher or not day or not FORM.fullmatch(day):
            return None
        report = f"{event}/{slug(publisher)[:60].strip('-')}-{day.replace('-', '')}"
        counted = chr(31).join(cells[name] or "" for name in FIGURE)
        stated = chr(31).join(cells[name] or "" for name in STATED)
        made = f"{report}/{_number(counted, ID_DIGITS)}"
        if self._taken.setdefault(made, stated) != stated:
            made = f"{report}/{_number(counted + chr(30) + stated, ID_DIGITS)}"
        return made


def _number(text: str, digits: int) -> str:
    """Return a number of a text, always the same, without a leading zero."""
    found = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")
    return str(found % (9 * 10 ** (digits - 1)) + 10 ** (digits - 1))

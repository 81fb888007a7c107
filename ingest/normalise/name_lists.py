"""Read cells that list organisations with their roles, or several places."""

from __future__ import annotations

import re

from ingest.normalise import words
from ingest.normalise.cell_reading import UNREAD, CellReading
from ingest.record.definition import ROLES
from ingest.record.text_form import one_form

DEFAULT_ROLE = "mentioned"
_LABEL = re.compile(r"\s*([^:;/]{1,30}?)\s*[:：]\s*(?!//)(.*)", re.DOTALL)
_BETWEEN = re.compile(r"\s*[;；\n\r]\s*")
_ROLE_INSIDE = re.compile(rf"\s*[,，|/]\s*(?=(?:{'|'.join(ROLES)})\s*[:：])", re.IGNORECASE)
_PLACES = re.compile(r"\s*(?:[,，、;/&\n\r]|\band\b|\bund\b|\bet\b|\by\b|\bdan\b|\bvà\b)\s*")


def read_organisations(text: str) -> CellReading:
    """Return organisations as role:Name; role:Name.

    A role may be in any case, or be a synonym. A name without a role is mentioned. A comma, bar or
    slash before a role separates two organisations. A label that isn't a role is refused, since it
    may be the beginning of a name.
    """
    parts = []
    for part in _BETWEEN.split(text):
        parts += _ROLE_INSIDE.split(part)
    found = []
    for part in filter(None, map(one_form, parts)):
        if part.startswith((":", "：")) or "://" in part:
            return CellReading(None, f'"{part[:40]}" is no organisation: write role:Name')
        label = _LABEL.fullmatch(part)
        if label is None:
            found.append(f"{DEFAULT_ROLE}:{part}")
            continue
        role = words.read_word("roles", label[1])
        if role.value is None or not label[2].strip():
            said = role.hint or f"the roles are {', '.join(ROLES)}"
            return CellReading(None, f'"{label[1]}" is not a role: {said}')
        found.append(f"{role.value}:{label[2].strip()}")
    return CellReading("; ".join(found)) if found else UNREAD


def place_parts(text: str) -> list[str]:
    """Return the parts of a cell of places, each once, parted at any usual mark."""
    parts = (one_form(part) for part in _PLACES.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def may_list_places(text: str) -> bool:
    """Return whether a cell holds a mark that may part two places, the record's own apart."""
    return bool(_PLACES.search(text.replace(";", "")))

"""The sources of records: a YAML file each, with its facts and the mapping of its table, if any."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import WrongUseError
from ingest.record import definition
from ingest.sources.mapping import Mapping, declared_mapping

FOLDER = Path(__file__).parent
OWN = "incident_records"
_TEXTS = ("name", "title", "description", "publisher", "licence", "licence_url")
_KINDS = {column.name: column.kind for column in definition.COLUMNS}


@dataclass(frozen=True)
class Source:
    """The facts about one source, as its YAML file states them."""

    name: str
    title: str
    description: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str = ""
    """The words with which its licence asks to be named, if any."""
    files: str = ""
    """A pattern for the files that ship with the project, if any."""
    mapping: Mapping | None = field(default=None, compare=False)
    """How its table becomes records; None for a table of records."""


@cache
def sources() -> dict[str, Source]:
    """Return all sources by name. Raises WrongUseError if a YAML file is not right."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.yml"))]
    return {source.name: source for source in found}


def source(name: str) -> Source:
    """Return a source. Raises WrongUseError for an unknown one."""
    if name not in sources():
        raise WrongUseError(
            f"There is no source '{name}'. ingest/sources/ has {', '.join(sources())}. To add one, "
            "write its YAML file there."
        )
    return sources()[name]


def mapping_of(name: str) -> Mapping | None:
    """Return the mapping of a source; None for a table of records, or a source that is gone."""
    found = sources().get(name)
    return found.mapping if found else None


def shipped_files(root: Path) -> list[tuple[Source, Path]]:
    """Return the files that ship with the project, with their sources, in the order of landing."""
    return [
        (source, path)
        for source in sources().values()
        if source.files
        for path in sorted(root.glob(source.files))
        if path.is_file()
    ]


def shipped_records(root: Path) -> list[Path]:
    """Return the shipped files of records, in the order of landing."""
    return [path for source, path in shipped_files(root) if source.name == OWN]


def _read(path: Path) -> Source:
    import yaml  # not by commands that read no source

    try:
        facts: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        texts = {name: str(facts.pop(name)).strip() for name in _TEXTS}
        optional = {name: str(facts.pop(name, "")).strip() for name in ("attribution", "files")}
        mapping = declared_mapping(facts) if facts else None
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise WrongUseError(f"ingest/sources/{path.name}: {error}. Correct the file.") from None
    if texts["name"] != path.stem:
        raise WrongUseError(
            f"ingest/sources/{path.name}: the name '{texts['name']}' is not that of the file."
        )
    return Source(**texts, **optional, mapping=mapping)

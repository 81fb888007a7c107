"""The provenance that every export states: its build, its sources, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from ingest.fetch import fetch_row, fetch_rows
from ingest.sources.source import sources
from raidbook.common import published_builds
from raidbook.query.warnings import WarningSummary, warning_summary

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Origin:
    """One source of the published data: its owner, its licence, and how much of it is used."""

    title: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str = ""
    files: int | None = None
    rows: int | None = None
    landed_on: date | None = None  # the newest of its files


# The sources of the dimensions of places and countries (ingest/names).
REFERENCE = (
    Origin(
        "GeoNames: places, provinces, coordinates, inhabitants", "GeoNames", LICENCE, LICENCE_URL
    ),
    Origin(
        "Unicode CLDR: English names of countries",
        "Unicode, Inc., as Babel has them",
        "Unicode License v3",
        "https://www.unicode.org/license.txt",
    ),
    Origin("ISO 3166-1: codes of countries", "ISO", "facts", ""),
    Origin("UN M49: regions of the world", "United Nations", "facts", ""),
)


@dataclass(frozen=True)
class Build:
    """The build from which an export was made."""

    build_id: str
    finished_at: datetime  # UTC
    code_version: str | None  # None for an older build
    schema_version: int | None
    newest_report: date | None
    figures: int
    events: int
    reports: int
    rejected: int
    warnings: WarningSummary | None
    origins: tuple[Origin, ...]

    @property
    def citation(self) -> str:
        """The line for publications to cite."""
        return (
            f"Raidbook ({self.finished_at:%Y}): what is known about raids on online-scam centres. "
            f"Build {self.build_id}, {self.finished_at:%Y-%m-%d}. {LICENCE}. "
            f"Places: GeoNames, {LICENCE}.{self._attributions}"
        )

    @property
    def _attributions(self) -> str:
        """The words with which the licences of other sources ask to be named."""
        named = [f"{o.attribution}, {o.licence}" for o in self.origins if o.attribution]
        return f" With records of {'; '.join(named)}." if named else ""

    @property
    def licence(self) -> str:
        """What may be done with the data, with the licence of each source that has another."""
        others = [
            f"{origin.title}: {origin.licence}"
            for origin in self.origins
            if origin.files and origin.licence != LICENCE
        ]
        return "; ".join([f"{LICENCE}: share and adapt it if you give credit", *others]) + "."


def build_of(con: duckdb.DuckDBPyConnection) -> Build:
    """Return the live build, with its sources and its warnings."""
    build = published_builds.newest_build(con)
    newest, figures, events, reports, rejected = fetch_row(
        con,
        "select (select max(last_reported_on) from marts.dim_event), "
        "(select count(*) from marts.fct_reported_figures), "
        "(select count(*) from marts.dim_event), (select count(*) from marts.dim_report), "
        "(select count(*) from quality.rejected_records)",
    )
    origins = (*_delivered(con), *REFERENCE)
    return Build(
        build["build_id"],
        build["finished_at"],
        build["code_version"],
        build["schema_version"],
        *(newest, figures, events, reports, rejected),
        warning_summary(con),
        origins,
    )


def _delivered(con: duckdb.DuckDBPyConnection) -> list[Origin]:
    """Return the sources of the loaded deliveries, with the facts from their YAML files."""
    found = fetch_rows(
        con,
        "select source_name, count(*), cast(sum(rows_loaded) as bigint), max(landed_on) "
        "from meta.deliveries where not is_removed group by source_name order by source_name",
    )
    return [_origin(name, *counts) for name, *counts in found]


def _origin(name: str, files: int, rows: int, landed_on: date) -> Origin:
    source = sources().get(name)
    if source is None:  # its YAML file is gone
        return Origin(name, "not stated", "not stated", "", "", files, rows, landed_on)
    facts = (source.title, source.publisher, source.licence, source.licence_url, source.attribution)
    return Origin(*facts, files, rows, landed_on)

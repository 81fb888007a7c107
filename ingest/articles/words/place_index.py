"""The names of places in a small SQLite file: one name is found in a thousandth of a second.

The reference data itself takes seconds to read, which a short article can't wait for.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ingest.names.reference_files import ReferenceFiles, cached_reference
from ingest.sql_quoting import literal
from ingest.whole_files import written_whole

MAX_RANK = 2  # the name of a place, and its short form


class PlaceIndex:
    """Finds places by their folded names."""

    def __init__(self, path: Path) -> None:
        self._con = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def find(self, key: str) -> list[tuple[int, str, str, int]]:
        """Return (rank, place_type, country_code, population) of each place with a folded name."""
        columns = "rank, place_type, country, people"
        return list(self._con.execute(f"select {columns} from names where key = {literal(key)}"))


def place_index(cache_dir: Path, seeds: Path) -> PlaceIndex:
    """Return the index; make it first if the reference data changed. Takes seconds then."""
    reference = cached_reference(cache_dir, seeds)
    key = reference.place_names.stem.rpartition("-")[2]
    path = cache_dir / f"article_places-{key}.sqlite"
    if not path.is_file():
        for old in cache_dir.glob("article_places-*.sqlite"):
            old.unlink(missing_ok=True)
        with written_whole(path) as unfinished:
            _write(reference, unfinished)
    return PlaceIndex(path)


def _write(reference: ReferenceFiles, path: Path) -> None:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    columns = ["place_id", "place_type", "country_code", "population"]
    places = pq.read_table(reference.places, columns=columns).to_pylist()
    known = {row["place_id"]: row for row in places}
    names = pq.read_table(reference.place_names, filters=pc.field("rank") <= MAX_RANK)
    rows = (
        (
            key,
            rank,
            known[id_]["place_type"],
            known[id_]["country_code"],
            known[id_]["population"] or 0,
        )
        for key, rank, id_ in zip(*(column.to_pylist() for column in names), strict=True)
    )
    con = sqlite3.connect(path)
    with con:
        con.execute("create table names (key, rank, place_type, country, people)")
        con.executemany("insert into names values (?, ?, ?, ?, ?)", rows)
        con.execute("create index by_key on names (key)")
    con.close()

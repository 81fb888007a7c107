"""Find out which records of a delivered file correct or repeat an earlier one.

The build counts this over all deliveries (`ingest.load.count_versions`). This module counts it for
one file before it is landed, against the published file and everything landed since.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest import checked_file, landing
from ingest.errors import RefusedError
from ingest.fetch import fetch_column, fetch_row
from ingest.landing import Delivery
from ingest.normalise.normaliser import Normaliser
from ingest.readers.reading_limits import ReadingLimits
from ingest.record import definition
from ingest.sql_quoting import literal

# The good rows of the file that was read last.
_GOOD = "delivered anti join bad_rows using (_row_number)"


class KnownVersions:
    """The versions of records delivered so far, in temporary tables of a connection."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        folder: Path,
        left_out: set[str],
        published: Path,
        limits: ReadingLimits | None = None,
        normaliser: Normaliser | None = None,
    ) -> None:
        """Read the deliveries in `folder` that aren't in the file `published`, if there is one.

        `left_out` are the delivery_ids of retracted deliveries. A landed file that can't be read is
        skipped, since the build reports it. Files are read within `limits` and as typed.
        """
        self._con = con
        self._limits = limits
        self._normaliser = normaliser
        con.execute("""
            create temporary table landed_versions (record_id varchar, hash varchar, number bigint,
                row_number bigint)
        """)
        deliveries = [d for d in landing.deliveries(folder) if d.delivery_id not in left_out]
        in_file = self._attach(published)
        self._numbers = [d.number for d in deliveries if d.number in in_file]
        for delivery in deliveries:
            if delivery.number not in in_file:
                self._read(delivery, folder)

    def _attach(self, published: Path) -> set[int]:
        """Attach the published file, read-only; return the numbers of its deliveries."""
        if not published.is_file():
            return set()
        try:
            self._con.execute(f"attach {literal(published)} as published (read_only)")
            columns = ", ".join(definition.NAMES)
            self._con.execute(f"select {columns} from published.raw.incident_records limit 0")
            query = "select delivery_number from published.raw.deliveries where not is_removed"
            return set(fetch_column(self._con, query))
        except duckdb.Error:  # another version of DuckDB or of Raidbook wrote it
            return set()

    def _read(self, delivery: Delivery, folder: Path) -> None:
        try:
            path = delivery.path(folder)
            checked_file.read_delivery(
                self._con,
                path,
                delivery.file_name,
                delivery.landed_on,
                delivery.choices,
                self._limits,
                self._normaliser,
            )
            self.keep(delivery.number)
        except (RefusedError, OSError):
            return
        finally:
            checked_file.forget(self._con)

    def keep(self, number: int) -> None:
        """Add the good rows of the file that was read last, as delivered with this number."""
        self._con.execute(f"""
            insert into landed_versions
            select record_id, {definition.RECORD_HASH}, {number}, _row_number from {_GOOD}
        """)

    def count(self) -> tuple[int, int]:
        """Return how many good rows of the file that was read last are corrected, and unchanged.

        A row is corrected if its record_id is known with other content, and unchanged if it is
        known with the same content. Within the file, the later row is the newer version.
        """
        self._con.execute(f"""
            create or replace temporary table known_versions as
            select record_id, arg_max(hash, (number, row_number)) as hash
            from ({self._earlier()})
            group by record_id;
            create or replace temporary table compared_ids as
            select record_id from known_versions
            union
            select record_id from {_GOOD} group by record_id having count(*) > 1
        """)
        corrected, unchanged = fetch_row(
            self._con,
            f"""
            with versions as (
                select record_id, hash, 0 as row_number from known_versions
                union all
                select record_id, {definition.RECORD_HASH}, _row_number
                from {_GOOD} semi join compared_ids using (record_id)
            ),
            compared as (
                select hash, lag(hash) over (partition by record_id order by row_number) as before
                from versions
            )
            select count(*) filter (hash <> before), count(*) filter (hash = before) from compared
            """,
        )
        self._con.execute("drop table known_versions; drop table compared_ids")
        return int(corrected), int(unchanged)

    def _earlier(self) -> str:
        """Return SQL for earlier versions of the good rows: record_id, hash, number, row_number.

        Only those are hashed, since a hash takes longer than a join.
        """
        good = f"semi join (select record_id from {_GOOD}) using (record_id)"
        versions = f"select record_id, hash, number, row_number from landed_versions {good}"
        if self._numbers:
            numbers = ", ".join(map(str, self._numbers))
            versions += f"""
                union all
                select record_id, {definition.RECORD_HASH}, _delivery_number, _row_number
                from published.raw.incident_records {good}
                where _delivery_number in ({numbers})
            """
        return versions

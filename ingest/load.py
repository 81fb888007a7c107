"""The only module that writes `raw.*`: landed deliveries in, text tables with their origin out.

Every delivery is one transaction. What a table of raw holds is said in `raw_tables.sql`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb

from ingest import record
from ingest.errors import RefusedError
from ingest.landing import Delivery
from ingest.readers import csv_file
from ingest.validate import split_rows

RAW_TABLES = Path(__file__).with_name("raw_tables.sql")


@dataclass
class Loaded:
    """What became of the rows of one delivered file."""

    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    worst: list[tuple[int, str, str]] = field(default_factory=list)  # row, record_id, reasons


def create_raw(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of schema raw."""
    columns = ",\n    ".join(f"{name} varchar" for name in record.NAMES)
    con.execute(RAW_TABLES.read_text(encoding="utf-8").replace("{record_columns}", columns))


def read_delivery(con: duckdb.DuckDBPyConnection, path: Path, name: str, landed_on: date) -> Loaded:
    """Read and check one file into temporary tables; write nothing else.

    Afterwards `delivered` holds its regular rows, `bad_rows` those of them that break a rule, and
    `ragged_rows` (_row_number, record_id, reasons, record) what is no regular row. Raises
    RefusedError for a file that is no table of records.
    """
    if path.suffix.lower() != ".csv":
        raise RefusedError(f"{name}: only CSV files are read (.csv). Save it as 'CSV UTF-8'.")
    ragged = csv_file.read(con, path, name)
    split_rows(con, "delivered", landed_on)
    con.execute("""
        create or replace temporary table ragged_rows
            (_row_number bigint, record_id varchar, reasons varchar, record varchar)
    """)
    if ragged:
        header = [row[0] for row in con.execute("describe delivered").fetchall()]
        header = [name for name in header if not name.startswith("_")]
        con.executemany(
            "insert into ragged_rows values (?, ?, ?, ?)",
            [
                [number, cells[0] if cells else None, reason, csv_file.as_delivered(header, cells)]
                for number, cells, reason in ragged
            ],
        )
    good, bad, odd = con.execute("""
        select (select count(*) from delivered) - (select count(*) from bad_rows),
            (select count(*) from bad_rows), (select count(*) from ragged_rows)
    """).fetchall()[0]
    if good + bad + odd == 0:
        raise RefusedError(f"{name}: the file has a header but no row. Deliver it with its rows.")
    worst = con.execute(f"{_rejected('delivered')} order by len(reasons) desc, 1 limit 10")
    return Loaded(good + bad + odd, good, bad + odd, [(r[0], r[1], r[2]) for r in worst.fetchall()])


def _rejected(delivered: str) -> str:
    """Return a query for the rejected rows: _row_number, record_id, reasons, record as JSON."""
    cells = ", ".join(f"'{name}', {name}" for name in record.NAMES)
    return f"""
        from (
            select d._row_number, d.record_id, array_to_string(b.reasons, '; ') as reasons,
                cast(json_merge_patch('{{}}', json_object({cells})) as varchar) as record
            from {delivered} as d inner join bad_rows as b using (_row_number)
            union all
            from ragged_rows
        )
    """


def load_delivery(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, landing: Path, loaded_at: datetime
) -> Loaded:
    """Load one landed file into raw, in one transaction.

    Raises RefusedError where the landed bytes are not what was landed, or can't be read.
    """
    path = delivery.path(landing)
    if not path.is_file() or path.stat().st_size != delivery.size:
        raise RefusedError(
            f"landing: the copy of {delivery.file_name} ({delivery.delivery_id}) is missing or "
            "damaged. Put it back from a copy of var/landing, or take the delivery out with "
            f"`raidbook remove {delivery.delivery_id} --reason …`."
        )
    result = read_delivery(con, path, delivery.file_name, delivery.landed_on)
    names = ", ".join(record.NAMES)
    joined = ", ".join(f"coalesce({name}, '')" for name in record.NAMES)
    origin = [delivery.number, delivery.delivery_id, delivery.source, delivery.file_name]
    con.begin()
    try:
        con.execute(
            f"""
            insert into raw.incident_records
            select {names}, ?, ?, ?, ?, _row_number, md5(concat_ws(chr(31), {joined})), ?
            from delivered anti join bad_rows using (_row_number)
            """,
            [*origin, loaded_at],
        )
        con.execute(
            f"""
            insert into raw.rejected_records
            select ?, ?, ?, ?, _row_number, record_id, reasons, record, ?
            {_rejected("delivered")} order by _row_number
            """,
            [*origin, loaded_at],
        )
        con.execute(
            "insert into raw.deliveries values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, false)",
            [
                *origin,
                delivery.sha256,
                delivery.landed_on,
                datetime.fromisoformat(delivery.landed_at).replace(tzinfo=None),
                delivery.size,
                result.rows_read,
                result.rows_loaded,
                result.rows_rejected,
            ],
        )
        con.commit()
    except BaseException:
        con.rollback()
        raise
    for table in ("delivered", "bad_rows", "ragged_rows"):
        con.execute(f"drop table if exists temp.{table}")
    return result


def note_removed(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Keep in raw.deliveries that a landed delivery was left out on purpose."""
    con.execute(
        "insert into raw.deliveries values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, true)",
        [
            delivery.number,
            delivery.delivery_id,
            delivery.source,
            delivery.file_name,
            delivery.sha256,
            delivery.landed_on,
            datetime.fromisoformat(delivery.landed_at).replace(tzinfo=None),
            delivery.size,
        ],
    )


def count_versions(con: duckdb.DuckDBPyConnection) -> None:
    """Fill in, for each delivery, how many of its rows corrected or repeated an earlier record.

    Only record_ids that occur more than once are sorted.
    """
    con.execute("""
        create or replace temporary table repeated as
        select _delivery_number, _record_hash <> lag(_record_hash) over (
            partition by record_id order by _delivery_number, _row_number) as is_corrected
        from raw.incident_records
        where record_id in (
            select record_id from raw.incident_records group by record_id having count(*) > 1)
    """)
    con.execute("""
        update raw.deliveries as d set
            rows_corrected = (
                select count(*) from repeated as r
                where r._delivery_number = d.delivery_number and r.is_corrected),
            rows_unchanged = (
                select count(*) from repeated as r
                where r._delivery_number = d.delivery_number and not r.is_corrected)
        where not d.is_removed
    """)
    con.execute("drop table temp.repeated")


def load_reference(con: duckdb.DuckDBPyConnection, cache: Path, seeds: Path) -> None:
    """Load countries, places and the matches of all names in the records into raw."""
    from ingest import names, reference

    files = reference.cached_reference(cache, seeds)
    for table, path in (("countries", files.countries), ("places", files.places)):
        con.execute(f"create table raw.reference_{table} as from read_parquet(?)", [str(path)])
    names.write_matches(con, files, seeds)

"""Load landed deliveries into `raw.*` as text, with their origin. Only this module writes raw.

Every delivery is one transaction. `raw_tables.sql` documents the tables.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.checked_file import Loaded, forget, read_delivery
from ingest.errors import RefusedError, first_line
from ingest.landing import Delivery, digest
from ingest.normalise.normalised_rows import AS_TYPED
from ingest.normalise.normaliser import Normaliser
from ingest.readers.cell_text import visible
from ingest.readers.reading import Reading
from ingest.readers.reading_limits import ReadingLimits
from ingest.record import definition
from ingest.sql_quoting import literal

_CELLS = ", ".join(f"'{name}', {name}" for name in definition.NAMES)
# The rejected rows: _row_number, record_id, reasons, record as JSON of the cells with a value.
_REJECTED_ROWS = f"""
    select d._row_number, d.record_id, array_to_string(b.reasons, '; ') as reasons,
        cast(json_merge_patch('{{}}', json_object({_CELLS})) as varchar) as record
    from delivered as d inner join bad_rows as b using (_row_number)
    union all
    from ragged_rows
"""
RAW_TABLES = Path(__file__).with_name("raw_tables.sql")


def create_raw(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables of schema raw."""
    columns = ",\n    ".join(f"{name} varchar" for name in definition.NAMES)
    con.execute(RAW_TABLES.read_text(encoding="utf-8").replace("{record_columns}", columns))


def load_delivery(
    con: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    landing: Path,
    loaded_at: datetime,
    limits: ReadingLimits | None = None,
    normaliser: Normaliser | None = None,
) -> Loaded:
    """Load one landed file into raw, in one transaction; it is read within `limits`.

    The `normaliser` reads values in other forms, unless the delivery is strict. A landed file that
    is intact but can no longer be read gives no rows. raw.deliveries and raw.rejected_records list
    it with the reason. Raises RefusedError if the landed copy has changed or is missing, because
    its records would otherwise disappear without a decision.
    """
    path = delivery.path(landing)
    damaged = RefusedError(
        f"landing: the copy of {delivery.file_name} ({delivery.delivery_id}) is missing or "
        "damaged. Restore it from a copy of var/landing, or retract the delivery with "
        f"`raidbook remove {delivery.delivery_id} --reason …`."
    )
    if not path.is_file():
        raise damaged
    with ThreadPoolExecutor(1) as beside:  # the hash of a large file takes a while
        sha256 = beside.submit(digest, path)
        try:
            result = read_delivery(
                con,
                path,
                delivery.file_name,
                delivery.landed_on,
                delivery.choices,
                limits,
                normaliser,
            )
        except (MemoryError, OSError, duckdb.OutOfMemoryException, duckdb.IOException):
            raise  # of this machine, not of the file
        except Exception as error:  # whatever a reader raises
            if type(error) is RuntimeError:  # DuckDB raises this if a signal interrupted it
                raise
            if sha256.result() != delivery.sha256:
                raise damaged from None
            nothing = Reading(format="", form="nothing: it can't be read any more", columns=[])
            result = Loaded(0, 0, 0, nothing, unread_because=_sentence(error))
    if sha256.result() != delivery.sha256:
        raise damaged
    con.begin()
    try:
        _write_rows(con, delivery, result, loaded_at)
        counts = [result.rows_read, result.rows_loaded, result.rows_rejected]
        form = result.reading.form
        _write_delivery(con, delivery, form, [*counts, None, None, False])
        con.commit()
    except BaseException:
        # If a signal interrupted the statement, DuckDB may have ended the transaction already.
        with suppress(duckdb.TransactionException):
            con.rollback()
        raise
    forget(con)
    return result


def _sentence(error: Exception) -> str:
    if isinstance(error, RefusedError):
        return visible(str(error))
    return f"it can't be read ({type(error).__name__}: {visible(first_line(error))})"


def _write_rows(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, result: Loaded, loaded_at: datetime
) -> None:
    names = ", ".join(definition.NAMES)
    origin = ", ".join(map(literal, _origin(delivery)))
    reading = result.reading
    if result.unread_because is not None:
        con.execute(f"""
            insert into raw.rejected_records
            select {origin}, 0, 'the whole file', null, {literal(result.unread_because)}, '{{}}',
                {literal(loaded_at)}
        """)
        return
    as_typed = AS_TYPED if result.rows_as_read else "cast(null as varchar)"
    but_bad = "anti join bad_rows using (_row_number)" if result.rows_rejected else ""
    con.execute(f"""
        insert into raw.incident_records
        select {names}, {origin}, _row_number, {reading.member_sql()},
            {as_typed}, {literal(loaded_at)}
        from delivered {but_bad}
    """)
    if result.rows_rejected:
        con.execute(f"""
            insert into raw.rejected_records
            select {origin}, _row_number, {reading.place_sql()}, record_id, reasons, record,
                {literal(loaded_at)}
            from ({_REJECTED_ROWS}) order by _row_number
        """)


def note_removed(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Record in raw.deliveries that a delivery was retracted and is left out."""
    _write_delivery(con, delivery, None, [0, 0, 0, 0, 0, True])


def _origin(delivery: Delivery) -> list[str | int]:
    return [delivery.number, delivery.delivery_id, delivery.source, delivery.file_name]


def _write_delivery(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, form: str | None, counts: list[int | None]
) -> None:
    """Write the row in raw.deliveries: `form` is read_as, `counts` are the columns after it."""
    values = [
        *_origin(delivery),
        delivery.sha256,
        delivery.landed_on,
        datetime.fromisoformat(delivery.landed_at).replace(tzinfo=None),
        delivery.size,
        form,
        *counts,
    ]
    con.execute(f"insert into raw.deliveries values ({', '.join(map(literal, values))})")


def count_versions(con: duckdb.DuckDBPyConnection) -> None:
    """Set for each delivery how many of its rows corrected or repeated an earlier record.

    For speed, only record_ids that occur more than once are compared.
    """
    con.execute(f"""
        create or replace temporary table repeated as
        select _delivery_number, hash <> lag(hash) over (
            partition by record_id order by _delivery_number, _row_number) as is_corrected
        from (
            select record_id, _delivery_number, _row_number, {definition.RECORD_HASH} as hash
            from raw.incident_records
            where record_id in (
                select record_id from raw.incident_records group by record_id having count(*) > 1))
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
    """Load countries, places, and the matches of all names in the records into raw."""
    from ingest.names import names_in_records, reference_files

    files = reference_files.cached_reference(cache, seeds)
    for table, columns, path in (
        ("countries", "* exclude (official_name)", files.countries),  # see LICENSE
        ("places", "*", files.places),
    ):
        con.execute(
            f"create table raw.reference_{table} as "
            f"select {columns} from read_parquet({literal(path)})"
        )
    names_in_records.write_matches(con, files, seeds)

"""Made-up records in the shape of real ones, in any number, for measuring and trying out.

Everything follows from the seed and the record's number, by hashes in SQL: the same call gives the
same file. Each event has twenty records: five reports of four figures. Each tree has fifty events:
one campaign that is known by running totals, seven operations in it, and raids in these.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.errors import RaidbookError, WrongUseError, first_line
from ingest.record import definition
from ingest.sql_quoting import literal
from ingest.whole_files import written_whole

RECORDS_AN_EVENT = 20

_QUERY = """
with

numbers as (

    select i, i // 20 as e, (i % 20) // 4 as r, i % 4 as k from range({records}) as t(i)

),

events as (

    select
        i, e, r, k,
        e // 50 as f,
        e % 50 as j,
        cast(hash(e, {seed}) // 2 as bigint) as h_event,
        cast(hash(e, r, {seed}) // 2 as bigint) as h_report,
        cast(hash(i, {seed}) // 2 as bigint) as h_record
    from numbers

),

named as (

    select
        *,
        date '2021-01-01' + cast((hash(f, {seed}, 'day') % 1700) as integer)
        + case when j = 0 then 0 else cast(h_event % 60 as integer) end as start_day,
        (['KH', 'MM', 'PH', 'TH', 'LA', 'NG', 'MY', 'ID'])[
            1 + cast(hash(f, {seed}, 'c') % 8 as integer)
        ] as country_code
    from events

),

ids as (

    select
        *,
        lower(country_code) || '-' || start_day || '-made-' || e as own_id,
        lower(country_code) || '-'
        || (date '2021-01-01' + cast((hash(f, {seed}, 'day') % 1700) as integer))
        || '-made-' || f * 50 as root_id,
        start_day + cast(1 + r * 2 + h_report % 3 as integer) as published,
        'Publisher ' || (cast(hash(e, r // 2 * 2, {seed}, 'p') // 2 as bigint) % 60)
            as publisher_name
    from named

),

operations as (

    -- The parent of a raid is an operation of its tree. The id of the parent has the parent's day.
    select distinct f, j, own_id as operation_id
    from ids
    where j between 1 and 7 and r = 0 and k = 0

),

placed as (

    select ids.*, operations.operation_id
    from ids
    left join operations on ids.f = operations.f and operations.j = 1 + ids.j % 7

),

stated as (

    select
        *,
        10 + cast(h_event % case when j = 0 then 4000 else 300 end as bigint)
        + r * cast(h_event % 9 as bigint) as base
    from placed

),

final as (

    select
        i,
        own_id || '/' || lower(replace(publisher_name, ' ', '-')) || '-'
        || strftime(published, '%Y%m%d') || '/' || i as record_id,
        own_id as event_id,
        case
            when j = 0 then null
            when j <= 7 then root_id
            else coalesce(operation_id, root_id)
        end as parent_event_id,
        null as follows_event_id,
        case when j = 0 then 'campaign' when h_event % 11 = 0 then 'deportation' else 'raid' end
            as event_kind,
        start_day as event_start,
        start_day + case when h_event % 3 = 0 then 2 else 0 end as event_end,
        case when h_event % 3 = 0 then 'range' else 'day' end as date_precision,
        country_code as country,
        null as admin1,
        case country_code
            when 'KH' then (['Phnom Penh', 'Poipet', 'Sihanoukville', 'Bavet'])[
                1 + cast(h_event % 4 as integer)
            ]
            when 'MM' then 'Myawaddy' when 'PH' then 'Manila' when 'TH' then 'Bangkok'
        end as city,
        null as site,
        case
            when k < 3 and h_event % 11 = 0 then 'persons_deported'
            -- About as many reports as in real records use a different measure than the first one.
            when k < 3 and r % 2 = 1 and h_event % 7 = 0 then 'persons_detained'
            when k < 3 then 'persons_arrested'
            when h_event % 5 = 0 then 'phones_seized'
            when h_event % 5 = 1 then 'money_seized'
            when h_event % 5 = 2 then 'sites_raided'
            else 'persons_arrested'
        end as measure,
        case k
            when 0 then base
            when 1 then base * (20 + h_event % 30) // 100
            when 2 then base * (10 + h_event % 30) // 100
            else case h_event % 5
                when 0 then base * 3 when 1 then base * 1000 when 2 then 1 + base // 100
                else base * 8 // 10
            end
        end as value,
        case when h_record % 97 = 0 and k = 0 then base + base // 10 end as value_high,
        case when k = 3 and h_event % 5 = 1 then 'USD' end as unit,
        (['exact', 'exact', 'exact', 'exact', 'exact', 'exact', 'more_than', 'about', 'at_least',
            'nearly'])[1 + cast(h_record % 10 as integer)] as qualifier,
        case when h_record % 4 = 0 then 'more than ' || base end as phrase,
        case
            when k = 1 then (['CN', 'VN', 'ID', 'TW', 'MM'])[1 + cast(h_event % 5 as integer)]
            when k = 2 then (['TH', 'MY', 'KR', 'IN', 'PH'])[1 + cast(h_event % 5 as integer)]
            when k = 3 and h_event % 5 > 2 then 'foreign'
        end as nationality,
        null as sex,
        null as age_group,
        case
            when j = 0 and k = 0 then 'cumulative'
            when k in (1, 2) or (k = 3 and h_event % 5 > 2) then 'part'
            else 'total'
        end as counts_as,
        case when j = 0 and k = 0 then start_day end as cumulative_since,
        case when h_record % 41 = 0 then published - 1 end as figure_as_of,
        null as scope,
        case when h_record % 211 = 0 then 'planned' end as status,
        'enforcer:' || (['Cambodian National Police', 'Royal Thai Police',
            'Philippine National Police'])[1 + cast(h_event % 3 as integer)] as organisations,
        'National police' as claimed_by,
        case when h_report % 3 = 0 then 'AFP' end as credited_to,
        'https://news.example/' || e || '/' || r as source_url,
        null as archived_url,
        publisher_name as publisher,
        published as published_on,
        'en' as language,
        case when h_record % 7 = 0 then 'made up, number ' || i end as note
    from stated

),

corrected as (

    -- One record in a hundred is repeated with another value.
    select * from final
    union all
    select * replace (value + 1 as value, i + {records} as i) from final where i % 100 = 99

)

select {columns} from corrected order by i limit {exactly}
"""


def make_up_records(
    records: int, seed: int, path: Path, memory_limit: str = "4GB", threads: int | None = None
) -> None:
    """Write `records` synthetic records to a .csv or .parquet file, within these limits of DuckDB.

    Raises WrongUseError for another suffix, a missing folder or fewer than one record, and
    RaidbookError if the file can't be written.
    """
    if path.suffix not in (".csv", ".parquet"):
        raise WrongUseError(f"{path.name}: write to a .csv or a .parquet file.")
    if not path.parent.is_dir():
        raise WrongUseError(f"{path.name}: the folder {path.parent} does not exist.")
    if records < 1:
        raise WrongUseError("--records must be 1 or more.")
    first = -(-records * 100 // 101)  # with its hundredth, which is repeated, it is just enough
    while first + first // 100 < records:
        first += 1
    query = _QUERY.format(
        records=first,
        exactly=records,
        seed=seed,
        columns=", ".join(f"cast({name} as varchar) as {name}" for name in definition.NAMES),
    )
    form = "csv, header true" if path.suffix == ".csv" else "parquet"
    try:
        with duckdb.connect(":memory:") as con, written_whole(path) as temporary:
            con.execute(f"set memory_limit = {literal(memory_limit)}")
            if threads is not None:
                con.execute(f"set threads = {threads}")
            con.execute(f"set temp_directory = {literal(path.parent / f'.{path.name}.spill')}")
            con.execute("set preserve_insertion_order = true")
            con.execute(f"copy ({query}) to {literal(temporary)} (format {form})")
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise RaidbookError(f"{path.name}: can't be written: {first_line(error)}") from None

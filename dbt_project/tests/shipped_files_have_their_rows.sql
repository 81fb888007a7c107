-- A file is identified by its sha256, so that users' files have no expectation, whatever their
-- names. Each delivery of the file counts, except removed ones. A file that was never landed fails
-- with all its years.
with

deliveries as (

    select
        delivery_number,
        sha256,
        is_removed
    from {{ ref('stg_deliveries__deliveries') }}

),

expected as (

    select
        deliveries.delivery_number,
        expected_rows.file_name,
        expected_rows.event_year,
        expected_rows.row_count
    from {{ ref('expected_rows') }} as expected_rows
    left join deliveries on expected_rows.sha256 = deliveries.sha256
    where not coalesce(deliveries.is_removed, false)

),

counted as (

    select
        records._delivery_number as delivery_number,
        records._file_name as file_name,
        substr(records.event_start, 1, 4) as event_year,
        count(*) as row_count
    from {{ source('raw', 'incident_records') }} as records
    where
        records._delivery_number in (
            select delivery_number from deliveries
            where sha256 in (select sha256 from {{ ref('expected_rows') }})
        )
    group by records._delivery_number, records._file_name, substr(records.event_start, 1, 4)

)

select
    coalesce(expected.delivery_number, counted.delivery_number) as delivery_number,
    coalesce(expected.file_name, counted.file_name) as file_name,
    coalesce(expected.event_year, counted.event_year) as event_year,
    expected.row_count as expected_rows,
    coalesce(counted.row_count, 0) as counted_rows
from expected
full outer join counted
    on
        expected.delivery_number = counted.delivery_number
        and expected.event_year = counted.event_year
where expected.row_count is null or coalesce(counted.row_count, 0) <> expected.row_count

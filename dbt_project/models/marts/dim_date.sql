-- Every day from the first to the last that an event or a report has, whole years. Numbers are made
-- of their digits, since a recursion of thousands of steps is slow, and forbidden on Spark.
with

named as (

    select event_start as first_day, greatest(event_start, event_end) as last_day
    from {{ ref('int_event_states') }}
    union all
    select event_start as first_day, greatest(event_end, published_on) as last_day
    from {{ ref('stg_incident_records__records') }}

),

ends as (

    select
        cast(date_trunc('year', coalesce(min(first_day), cast('2020-01-01' as date))) as date)
            as first_day,
        extract(year from coalesce(max(last_day), cast('2020-12-31' as date))) as last_year
    from named

),

digits as (

    select digit
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as digits (digit)

),

thousands as (

    select ones.digit + 10 * tens.digit + 100 * hundreds.digit as number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds

),

days as (

    select
        ends.last_year,
        cast(
            {{ dbt.dateadd('day', 'days.number + 1000 * thousands.number', 'ends.first_day') }}
            as date
        ) as date_day
    from ends
    cross join thousands as days
    cross join thousands
    where thousands.number <= (ends.last_year - extract(year from ends.first_day) + 1) * 366 / 1000

),

final as (

    select
        date_day,
        cast(extract(year from date_day) as integer) as year,
        cast(extract(quarter from date_day) as integer) as quarter,
        cast(extract(month from date_day) as integer) as month,
        cast(date_trunc('month', date_day) as date) as month_start,
        cast(extract(week from date_day) as integer) as iso_week
    from days
    where extract(year from date_day) <= last_year

)

select * from final

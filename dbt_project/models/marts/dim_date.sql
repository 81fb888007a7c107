-- Every day from the first to the last that an event or a report has, whole years.
with recursive

ends as (

    select
        min(event_start) as first_day,
        max(case when event_end > published_on then event_end else published_on end) as last_day
    from {{ ref('stg_incident_records__records') }}

),

days as (

    select
        cast(date_trunc('year', coalesce(first_day, cast('2020-01-01' as date))) as date) as date_day,
        cast({{ dbt.dateadd('year', 1, "date_trunc('year', coalesce(last_day, cast('2020-01-01' as date)))") }} as date)
            as end_day
    from ends
    union all
    select cast({{ dbt.dateadd('day', 1, 'date_day') }} as date) as date_day, end_day
    from days
    where cast({{ dbt.dateadd('day', 1, 'date_day') }} as date) < end_day

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

)

select * from final

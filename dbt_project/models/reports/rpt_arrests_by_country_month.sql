-- The month is that of event_start. Events that go on into another month are totalled apart too, so
-- that a chart by month can leave them out: the two parts add up to `persons`.
with

arrests as (

    select * from {{ ref('fct_arrests') }} where persons > 0

),

countries as (

    select * from {{ ref('dim_country') }}

),

final as (

    select
        arrests.country_code,
        countries.country_name,
        arrests.month_start,
        count(distinct arrests.event_id) as event_count,
        cast(sum(arrests.persons) as bigint) as persons,
        cast(sum(arrests.persons_low) as bigint) as persons_low,
        cast(sum(arrests.persons_high) as bigint) as persons_high,
        bool_or(arrests.is_open_ended) as is_open_ended,
        cast(sum(case when arrests.spans_months then 0 else arrests.persons end) as bigint)
            as persons_within_month,
        cast(sum(case when arrests.spans_months then arrests.persons else 0 end) as bigint)
            as persons_spanning_months,
        count(distinct case when arrests.is_disputed then arrests.event_id end)
            as disputed_event_count
    from arrests
    inner join countries on arrests.country_code = countries.country_code
    group by arrests.country_code, countries.country_name, arrests.month_start

)

select * from final

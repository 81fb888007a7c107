-- A month has its share of each event by the weight of bridge_event_month: an event in one month
-- alone is certain, and the rest is spread. Rounded to eight places, since a sum of fractions
-- depends on the order in which an engine adds them.
with

arrests as (

    select * from {{ ref('fct_arrests') }} where persons_high > 0

),

months as (

    select * from {{ ref('bridge_event_month') }} where measure_group = 'custody'

),

weighed as (

    select
        months.month_start,
        arrests.event_id,
        arrests.country_code,
        arrests.is_open_ended,
        arrests.is_disputed,
        months.is_spread,
        cast(arrests.persons as double) * months.weight as persons,
        cast(arrests.persons_low as double) * months.weight as persons_low,
        cast(arrests.persons_high as double) * months.weight as persons_high
    from arrests
    inner join months on arrests.event_id = months.event_id

),

final as (

    select
        month_start,
        count(distinct case when persons > 0 then event_id end) as event_count,
        count(distinct case when persons > 0 then country_code end) as country_count,
        round(sum(persons), 8) as persons,
        round(sum(persons_low), 8) as persons_low,
        round(sum(persons_high), 8) as persons_high,
        bool_or(is_open_ended) as is_open_ended,
        round(sum(case when is_spread then 0 else persons end), 8) as persons_certain,
        round(sum(case when is_spread then persons else 0 end), 8) as persons_spread,
        count(distinct case when is_disputed and persons > 0 then event_id end)
            as disputed_event_count
    from weighed
    group by month_start

)

select * from final

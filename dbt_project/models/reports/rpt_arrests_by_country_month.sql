-- A month has its share of each event by the weight of bridge_event_month, as in
-- rpt_arrests_by_month, so that a campaign is not in one month. Rounded to eight places, since a
-- sum of fractions depends on the order in which an engine adds them.
with

arrests as (

    select * from {{ ref('fct_arrests') }} where persons_high > 0

),

months as (

    select * from {{ ref('bridge_event_month') }} where measure_group = 'custody'

),

countries as (

    select * from {{ ref('dim_country') }}

),

weighed as (

    select
        arrests.country_code,
        months.month_start,
        arrests.event_id,
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
        weighed.country_code,
        countries.country_name,
        weighed.month_start,
        count(distinct case when weighed.persons > 0 then weighed.event_id end) as event_count,
        round(sum(weighed.persons), 8) as persons,
        round(sum(weighed.persons_low), 8) as persons_low,
        round(sum(weighed.persons_high), 8) as persons_high,
        bool_or(weighed.is_open_ended) as is_open_ended,
        round(sum(case when weighed.is_spread then 0 else weighed.persons end), 8)
            as persons_certain,
        round(sum(case when weighed.is_spread then weighed.persons else 0 end), 8)
            as persons_spread,
        count(distinct case
            when weighed.is_disputed and weighed.persons > 0 then weighed.event_id
        end) as disputed_event_count
    from weighed
    inner join countries on weighed.country_code = countries.country_code
    group by weighed.country_code, countries.country_name, weighed.month_start

)

select * from final

-- Persons and sites of an event with several places are divided by the weight of each, so that all
-- rows together, including the unknown place, count everything once. Rounded to eight places, since
-- a sum of fractions depends on the order in which an engine adds them.
with

arrests as (

    select
        event_id,
        event_start,
        event_end,
        sum(persons) as persons,
        sum(persons_low) as persons_low,
        sum(persons_high) as persons_high
    from {{ ref('fct_arrests') }}
    where persons_high > 0
    group by event_id, event_start, event_end

),

raids as (

    select event_id, event_start, event_end, sites
    from {{ ref('fct_raids') }}
    where sites > 0

),

places as (

    select * from {{ ref('bridge_event_city') }}

),

cities as (

    select * from {{ ref('dim_city') }}

),

countries as (

    select * from {{ ref('dim_country') }}

),

figures as (

    select event_id, event_start, event_end, persons, persons_low, persons_high, 0 as sites
    from arrests
    union all
    select event_id, event_start, event_end, 0, 0, 0, sites
    from raids

),

summed as (

    select
        places.city_key,
        count(distinct case
            when figures.persons > 0 or figures.sites > 0 then figures.event_id
        end) as event_count,
        round(sum(cast(figures.persons as double) * places.weight), 8) as persons_weighted,
        round(sum(cast(figures.persons_low as double) * places.weight), 8)
            as persons_weighted_low,
        round(sum(cast(figures.persons_high as double) * places.weight), 8)
            as persons_weighted_high,
        round(sum(cast(figures.sites as double) * places.weight), 8) as sites_weighted,
        min(figures.event_start) as first_event_start,
        max(figures.event_end) as last_event_end
    from figures
    inner join places on figures.event_id = places.event_id
    group by places.city_key

),

final as (

    select
        cities.city_name,
        cities.place_type,
        cities.admin1_name,
        cities.country_code,
        countries.country_name,
        cities.latitude,
        cities.longitude,
        summed.event_count,
        summed.persons_weighted,
        summed.persons_weighted_low,
        summed.persons_weighted_high,
        summed.sites_weighted,
        summed.first_event_start,
        summed.last_event_end,
        summed.city_key
    from summed
    inner join cities on summed.city_key = cities.city_key
    inner join countries on cities.country_code = countries.country_code

)

select * from final

with

arrests as (

    select * from {{ ref('fct_arrests') }} where persons > 0

),

countries as (

    select * from {{ ref('dim_country') }}

),

summed as (

    select
        nationality_code,
        country_code,
        count(distinct event_id) as event_count,
        cast(sum(persons) as bigint) as persons,
        cast(sum(persons_low) as bigint) as persons_low,
        cast(sum(persons_high) as bigint) as persons_high,
        bool_or(is_open_ended) as is_open_ended,
        min(event_start) as first_event_start,
        max(event_end) as last_event_end
    from arrests
    group by nationality_code, country_code

),

final as (

    select
        summed.nationality_code,
        nationalities.demonym,
        summed.country_code,
        countries.country_name,
        summed.event_count,
        summed.persons,
        summed.persons_low,
        summed.persons_high,
        summed.is_open_ended,
        cast(summed.persons as double)
        / cast(sum(summed.persons) over (partition by summed.country_code) as double)
            as country_share,
        summed.first_event_start,
        summed.last_event_end
    from summed
    inner join countries as nationalities
        on summed.nationality_code = nationalities.country_code
    inner join countries on summed.country_code = countries.country_code

)

select * from final

with

arrests as (

    select * from {{ ref('fct_arrests') }} where persons_high > 0

),

countries as (

    select * from {{ ref('dim_country') }}

),

summed as (

    select
        nationality_code,
        country_code,
        count(distinct case when persons > 0 then event_id end) as event_count,
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
        coalesce(
            cast(summed.persons as double)
            / nullif(
                cast(sum(summed.persons) over (partition by summed.country_code) as double), 0
            ),
            0
        ) as country_share,
        summed.first_event_start,
        summed.last_event_end
    from summed
    inner join countries as nationalities
        on summed.nationality_code = nationalities.country_code
    inner join countries on summed.country_code = countries.country_code

)

select * from final

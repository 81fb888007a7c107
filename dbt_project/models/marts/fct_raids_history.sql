with

facts as (

    {{ facts_of('raids') }}

),

final as (

    select
        event_id,
        cast(persons as bigint) as sites,
        cast(low as bigint) as sites_low,
        cast(high as bigint) as sites_high,
        is_open_ended,
        is_disputed,
        is_residual,
        is_assumed,
        cast(persons_in_custody as bigint) as persons_in_custody,
        event_kind,
        country_code,
        city_key,
        event_start,
        event_end,
        month_start,
        spans_months,
        known_from,
        known_to
    from facts

)

select * from final

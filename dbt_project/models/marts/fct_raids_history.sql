with

facts as (

    {{ facts_of('raids') }}

),

final as (

    select
        event_id,
        {{ whole_number('persons') }} as sites,
        {{ whole_number('low') }} as sites_low,
        {{ whole_number('high') }} as sites_high,
        is_open_ended,
        is_disputed,
        is_residual,
        is_assumed,
        {{ whole_number('persons_in_custody') }} as persons_in_custody,
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

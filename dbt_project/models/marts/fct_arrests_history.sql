with

facts as (

    {{ facts_of('arrests') }}

),

final as (

    select
        event_id,
        nationality_code,
        {{ whole_number('persons') }} as persons,
        {{ whole_number('low') }} as persons_low,
        {{ whole_number('high') }} as persons_high,
        {{ whole_number('persons_counted_elsewhere') }} as persons_counted_elsewhere,
        is_open_ended,
        is_disputed,
        is_residual,
        is_nationality_inherited,
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

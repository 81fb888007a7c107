with

facts as (

    {{ facts_of('seizures') }}

),

final as (

    select
        event_id,
        replace(measure, '_seized', '') as seized,
        case when unit = '-' then 'item' else unit end as unit,
        persons as amount,
        cast(low as decimal(38, 4)) as amount_low,
        cast(high as decimal(38, 4)) as amount_high,
        is_open_ended,
        is_disputed,
        is_residual,
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

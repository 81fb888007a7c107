with

events as (

    select * from {{ ref('int_events_today') }}

),

final as (

    select
        events.event_id,
        events.event_kind,
        events.parent_event_id,
        events.root_event_id,
        events.follows_event_id,
        events.depth,
        events.event_start,
        events.event_end,
        events.date_precision,
        events.country_code,
        coalesce(places.city_key, {{ md5_key(["'unknown'"]) }}) as city_key,
        case
            when places.place_type in ('city', 'admin1') then places.place_type
            when events.country_code <> 'ZZ' then 'country'
            else 'unknown'
        end as place_precision,
        events.takes_part as has_figures,
        events.report_count,
        events.publisher_count,
        events.first_reported_on,
        events.last_reported_on
    from events
    left join {{ ref('int_place_numbers') }} as places on events.place_number = places.place_number

)

select * from final

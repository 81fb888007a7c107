-- Section 4: every city that a record of the event names; every province where none names a city.
with

events as (

    select * from {{ ref('int_events_today') }}

),

named as (

    select distinct events.event_id, numbers.city_key, places.place_number
    from {{ ref('int_records_bounded') }} as records
    inner join events
        on records.event_key = events.event_key and records.takes_part = events.takes_part
    inner join {{ ref('int_place_cells') }} as cells
        on
            records.country_code = cells.country_code
            and coalesce(records.admin1, '-') = cells.admin1
            and coalesce(records.city, '-') = cells.city
    inner join {{ ref('int_places_named') }} as places
        on
            cells.cell_key = places.cell_key
            and places.kind = case when events.has_city then 'city' else 'admin1' end
    inner join {{ ref('int_place_numbers') }} as numbers
        on places.place_number = numbers.place_number
    where records.known_to is null

),

counted as (

    select event_id, count(*) as place_count
    from named
    group by event_id

),

final as (

    select
        named.event_id,
        named.city_key,
        cast(count(*) as double) / cast(min(counted.place_count) as double) as weight
    from named
    inner join counted on named.event_id = counted.event_id
    group by named.event_id, named.city_key
    union all
    select events.event_id, {{ md5_key(["'unknown'"]) }} as city_key, cast(1 as double) as weight
    from events
    left join counted on events.event_id = counted.event_id
    where counted.event_id is null

)

select * from final

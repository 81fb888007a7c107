-- Section 4: every site that a record of the event names.
with

events as (

    select * from {{ ref('int_events_today') }}

),

cells as (

    select distinct
        events.event_id,
        records.country as country_code,
        coalesce(records.admin1, '-') as admin1,
        coalesce(records.city, '-') as city,
        records.site
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    inner join events
        on bounded.event_key = events.event_key and bounded.takes_part = events.takes_part
    where bounded.known_to is null and records.site is not null

),

names as (

    select event_id, country_code, admin1, city, {{ split_rows('site', ';') }} as name
    from cells

),

named as (

    select distinct names.event_id, {{ md5_key(['sites.site_id']) }} as site_key
    from names
    inner join {{ ref('stg_names__sites') }} as sites
        on
            names.country_code = sites.country_code
            and names.admin1 = sites.admin1
            and names.city = sites.city
            and trim(names.name) = sites.name

),

final as (

    select event_id, site_key
    from named
    union all
    select events.event_id, {{ md5_key(["'unknown'"]) }} as site_key
    from events
    left join named on events.event_id = named.event_id
    where named.event_id is null

)

select * from final

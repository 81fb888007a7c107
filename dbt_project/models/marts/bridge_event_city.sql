-- Section 4: every city that a record of the event names; every province if none names a city. A
-- place of a campaign is weighted by the share of the reports that name it. The places of any other
-- event have equal weights.
with

events as (

    select * from {{ ref('int_events_today') }}

),

records as (

    select
        events.event_id,
        events.event_kind = 'campaign' as is_campaign,
        events.has_city,
        records.report_key,
        cells.cell_key
    from {{ ref('int_records_bounded') }} as records
    inner join events
        on records.event_key = events.event_key and records.takes_part = events.takes_part
    left join {{ ref('int_place_cells') }} as cells
        on
            records.country_code = cells.country_code
            and coalesce(records.admin1, '-') = cells.admin1
            and coalesce(records.city, '-') = cells.city
    where records.known_to is null

),

reports as (

    select event_id, count(distinct report_key) as report_count
    from records
    where is_campaign
    group by event_id

),

-- a campaign's places by report; those of other events as if one report named them all
named as (

    select distinct
        records.event_id,
        case when records.is_campaign then records.report_key else '-' end as report_key,
        places.place_number
    from records
    inner join {{ ref('int_places_named') }} as places
        on
            records.cell_key = places.cell_key
            and places.kind = case when records.has_city then 'city' else 'admin1' end

),

shares as (

    select
        named.event_id,
        named.place_number,
        cast(1 as double)
        / cast(count(*) over (partition by named.event_id, named.report_key) as double)
        / cast(coalesce(reports.report_count, 1) as double) as weight
    from named
    left join reports on named.event_id = reports.event_id

),

unnamed as (

    select
        events.event_id,
        coalesce(reports.report_count, 1) - coalesce(naming.report_count, 0) as report_count,
        coalesce(reports.report_count, 1) as of_count
    from events
    left join reports on events.event_id = reports.event_id
    left join (
        select event_id, count(distinct report_key) as report_count from named group by event_id
    ) as naming on events.event_id = naming.event_id

),

weighed as (

    select shares.event_id, numbers.city_key, shares.weight
    from shares
    inner join {{ ref('int_place_numbers') }} as numbers
        on shares.place_number = numbers.place_number
    union all
    select
        event_id,
        {{ md5_key(["'unknown'"]) }} as city_key,
        cast(report_count as double) / cast(of_count as double) as weight
    from unnamed
    where report_count > 0

),

final as (

    -- rounded, since a sum of fractions depends on the order in which an engine adds them
    select event_id, city_key, round(sum(weight), 12) as weight
    from weighed
    group by event_id, city_key

)

select * from final

-- Section 4, today: the attributes of every event. An event without a record that takes part gets
-- them from its other records. An event that is only named as a parent has none.
with

records as (

    select version_key, event_key, parent_key, takes_part, report_key, publisher, published_on
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

existing as (

    select event_key from records
    union
    select parent_key from records where parent_key is not null

),

takers as (

    select distinct event_key from records where takes_part

),

states as (

    select states.*
    from {{ ref('int_event_states') }} as states
    left join takers on states.event_key = takers.event_key
    where states.known_to is null and states.takes_part = (takers.event_key is not null)

),

counted as (

    select
        records.event_key,
        count(distinct records.report_key) as report_count,
        count(distinct records.publisher) as publisher_count,
        min(records.published_on) as first_reported_on,
        max(records.published_on) as last_reported_on
    from records
    left join takers on records.event_key = takers.event_key
    where records.takes_part = (takers.event_key is not null)
    group by records.event_key

),

chains as (

    select * from {{ ref('int_event_chains') }} where known_to is null

),

final as (

    select
        events.event_key,
        events.event_id,
        takers.event_key is not null as takes_part,
        states.event_kind,
        parents.event_id as parent_event_id,
        coalesce(roots.event_id, events.event_id) as root_event_id,
        states.follows_event_id,
        coalesce(chains.depth, 0) as depth,
        states.event_start,
        states.event_end,
        states.date_precision,
        coalesce(states.country_code, 'ZZ') as country_code,
        states.has_city,
        states.place_number,
        coalesce(counted.report_count, 0) as report_count,
        coalesce(counted.publisher_count, 0) as publisher_count,
        counted.first_reported_on,
        counted.last_reported_on
    from existing
    inner join {{ ref('int_events_named') }} as events on existing.event_key = events.event_key
    left join takers on existing.event_key = takers.event_key
    left join states on existing.event_key = states.event_key
    left join {{ ref('int_events_named') }} as parents on states.parent_key = parents.event_key
    left join chains on existing.event_key = chains.event_key
    left join {{ ref('int_events_named') }} as roots on chains.root_key = roots.event_key
    left join counted on existing.event_key = counted.event_key

)

select * from final

-- The curated overlaps, with merged events replaced by the event that they became.
with

decided as (

    select
        coalesce(merged.merged_into_event_id, decided.event_id) as event_id,
        decided.measure_group,
        coalesce(counting.merged_into_event_id, decided.counted_in_event_id) as counted_in_event_id,
        cast(decided.persons as decimal(38, 4)) as persons,
        decided.decided_on,
        decided.reason
    from {{ ref('event_overlap') }} as decided
    left join {{ ref('stg_curation__events_merged') }} as merged
        on decided.event_id = merged.event_id
    left join {{ ref('stg_curation__events_merged') }} as counting
        on decided.counted_in_event_id = counting.event_id

)

select * from decided

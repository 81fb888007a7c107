-- The curated overlaps, with events that were merged followed to the one that they became.
with

overlaps as (

    select
        coalesce(merged.merged_into_event_id, overlaps.event_id) as event_id,
        overlaps.measure_group,
        coalesce(counting.merged_into_event_id, overlaps.counted_in_event_id) as counted_in_event_id,
        cast(overlaps.persons as decimal(38, 4)) as persons,
        overlaps.decided_on,
        overlaps.reason
    from {{ ref('event_overlap') }} as overlaps
    left join {{ ref('stg_curation__events_merged') }} as merged
        on overlaps.event_id = merged.event_id
    left join {{ ref('stg_curation__events_merged') }} as counting
        on overlaps.counted_in_event_id = counting.event_id

)

select * from overlaps

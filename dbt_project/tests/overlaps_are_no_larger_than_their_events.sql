-- A number above the event's count with its descendants is a slip of the pen; a number above what
-- is left to the event itself is a warning (quality.warnings).
select
    'event_overlap' as seed,
    seed.event_id,
    seed.measure_group,
    seed.counted_in_event_id,
    'persons' as cell,
    cast(seed.persons as string) || ' are more than the '
    || {{ spelled_number('coalesce(greatest(totals.own_total, totals.descendants_total), 0)') }}
    || ' that the event counts' as what_is_wrong,
    'write how many of them the other event counts, or leave the cell empty for all' as what_to_do
from {{ ref('event_overlap') }} as seed
left join {{ ref('stg_curation__events_merged') }} as merged on seed.event_id = merged.event_id
left join {{ ref('fct_event_totals') }} as totals
    on
        coalesce(merged.merged_into_event_id, seed.event_id) = totals.event_id
        and seed.measure_group = totals.measure_group
where
    seed.persons > coalesce(greatest(totals.own_total, totals.descendants_total), 0)
    and not exists (select 1 from {{ ref('stg_deliveries__deliveries') }} where is_removed)

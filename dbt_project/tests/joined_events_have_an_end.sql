select
    'event_merge' as seed,
    judged.event_id,
    judged.merged_into_event_id,
    'merged_into_event_id' as cell,
    'the merges that follow from it lead back and never end' as what_is_wrong,
    'decide which event stays, and delete the row that merges it into another' as what_to_do
from {{ ref('event_merge') }} as judged
left join {{ ref('stg_curation__events_merged') }} as joined on judged.event_id = joined.event_id
where joined.event_id is null

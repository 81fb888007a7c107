select merges.event_id, merges.merged_into_event_id
from {{ ref('event_merge') }} as merges
left join {{ ref('stg_curation__events_merged') }} as joined on merges.event_id = joined.event_id
where joined.event_id is null

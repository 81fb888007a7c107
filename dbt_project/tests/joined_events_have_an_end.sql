select judged.event_id, judged.merged_into_event_id
from {{ ref('event_merge') }} as judged
left join {{ ref('stg_curation__events_merged') }} as joined on judged.event_id = joined.event_id
where joined.event_id is null

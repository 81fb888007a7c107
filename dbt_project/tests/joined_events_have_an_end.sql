select judged.event_id, judged.same_as_event_id
from {{ ref('event_same_as') }} as judged
left join {{ ref('stg_judgements__events_joined') }} as joined on judged.event_id = joined.event_id
where joined.event_id is null

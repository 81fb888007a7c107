select events.event_id, sum(places.weight) as weights
from {{ ref('dim_event') }} as events
left join {{ ref('bridge_event_city') }} as places on events.event_id = places.event_id
group by events.event_id
having
    coalesce(abs(sum(places.weight) - 1), 1) > 0.000000001
    or min(places.weight) <= 0

select 'city' as what, events.event_id, '-' as measure_group, sum(places.weight) as weights
from {{ ref('dim_event') }} as events
left join {{ ref('bridge_event_city') }} as places on events.event_id = places.event_id
group by events.event_id
having
    coalesce(abs(sum(places.weight) - 1), 1) > 0.000000001
    or min(places.weight) <= 0
union all
select 'month' as what, totals.event_id, totals.measure_group, sum(months.weight) as weights
from {{ ref('fct_event_totals') }} as totals
left join {{ ref('bridge_event_month') }} as months
    on totals.event_id = months.event_id and totals.measure_group = months.measure_group
where totals.report_count > 0
group by totals.event_id, totals.measure_group
having
    coalesce(abs(sum(months.weight) - 1), 1) > 0.000000001
    or min(months.weight) <= 0

-- Question: Which compounds were raided again, and how long after?
-- Answer on 2026-11-29: The Golden Triangle zone in Laos was raided 5 times, 10 to 326 days apart.
-- Lucky South 99 in the Philippines was raided 3 times, the last time 627 days after it had been
-- raided and closed. Shwe Kokko in Myanmar was raided 3 times within a week, 4 days and 1 day
-- apart.
-- How to read it: Events that raided sites and name a compound, building or similar from the
-- curated list. Campaigns are left out, since they last for months. The days run from the last day
-- of the previous raid. Few reports name sites, so this is a minimum. persons counts the whole
-- event: if it names several sites, not all of these persons were taken here.
select
    sites.site_name,
    sites.country_code,
    events.event_start,
    events.event_id,
    cast(coalesce(custody.own_total, 0) as bigint) as persons,
    row_number() over site_in_order as raid,
    date_diff('day', lag(events.event_end) over site_in_order, events.event_start)
        as days_since_previous
from marts.bridge_event_site as named
inner join marts.dim_site as sites on named.site_key = sites.site_key
inner join marts.dim_event as events on named.event_id = events.event_id
inner join marts.fct_event_totals as raided
    on events.event_id = raided.event_id and raided.measure_group = 'sites'
left join marts.fct_event_totals as custody
    on events.event_id = custody.event_id and custody.measure_group = 'custody'
where sites.is_curated and events.event_kind <> 'campaign' and raided.own_total > 0
window site_in_order as (
    partition by sites.site_key order by events.event_start asc, events.event_id asc
)
qualify count(*) over (partition by sites.site_key) > 1
order by sites.site_name asc, events.event_start asc, events.event_id asc

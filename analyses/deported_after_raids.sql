-- Question: Who gets deported or repatriated after a raid, and how long after?
-- Answer on 2026-11-29: Indians from Thailand most (861 in 4 removals, after 26 days), then
-- Indonesians from Cambodia (720, 56 days) and Chinese from Myanmar (665, 3 days). Laos handed over
-- 568 Chinese in 2 removals, after 1 and 3 days. From the Philippines 555 Chinese left after a
-- median of 55 days and at most 144.
-- How to read it: Removals coded as the consequence of an earlier event (follows_event_id), by
-- nationality and country of that event. The days run from the first day of the event to that of
-- the removal. If both are known only by month, the days are as imprecise. Removals that no report
-- links to one raid are left out, so this is a minimum.
select
    before.country_name,
    removals.demonym,
    sum(removals.persons) as persons_removed,
    count(*) as removals,
    cast(median(date_diff('day', before.event_start, removals.event_start)) as bigint)
        as median_days,
    min(date_diff('day', before.event_start, removals.event_start)) as shortest,
    max(date_diff('day', before.event_start, removals.event_start)) as longest
from outcomes as removals
inner join marts.dim_event as links on removals.event_id = links.event_id
inner join events as before on links.follows_event_id = before.event_id
where
    removals.outcome = 'removal'
    and removals.persons > 0
    and before.event_start <= removals.event_start
group by before.country_code, before.country_name, removals.nationality_code, removals.demonym
order by persons_removed desc, before.country_code asc, removals.nationality_code asc
limit 20

-- Question: How many persons in custody of Cambodia's crackdown of 2025 were known on each of four
-- days?
-- Answer on 2026-11-29: 1,000 on 17 July, 2,137 three days later, 3,075 on 25 July, and 4,877 at
-- the end of the year, when the figures came from 16 events instead of 5.
-- How to read it: Each day counts every person once, over the crackdown and all raids inside it,
-- from the reports that were published until then.
select
    days.day,
    sum(arrests.persons) as persons,
    count(distinct arrests.event_id) as events
from marts.fct_arrests_history as arrests
inner join marts.dim_event as events on arrests.event_id = events.event_id
inner join (
    values (date '2025-07-17'), ('2025-07-20'), ('2025-07-25'), ('2025-12-31')
) as days (day)
    on
        arrests.known_from <= days.day
        and (arrests.known_to is null or days.day < arrests.known_to)
where events.root_event_id = 'kh-2025-06-27-crackdown' and arrests.persons > 0
group by days.day
order by days.day asc

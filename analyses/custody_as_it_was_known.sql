-- Question: how many persons did the crackdown in Cambodia hold, as it was known on four days?
-- How to read it: each day counts every person once, over the crackdown and all raids inside it.
select
    days.day,
    sum(arrests.persons) as persons
from {{ ref('fct_arrests_history') }} as arrests
inner join {{ ref('dim_event') }} as events on arrests.event_id = events.event_id
inner join (
    select cast('2025-07-17' as date) as day
    union all
    select cast('2025-07-20' as date)
    union all
    select cast('2025-07-25' as date)
    union all
    select cast('2025-12-31' as date)
) as days
    on
        arrests.known_from <= days.day
        and days.day < coalesce(arrests.known_to, cast('9999-12-31' as date))
where events.root_event_id = 'kh-2025-06-27-crackdown'
group by days.day
order by days.day

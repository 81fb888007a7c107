-- Question: What is seized in raids, and how much of it?
-- Answer on 2026-11-29: Raids seized 37,427 phones in 42 events, 9,120 computers in 42, and 8,367
-- devices of another or unstated kind in 23. They also seized 17,314,707,430 US dollars in 21
-- events, with a lower bound of 14,838,259,960. Nearly all of the money depends on a few court
-- cases, and most on one of them.
-- How to read it: You can sum amounts of one unit, but never of two units. Money is listed by
-- currency. Most reports of a raid count no devices, so this is a minimum.
select
    seized,
    unit,
    cast(sum(amount) as bigint) as amount,
    cast(sum(amount_low) as bigint) as low,
    cast(sum(amount_high) as bigint) as high,
    count(*) as events,
    count(distinct country_code) as countries
from seizures
where amount > 0
group by seized, unit
having count(*) >= 3
order by seized asc, amount desc, unit asc

-- Question: What is seized in raids, and how much of it?
-- Answer on 2026-11-29: 37,427 phones in 42 events, 9,120 computers in 42, and 8,367 devices of
-- other or unsaid kind in 23. Of money 17,314,707,430 US dollars in 21 events, with a low bound of
-- 14,838,259,960: nearly all hangs on a few court cases, and on one of them most.
-- How to read it: amounts of one unit can be summed, of two units never; money stands by currency.
-- Most reports of a raid count no devices at all, so this is a floor.
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

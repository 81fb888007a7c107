-- Question: In which months were most persons arrested, and how much of that is certain?
-- Answer on 2026-11-29: February 2025 has the most (8,679, of which 0.17 are certain). January 2024
-- comes next (4,752, 0.28 certain). The largest months that are mostly certain are in late 2025 and
-- early 2026: 3,773 in November 2025 (0.75 certain), 3,799 in January 2026 (0.69) and 3,901 in
-- October 2025 (0.64). In April 2024 only 84 of 3,409 are certain.
-- How to read it: An event that spans several months is spread over them: by the growth of its
-- running total if one is used, otherwise by its days. certain counts events in that month alone. A
-- month with a low certain_share is mostly a guess about campaigns. low and high are the bounds
-- that the reports allow. Months add up to all persons.
select
    months.month_start as month,
    cast(round(sum(arrests.persons * months.weight)) as bigint) as persons,
    cast(round(sum(arrests.persons_low * months.weight)) as bigint) as low,
    cast(round(sum(arrests.persons_high * months.weight)) as bigint) as high,
    sum(case when months.is_spread then 0 else arrests.persons end) as certain,
    round(
        sum(case when months.is_spread then 0 else arrests.persons end)
        / nullif(sum(arrests.persons * months.weight), 0),
        2
    ) as certain_share,
    count(distinct case when arrests.persons > 0 then arrests.event_id end) as events
from marts.fct_arrests as arrests
inner join marts.bridge_event_month as months
    on arrests.event_id = months.event_id and months.measure_group = 'custody'
group by months.month_start
order by persons desc, month asc
limit 20

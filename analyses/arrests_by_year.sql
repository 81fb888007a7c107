-- Question: Are more people arrested from year to year, in the countries with most events?
-- Answer on 2026-11-24: In Cambodia yes: 546 persons in 2 events of 2024, 5,242 in 26 of 2025,
-- 6,000 in 11 of the first months of 2026. In the Philippines too (808, then 1,626), and in
-- Malaysia (39, then 1,119). In Myanmar it goes by campaigns: 15,314 in 2023, 3,413 in 2024,
-- 14,178 in 2025.
-- How to read it: persons taken into custody by the year in which the event began, for the five
-- countries with most events. Coverage grows too: a year with more events may only be one that is
-- read more closely, so compare persons_per_event as well.
select
    country_name,
    year(event_start) as year,
    sum(persons) as persons,
    count(distinct event_id) as events,
    cast(sum(persons) / count(distinct event_id) as bigint) as persons_per_event
from arrests
where
    country_code in (
        select country_code
        from arrests
        where country_code <> 'ZZ'
        group by country_code
        order by count(distinct event_id) desc, country_code asc
        limit 5
    )
group by country_code, country_name, year(event_start)
order by country_name asc, year asc

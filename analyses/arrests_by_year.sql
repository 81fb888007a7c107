-- Question: Does the number of arrested people grow from year to year, in the countries with most
-- events?
-- Answer on 2026-11-29: In Cambodia it does: 546 persons in 2 events of 2024, 7,250 in 24 of 2025,
-- and 5,844 in 12 of the first months of 2026. It also grows in the Philippines (808, then 1,626)
-- and in Malaysia (39, then 1,119). In Myanmar it depends on campaigns: 17,676 in 2023, 33,619 in
-- 2024 and 21,516 in 2025, of which 2,486, 3,404 and 12,723 are certain for their year.
-- How to read it: Persons taken into custody by year, for the five countries with most events. A
-- campaign that continues over new year is divided by its months (bridge_event_month), and is an
-- event of each year. certain counts events within the year. Coverage grows too: a year may have
-- more events only because its news was read more closely.
with shares as (
    select
        event_id,
        year(month_start) as year,
        sum(weight) as weight
    from marts.bridge_event_month
    where measure_group = 'custody'
    group by event_id, year(month_start)
)

select
    arrests.country_name,
    shares.year,
    cast(round(sum(arrests.persons * shares.weight)) as bigint) as persons,
    sum(case when shares.weight > 0.999999 then arrests.persons else 0 end) as certain,
    count(distinct arrests.event_id) as events
from arrests
inner join shares on arrests.event_id = shares.event_id
where
    arrests.persons > 0
    and arrests.country_code in (
        select country_code
        from arrests
        where country_code <> 'ZZ' and persons > 0
        group by country_code
        order by count(distinct event_id) desc, country_code asc
        limit 5
    )
group by arrests.country_code, arrests.country_name, shares.year
order by arrests.country_name asc, shares.year asc

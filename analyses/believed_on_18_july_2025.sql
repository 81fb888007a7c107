-- Question: What did we believe on 18 July 2025, and what do we know about the same days now?
-- Answer on 2026-11-29: For Cambodia we believed 4,526 in 19 events; now it is 8,127 in 23. Myanmar
-- grew most, from 63,820 to 68,211 in the same 14 events, and Malaysia by 977 in 2 more. Nothing
-- was known of Portugal's 45.
-- How to read it: Events that began by 18 July 2025. believed is the sum of the reports published
-- until that day, and known_now the sum of all reports. Later reports about the same days and
-- corrections make the difference. For any other day, change the date in the two places.
with believed as (
    select
        country_code,
        sum(persons) as persons,
        count(distinct event_id) as events
    from arrests_as_of('2025-07-18')
    where event_start <= date '2025-07-18' and persons > 0
    group by country_code
),

known as (
    select
        country_code,
        sum(persons) as persons,
        count(distinct event_id) as events
    from marts.fct_arrests
    where event_start <= date '2025-07-18' and persons > 0
    group by country_code
)

select
    countries.country_name,
    coalesce(believed.persons, 0) as believed,
    coalesce(known.persons, 0) as known_now,
    coalesce(known.persons, 0) - coalesce(believed.persons, 0) as since_then,
    coalesce(believed.events, 0) as events_believed,
    coalesce(known.events, 0) as events_known_now
from known
full join believed on known.country_code = believed.country_code
inner join marts.dim_country as countries
    on coalesce(known.country_code, believed.country_code) = countries.country_code
order by abs(since_then) desc, countries.country_name asc
limit 15

-- Question: Of how many arrested persons is the nationality not known?
-- Answer on 2026-11-29: In Myanmar of 0.18 of all (11,069 only foreign, 2,321 unknown), in Cambodia
-- of 0.42, in the Philippines and Malaysia of 0.37; in Laos of 0.02 only. Of nearly all of those
-- told for several countries (0.99), and of most in the United Arab Emirates (0.92).
-- How to read it: foreign is persons of whom a report says only that they were foreigners, unknown
-- those of whom nothing is said. Where unknown_share is high, a ranking of nationalities in that
-- country ranks what reporters asked for, not who was there.
select
    country_name,
    sum(persons) as persons,
    sum(case when nationality_code = 'foreign' then persons else 0 end) as only_foreign,
    sum(case when nationality_code = 'unknown' then persons else 0 end) as unknown,
    round(
        sum(case when nationality_code in ('foreign', 'unknown') then persons else 0 end)
        / sum(persons),
        2
    ) as unknown_share
from arrests
where persons > 0
group by country_code, country_name
order by persons desc, country_code asc
limit 12

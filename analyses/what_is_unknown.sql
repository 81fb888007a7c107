-- Question: For how many arrested persons is the nationality unknown?
-- Answer on 2026-11-29: In Myanmar for 0.18 of all (11,069 only foreign, 2,321 unknown), in
-- Cambodia for 0.42, in the Philippines and Malaysia for 0.37, and in Laos for only 0.02. The share
-- is highest for figures over several countries (0.99) and for the United Arab Emirates (0.92).
-- How to read it: foreign counts persons of whom a report says only that they were foreigners, and
-- unknown those of whom no report says anything. If unknown_share is high, a ranking of
-- nationalities in that country shows what reporters asked for, not who was there.
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

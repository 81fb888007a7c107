-- Question: Which nationalities are taken into custody in the most countries outside their own?
-- Answer on 2026-11-29: Chinese: 66,379 in 18 countries. Indians (770), Taiwanese (472) and
-- Japanese (112) follow with 6 countries each, then Indonesians (977) and people of Myanmar (435)
-- with 5 each, and 2,173 Vietnamese with 4.
-- How to read it: countries and persons count only events outside the country of the nationality.
-- Both victims of trafficking and suspects are in custody at first: the figures don't distinguish
-- them.
select
    demonym,
    count(distinct country_code) as countries,
    sum(persons) as persons,
    string_agg(distinct country_name, ', ' order by country_name) as where_taken
from arrests
where
    nationality_code not in ('foreign', 'unknown')
    and nationality_code <> country_code
    and country_code <> 'ZZ'
    and persons > 0
group by nationality_code, demonym
order by countries desc, persons desc, nationality_code asc
limit 12

-- Question: Which places have the most raids, and the most people in custody?
-- Answer on 2026-11-29: Myawaddy in Myanmar and Phnom Penh, with 15 events each, and with 14,200
-- and 2,164.3 persons. Sihanoukville and Kuala Lumpur (11 each) and Ton Pheung in Laos (9) follow.
-- Bavet has only 4 events, but 2,937 persons.
-- How to read it: An event in several places is divided among them by weight, so the figures are
-- not whole numbers, but add up to the total. A province is a place of its own if no report names a
-- town. The unknown place is left out.
select
    country_name,
    city_name,
    place_type,
    event_count as events,
    round(persons_weighted, 1) as persons,
    round(sites_weighted, 1) as sites,
    first_event_start,
    last_event_end
from reports.rpt_hotspots_by_city
where place_type <> 'unknown'
order by event_count desc, persons_weighted desc, city_key asc
limit 15

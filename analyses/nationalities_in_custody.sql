-- Question: Which nationalities were arrested where, and how sure is that?
-- Answer on 2026-11-29: Chinese, above all: 57,409 in Myanmar, 4,948 in Cambodia and 2,128 in Laos;
-- then 1,677 Vietnamese in Cambodia and 1,552 of Myanmar's own in Myanmar. The Chinese of Myanmar
-- are sure (low 57,209) and hardly disputed (0.0); of the Chinese of Cambodia 0.36 stand on reports
-- that contradict one another.
-- How to read it: persons is the best figure, low and high what its reports allow;
-- disputed_share is how much of it stands on reports that contradict one another. A row with
-- is_open_ended may have been more. Persons whose nationality nobody states are in
-- what_is_unknown.sql.
select
    country_name,
    demonym,
    sum(persons) as persons,
    sum(persons_low) as low,
    sum(persons_high) as high,
    bool_or(is_open_ended) as is_open_ended,
    round(sum(case when is_disputed then persons else 0 end) / sum(persons), 2) as disputed_share,
    count(*) as events
from arrests
where nationality_code not in ('foreign', 'unknown') and persons > 0
group by country_code, country_name, nationality_code, demonym
order by persons desc, country_code asc, nationality_code asc
limit 20

-- Question: Which nationalities were arrested where, and how certain is that?
-- Answer on 2026-11-29: Mostly Chinese: 57,409 in Myanmar, 4,948 in Cambodia and 2,128 in Laos.
-- Next come 1,677 Vietnamese in Cambodia and 1,552 Myanmar nationals in Myanmar. The number of
-- Chinese in Myanmar is certain (low 57,209) and hardly disputed (0.0). For 0.36 of the Chinese in
-- Cambodia, reports contradict one another.
-- How to read it: persons is the best figure, and low and high are the bounds that its reports
-- allow. disputed_share is the share for which reports contradict one another. If is_open_ended is
-- true, there may have been more persons. For persons whose nationality no report states, see
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

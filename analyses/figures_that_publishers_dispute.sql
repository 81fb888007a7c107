-- Question: On which figures of persons do publishers disagree most?
-- Answer on 2026-11-29: On how many foreigners Cambodia's crackdown of 2025 removed: 4,534, or more
-- than 15,000. Next come the number of people from KK Park whom Thailand held on one day (241 or
-- 677), and the number of foreigners freed in Bamban (73 or 497).
-- How to read it: Each row is one figure with two candidates whose bounds have nothing in common.
-- spread_share is the spread divided by the largest value. candidate_values lists who reported
-- what. Don't quote one of them alone.
select
    event_id,
    measure_group,
    nationality_code,
    cast(best as bigint) as best,
    cast(smallest_value as bigint) as smallest,
    cast(largest_value as bigint) as largest,
    round(spread_share, 2) as spread_share,
    publisher_count as publishers,
    candidate_values
from reports.rpt_disputed_figures
where
    measure_group in ('custody', 'removal', 'release')
    and sex = 'all'
    and age_group = 'all'
order by spread desc, event_id asc, measure_group asc, nationality_code asc
limit 15

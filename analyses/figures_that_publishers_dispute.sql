-- Question: On which figures of persons do publishers disagree most?
-- Answer on 2026-11-24: The widest is how many China got back from northern Myanmar: 31,000 or
-- 4,666. Then how many foreigners Cambodia's crackdown removed (2,825 to 15,000, four
-- publishers) and how many it holds (2,000 to 5,106, told by 14 publishers).
-- How to read it: each row is one figure on which two standing reports have nothing in common.
-- spread_share is the spread over the largest value. standing_values names who said what: quote
-- none of them alone.
select
    event_id,
    measure_group,
    nationality_code,
    cast(best as bigint) as best,
    cast(smallest_value as bigint) as smallest,
    cast(largest_value as bigint) as largest,
    round(spread_share, 2) as spread_share,
    publishers,
    standing_values
from reports.rpt_disputed_figures
where
    measure_group in ('custody', 'removal', 'release')
    and sex = 'all'
    and age_group = 'all'
order by spread desc, event_id asc, measure_group asc, nationality_code asc
limit 15

-- Question: on which figures do publishers disagree most?
-- How to read it: low and high are the ends of what the standing reports allow; the wider apart,
-- the less a headline should rest on either. Every report stands in fct_reported_figures.
select
    event_id,
    family,
    nationality_code,
    best,
    low,
    high,
    publishers
from {{ ref('fct_slices') }}
where is_disputed and sex = 'all' and age_group = 'all'
order by high - low desc, event_id asc, family asc, nationality_code asc
limit 20

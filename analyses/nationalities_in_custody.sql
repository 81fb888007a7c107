-- Question: which nationalities were taken into custody where, and how sure is that?
-- How to read it: persons is the best figure, low and high what its reports allow; the share of
-- disputed persons says how much of it stands on reports that contradict one another.
select
    arrests.country_code,
    arrests.nationality_code,
    sum(arrests.persons) as persons,
    sum(arrests.persons_low) as persons_low,
    sum(arrests.persons_high) as persons_high,
    round(
        cast(sum(case when arrests.is_disputed then arrests.persons else 0 end) as double)
        / cast(sum(arrests.persons) as double),
        2
    ) as disputed_share
from {{ ref('fct_arrests') }} as arrests
group by arrests.country_code, arrests.nationality_code
order by persons desc, arrests.country_code asc, arrests.nationality_code asc
limit 20

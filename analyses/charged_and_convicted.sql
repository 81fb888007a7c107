-- Question: How many of those arrested are reported as charged, and how many as convicted?
-- Answer on 2026-11-29: Malaysia charges 1,102 of 1,492 (0.739), Thailand 712 of 1,207 (0.59),
-- Cambodia 705 of 14,941 (0.047), Myanmar 2 of 72,918. Convictions are rare: 57 in Palau, 50 in
-- Angola, 36 in Nigeria.
-- How to read it: The shares compare reported numbers, not the fate of the same persons. The press
-- reports courts less than raids, and a verdict may concern arrests of earlier years. The rows are
-- the countries with most persons in custody among those with charges or convictions. China's
-- prosecutors charge many more people than are arrested in China, since most of them come from
-- raids abroad.
with taken as (
    select
        country_code,
        country_name,
        sum(persons) as custody
    from arrests
    where persons > 0
    group by country_code, country_name
),

later as (
    select
        country_code,
        sum(case when outcome = 'persons_charged' then persons else 0 end) as charged,
        sum(case when outcome = 'persons_convicted' then persons else 0 end) as convicted
    from outcomes
    where persons > 0
    group by country_code
)

select
    taken.country_name,
    taken.custody,
    later.charged,
    later.convicted,
    round(later.charged / taken.custody, 3) as charged_share,
    round(later.convicted / taken.custody, 3) as convicted_share
from taken
inner join later on taken.country_code = later.country_code
where later.charged + later.convicted > 0
order by taken.custody desc, taken.country_code asc
limit 12

-- Question: How many of those arrested are reported as charged, and how many as convicted?
-- Answer on 2026-11-24: China reports far more charged (176,000) than the events in China hold
-- (44,300): its figures are of campaigns of prosecutors, not of raids. Malaysia charges 1,102 of
-- 1,492, Thailand 712 of 1,205, Cambodia 577 of 13,090. Convictions are few and far between: 71
-- in China, 57 in Palau, 50 in Angola.
-- How to read it: the shares compare what is reported, not the fate of the same persons: courts are
-- reported less than raids, and a verdict may concern arrests of years before.
with taken as (
    select
        country_code,
        country_name,
        sum(persons) as custody
    from arrests
    group by country_code, country_name
),

later as (
    select
        country_code,
        sum(case when outcome = 'persons_charged' then persons else 0 end) as charged,
        sum(case when outcome = 'persons_convicted' then persons else 0 end) as convicted
    from outcomes
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

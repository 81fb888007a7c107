-- Question: Which official running totals do the recorded raids explain?
-- Answer on 2026-11-29: Few. The recorded raids explain 3,427 of Cambodia's 6,000 of 2026 (0.57),
-- 44,172 of China's 57,000 handed over from northern Myanmar (0.77), and 9,614 of Myanmar's 14,200
-- foreigners (0.68). They explain 113 of 2,500 sites in Cambodia (0.05), and 5 of the Border Guard
-- Force's 7,523. They explain more than all of Cambodia's 5,106: the raids inside it hold 5,317.
-- How to read it: The newest running total of each official series of persons taken into custody or
-- sites raided. explained is the sum of the separately coded events inside it. A low share doesn't
-- mean that the official total is wrong. It means that most of the total was never reported raid by
-- raid.
select
    event_id,
    claimant,
    measure_group,
    nationality_code,
    coalesce(figure_as_of, published_on) as as_of,
    cast(value as bigint) as stated,
    cast(explained as bigint) as explained,
    round(explained_share, 2) as explained_share
from reports.rpt_running_totals
where measure_group in ('custody', 'sites') and status is null and sex = 'all' and age_group = 'all'
qualify
    row_number() over (
        partition by event_id, measure_group, nationality_code
        order by coalesce(figure_as_of, published_on) desc, value desc, record_id asc
    ) = 1
order by stated desc, event_id asc, measure_group asc, nationality_code asc
limit 20

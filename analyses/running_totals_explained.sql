-- Question: Which official running totals do the recorded raids explain?
-- Answer on 2026-11-29: Few. Of Cambodia's 6,000 of 2026 the recorded raids explain 3,427 (0.57),
-- of China's 57,000 handed over from northern Myanmar 44,172 (0.77), of Myanmar's 14,200 foreigners
-- 9,614 (0.68). Of 2,500 sites in Cambodia they explain 113 (0.05), and of the 7,523 of the Border
-- Guard Force 5. More than explained is Cambodia's 5,106: the raids inside it hold 5,317.
-- How to read it: the newest running total of each official series of persons taken into custody or
-- sites raided; explained is what events coded one by one add up to inside it. A low share doesn't
-- say that the official is wrong: it says that most of the total was never reported raid by raid.
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

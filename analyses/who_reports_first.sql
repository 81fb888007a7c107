-- Question: Whose figures are they, and how often are they current and chosen?
-- Answer on 2026-11-29: The Nation Thailand gives most figures (109 about 32 events), then Daily
-- Tribune (56), The Laotian Times and The Star (54 each). Malay Mail's figures are most often
-- current (0.92) and most often chosen (0.78). Of The Nation Thailand's figures, 0.55 are current
-- and 0.29 chosen, since many are running totals.
-- How to read it: For each publisher's figures, the share that is current (the newest and best of
-- its own) and the share that the rules choose as the best value. Many figures come from agencies:
-- see credited_to. A low share is not an error: a figure may be a part, a running total, or one of
-- several equal figures.
select
    publisher,
    count(*) as figures,
    count(distinct event_id) as events,
    round(avg(case when is_current then 1.0 else 0.0 end), 2) as current_share,
    round(avg(case when is_chosen then 1.0 else 0.0 end), 2) as chosen_share
from figures
group by publisher
order by figures desc, publisher asc
limit 15

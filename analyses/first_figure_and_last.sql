-- Question: How far is the first reported number from the final one?
-- Answer on 2026-11-29: For custody the first number was too low in 13 of 26 cases, right in 7 and
-- too high in 6, with a median ratio of 1.0. Charges grow most: the first number was too low in all
-- 3 cases, with a median factor of 1.38. For releases it is 1.07 (too low in 2 of 3).
-- How to read it: One row per kind of total, over the figures that at least two reports state. The
-- first number is usually lower if raids continue while they are reported. median_ratio is the
-- final number divided by the first reported one.
with firsts as (
    select
        event_id,
        measure_group,
        value as first_value,
        best
    from reports.rpt_figure_revisions
    qualify
        row_number() over (
            partition by event_id, measure_group order by revision_number asc
        ) = 1
)

select
    measure_group,
    count(*) as figures,
    count_if(first_value < best) as first_was_lower,
    count_if(first_value = best) as first_was_equal,
    count_if(first_value > best) as first_was_higher,
    round(median(cast(best as double) / cast(first_value as double)), 2) as median_ratio
from firsts
where first_value > 0 and best > 0
group by measure_group
having count(*) >= 3
order by figures desc, measure_group asc

-- Question: How far is the first number that is reported from the one that stands in the end?
-- Answer on 2026-11-29: In custody the first number was too low in 13 of 26 cases, right in 7 and
-- too high in 6: in the middle it holds (1.0). Charges grow most: in all 3 cases the first number
-- was too low, in the middle by the factor 1.38; releases by 1.07 (in 2 of 3).
-- How to read it: one row a kind of total, over the figures that at least two reports state. A
-- first number that was lower is the rule where raids go on as they are reported; median_ratio is
-- what stands in the end over what was reported first.
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

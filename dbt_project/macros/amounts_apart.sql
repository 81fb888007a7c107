{# For tests of sums: the differences between two queries with columns `what` (text) and `amount`.
   Amounts are compared to four decimal places, and an amount that a query lacks is 0. #}
{% macro amounts_apart(in_report, in_facts) %}
select what, in_report, in_facts
from (
    select
        what,
        cast(round(sum(in_report), 4) as decimal(38, 4)) as in_report,
        cast(round(sum(in_facts), 4) as decimal(38, 4)) as in_facts
    from (
        select what, amount as in_report, 0 as in_facts from ({{ in_report }}) as report
        union all
        select what, 0 as in_report, amount as in_facts from ({{ in_facts }}) as facts
    ) as amounts
    group by what
) as summed
where in_report <> in_facts or in_report is null or in_facts is null
{% endmacro %}

{# Every breakdown that has a consensus, `made` of reports, sexes, parts or an assumed site. What was
   made up stands in no row of fct_consensus (docs/rules.md, section 5). `place` is numbered
   here, as in the other steps that are read twice, so that it is done before the joins: DuckDB sets
   memory aside for each window under way, and a join that gets too little works in parts. #}
{% macro explained_breakdowns() %}
    select
        *,
        row_number() over (
            partition by event_id, measure_group
            order by
                case
                    when sex <> 'all' or age_group <> 'all' then 4
                    when nationality_code = 'total' then 1
                    when nationality_code = 'foreign' then 2
                    else 3
                end,
                best desc,
                nationality_code asc,
                sex asc,
                age_group asc
        ) as place
    from (
        select
            event_id, measure_group, nationality_code, sex, age_group, best, low, high, is_open_ended,
            is_disputed, best_record_id, report_count as reports,
            publisher_count as publishers, 'reports' as made
        from {{ ref('fct_consensus') }}
        union all
        select
            totals.event_id, totals.measure_group, 'total', 'all', 'all', totals.total, totals.total_low,
            totals.total_high, totals.is_open_ended, totals.is_disputed, parts.record_id, totals.report_count,
            totals.publisher_count, case when totals.is_site_assumed then 'assumed' else 'parts' end
        from {{ ref('fct_event_totals') }} as totals
        left join ({{ explained_parts_chosen() }}) as parts
            on totals.event_id = parts.event_id and totals.measure_group = parts.measure_group
        where totals.is_site_assumed or totals.is_total_from_parts
        union all
        select
            sexes.event_id,
            sexes.measure_group,
            sexes.nationality_code,
            'all',
            'all',
            cast(sum(sexes.best) as decimal(38, 4)),
            cast(sum(sexes.low) as decimal(38, 4)),
            cast(sum(sexes.high) as decimal(38, 4)),
            bool_or(sexes.is_open_ended),
            bool_or(sexes.is_disputed),
            cast(null as string),
            cast(null as bigint),
            cast(null as bigint),
            'sexes'
        from {{ ref('fct_consensus') }} as sexes
        inner join {{ ref('fct_event_totals') }} as totals
            on sexes.event_id = totals.event_id and sexes.measure_group = totals.measure_group
        left join {{ ref('fct_consensus') }} as stated
            on
                sexes.event_id = stated.event_id
                and sexes.measure_group = stated.measure_group
                and sexes.nationality_code = stated.nationality_code
                and stated.sex = 'all'
                and stated.age_group = 'all'
        where
            totals.is_sum_of_sexes
            and sexes.sex <> 'all'
            and sexes.age_group = 'all'
            and stated.event_id is null
        group by sexes.event_id, sexes.measure_group, sexes.nationality_code
    ) as breakdowns
{% endmacro %}

{# The part that stands for a total: of those chosen, the first in the order of ties. #}
{% macro explained_parts_chosen() %}
    select event_id, measure_group, record_id
    from (
        select
            figures.event_id,
            figures.measure_group,
            figures.record_id,
            row_number() over (
                partition by figures.event_id, figures.measure_group
                order by
                    {{ precision_rank('figures') }} asc,
                    coalesce(figures.figure_as_of, figures.published_on) desc,
                    figures.published_on desc,
                    figures.record_id asc
            ) as place
        from {{ ref('fct_reported_figures') }} as figures
        inner join {{ ref('fct_event_totals') }} as totals
            on
                figures.event_id = totals.event_id
                and figures.measure_group = totals.measure_group
                and figures.value = totals.total
        where
            totals.is_total_from_parts
            and figures.is_chosen
            and figures.counts_as = 'part'
            and figures.nationality_code = 'total'
            and figures.sex = 'all'
            and figures.age_group = 'all'
    ) as parts
    where place = 1
{% endmacro %}

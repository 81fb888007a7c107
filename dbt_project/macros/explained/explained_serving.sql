{# Where running totals serve, the day of the latest record of T, or, without T, of the
   nationalities (docs/rules.md, section 6). #}
{% macro explained_serving() %}
    select
        event_id,
        measure_group,
        coalesce(
            max(case when nationality_code = 'total' then latest_day end), max(latest_day)
        ) as running_total_as_of
    from (
        select
            figures.event_id,
            figures.measure_group,
            figures.nationality_code,
            coalesce(
                max(case when figures.sex = 'all' then figures.figure_day end),
                max(figures.figure_day)
            ) as latest_day
        from (
            select *, coalesce(figure_as_of, published_on) as figure_day
            from {{ ref('fct_reported_figures') }}
        ) as figures
        inner join {{ ref('fct_event_totals') }} as totals
            on figures.event_id = totals.event_id and figures.measure_group = totals.measure_group
        where totals.uses_running_total and figures.is_current and figures.age_group = 'all'
        group by figures.event_id, figures.measure_group, figures.nationality_code
    ) as days
    group by event_id, measure_group
{% endmacro %}

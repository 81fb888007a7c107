{# Where running totals serve, the day of the latest record of T, or, without T, of the
   nationalities (reconciliation rules, section 6). #}
{% macro explained_serving() %}
    select
        event_id,
        family,
        coalesce(
            max(case when nationality_code = 'total' then latest_day end), max(latest_day)
        ) as serving_day
    from (
        select
            figures.event_id,
            figures.family,
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
            on figures.event_id = totals.event_id and figures.family = totals.family
        where totals.totals_serve and figures.is_standing and figures.age_group = 'all'
        group by figures.event_id, figures.family, figures.nationality_code
    ) as days
    group by event_id, family
{% endmacro %}

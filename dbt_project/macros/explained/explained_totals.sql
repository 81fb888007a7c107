{# fct_event_totals with what its numbers are made of: the nationalities named, the rest of foreign,
   the day of the running totals that serve, and what comes on top of them. #}
{% macro explained_totals(breakdowns, parts, serving) %}
    select
        totals.*,
        totals.net_total as attributed,
        coalesce(on_top.persons, 0) as on_top,
        totals.measure_group in ('custody', 'removal', 'release') or totals.measure_group like 'persons_%'
            as is_of_persons,
        totals.nationality_sum - coalesce(named.everyone, 0) as foreign_rest,
        coalesce(named.foreigners, 0) as named_foreign,
        coalesce(named.nationality_count, 0) as nationality_count
    from {{ ref('fct_event_totals') }} as totals
    left join {{ serving }} as serving
        on totals.event_id = serving.event_id and totals.measure_group = serving.measure_group
    left join (
        select event_id, measure_group, sum(attributed) as persons
        from {{ parts }}
        where is_on_top
        group by event_id, measure_group
    ) as on_top on totals.event_id = on_top.event_id and totals.measure_group = on_top.measure_group
    left join (
        select
            breakdowns.event_id,
            breakdowns.measure_group,
            count(*) as nationality_count,
            sum(breakdowns.best) as everyone,
            sum(case when breakdowns.nationality_code <> events.country_code then breakdowns.best end)
                as foreigners
        from {{ breakdowns }} as breakdowns
        inner join {{ ref('dim_event') }} as events on breakdowns.event_id = events.event_id
        where
            breakdowns.nationality_code not in ('total', 'foreign')
            and breakdowns.sex = 'all'
            and breakdowns.age_group = 'all'
        group by breakdowns.event_id, breakdowns.measure_group
    ) as named on totals.event_id = named.event_id and totals.measure_group = named.measure_group
{% endmacro %}

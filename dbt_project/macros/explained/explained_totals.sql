{# fct_event_totals with what its numbers are made of: the nationalities named, the rest of foreign,
   the day of the running totals that serve, and what comes on top of them. #}
{% macro explained_totals(slices, parts, serving) %}
    select
        totals.*,
        serving.serving_day,
        coalesce(on_top.persons, 0) as on_top,
        totals.family in ('custody', 'removal', 'release') or totals.family like 'persons_%'
            as is_of_persons,
        totals.stated_sum - coalesce(named.everyone, 0) as foreign_rest,
        coalesce(named.foreigners, 0) as named_foreign,
        coalesce(named.nationality_count, 0) as nationality_count
    from {{ ref('fct_event_totals') }} as totals
    left join {{ serving }} as serving
        on totals.event_id = serving.event_id and totals.family = serving.family
    left join (
        select event_id, family, sum(attributed) as persons
        from {{ parts }}
        where is_on_top
        group by event_id, family
    ) as on_top on totals.event_id = on_top.event_id and totals.family = on_top.family
    left join (
        select
            slices.event_id,
            slices.family,
            count(*) as nationality_count,
            sum(slices.best) as everyone,
            sum(case when slices.nationality_code <> events.country_code then slices.best end)
                as foreigners
        from {{ slices }} as slices
        inner join {{ ref('dim_event') }} as events on slices.event_id = events.event_id
        where
            slices.nationality_code not in ('total', 'foreign')
            and slices.sex = 'all'
            and slices.age_group = 'all'
        group by slices.event_id, slices.family
    ) as named on totals.event_id = named.event_id and totals.family = named.family
{% endmacro %}

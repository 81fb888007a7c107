{# The columns that every fact of persons has, from int_facts_dated; `facts_of` joins the names. #}
{% macro facts_of(fact) %}
    select
        events.event_id,
        {{ nationality_code('facts.nationality_key') }} as nationality_code,
        facts.measure_group,
        measure_groups.measure,
        measure_groups.unit,
        facts.persons,
        facts.low,
        facts.high,
        facts.is_open_ended,
        facts.is_disputed,
        facts.is_residual,
        facts.is_nationality_inherited,
        facts.persons_counted_elsewhere,
        facts.is_assumed,
        facts.persons_in_custody,
        facts.event_kind,
        facts.country_code,
        coalesce(places.city_key, {{ md5_key(["'unknown'"]) }}) as city_key,
        facts.event_start,
        facts.event_end,
        cast(date_trunc('month', facts.event_start) as date) as month_start,
        date_trunc('month', facts.event_start) <> date_trunc('month', facts.event_end)
            as spans_months,
        facts.known_from,
        facts.known_to
    from {{ ref('int_facts_dated') }} as facts
    inner join {{ ref('int_events_named') }} as events
        on {{ event_of('facts.figure_key') }} = events.event_key
    inner join (
        select measure_group, min(measure) as measure, min(unit) as unit
        from {{ ref('int_measure_groups') }}
        where measure <> '-'
        group by measure_group
        union all
        select 'sites', '-', '-'
        where 'sites' not in (
            select measure_group from {{ ref('int_measure_groups') }} where measure <> '-'
        )
    ) as measure_groups on facts.measure_group = measure_groups.measure_group
    left join {{ ref('int_place_numbers') }} as places on facts.place_number = places.place_number
    where facts.fact = '{{ fact }}'
{% endmacro %}

{# Section disputed: one line per slice in which two standing figures have nothing in common, with
   the one that ends lowest and the one that begins highest. #}
{% macro explained_disputes(disputed, speaking) %}
    select
        slices.event_id,
        'disputed' as section,
        slices.family,
        slices.place,
        slices.nationality_code,
        slices.sex,
        slices.age_group,
        'The figures of '
        || {{ spelled_slice(
            'slices.nationality_code', 'countries.demonym', 'slices.sex', 'slices.age_group'
        ) }}
        || ' have nothing in common: ' || ends.lowest || ', ' || ends.highest || '.' as text,
        slices.best as value,
        slices.low,
        slices.high,
        {{ without_a_report() }},
        cast(null as string) as part_event_id
    from (
        select
            *,
            row_number() over (
                partition by event_id, family
                order by
                    case when nationality_code = 'total' then 0 else 1 end,
                    nationality_code asc,
                    sex asc,
                    age_group asc
            ) as place
        from {{ disputed }}
    ) as slices
    inner join ({{ explained_ends(disputed, speaking) }}) as ends
        on slices.slice_number = ends.slice_number
    inner join {{ ref('dim_country') }} as countries
        on slices.nationality_code = countries.country_code
{% endmacro %}

{# What the figure that ends lowest states, and the one that begins highest, in words. #}
{% macro explained_ends(disputed, speaking) %}
    select
        slice_number,
        max(case when lowest = 1 then publisher || ' states ' || what_is_stated end) as lowest,
        max(case when highest = 1 then publisher || ' ' || what_is_stated end) as highest
    from (
        select
            placed.slice_number,
            placed.lowest,
            placed.highest,
            figures.publisher,
            {{ spelled_stated('figures', 'countries') }} as what_is_stated
        from (
            select
                slice_number,
                record_id,
                row_number() over (
                    partition by slice_number order by high asc nulls last, record_id asc
                ) as lowest,
                row_number() over (
                    partition by slice_number order by low desc, record_id asc
                ) as highest
            from ({{ explained_standing(disputed, speaking) }}) as standing
        ) as placed
        inner join {{ ref('fct_reported_figures') }} as figures
            on placed.record_id = figures.record_id
        inner join {{ ref('dim_country') }} as countries
            on figures.nationality_code = countries.country_code
        where placed.lowest = 1 or placed.highest = 1
    ) as stated
    group by slice_number
{% endmacro %}

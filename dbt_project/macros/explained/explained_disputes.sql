{# Section disputed: one line per slice in which two standing figures have nothing in common, with
   the one that ends lowest and the one that begins highest. #}
{% macro explained_disputes(disputed, standing) %}
    select
        slices.event_id,
        'disputed' as section,
        slices.family,
        slices.place_in_dispute as place,
        slices.nationality_code,
        slices.sex,
        slices.age_group,
        {{ text_of([
            "'The figures of '",
            spelled_slice(
                'slices.nationality_code', 'countries.demonym', 'slices.sex', 'slices.age_group'
            ),
            "' have nothing in common: '",
            'ends.lowest',
            "', '",
            'ends.highest',
            "'.'",
        ]) }} as text,
        slices.best as value,
        slices.low,
        slices.high,
        {{ without_a_report() }},
        cast(null as string) as part_event_id
    from {{ disputed }} as slices
    inner join ({{ explained_ends(standing) }}) as ends
        on slices.slice_number = ends.slice_number
    inner join {{ ref('dim_country') }} as countries
        on slices.nationality_code = countries.country_code
{% endmacro %}

{# What the figure that ends lowest states, and the one that begins highest, in words. #}
{% macro explained_ends(standing) %}
    select
        slice_number,
        min_by(publisher || ' states ' || what_is_stated, of_lowest) as lowest,
        min_by(publisher || ' ' || what_is_stated, of_highest) as highest
    from (
        select
            figures.slice_number,
            figures.publisher,
            case when figures.high = ends.lowest_high then figures.record_id end as of_lowest,
            case when figures.low = ends.highest_low then figures.record_id end as of_highest,
            {{ spelled_stated('figures', 'countries') }} as what_is_stated
        from {{ standing }} as figures
        inner join (
            select slice_number, min(high) as lowest_high, max(low) as highest_low
            from {{ standing }}
            group by slice_number
        ) as ends on figures.slice_number = ends.slice_number
        inner join {{ ref('dim_country') }} as countries
            on figures.nationality_code = countries.country_code
        where figures.high = ends.lowest_high or figures.low = ends.highest_low
    ) as stated
    group by slice_number
{% endmacro %}

{# Section disputed: one line per breakdown in which two standing figures have nothing in common, with
   the one that ends lowest and the one that begins highest. #}
{% macro explained_disputes(disputed, standing) %}
    select
        breakdowns.event_id,
        'disputed' as section,
        breakdowns.measure_group,
        breakdowns.place_in_dispute as place,
        breakdowns.nationality_code,
        breakdowns.sex,
        breakdowns.age_group,
        {{ text_of([
            "'The figures of '",
            spelled_slice(
                'breakdowns.nationality_code', 'countries.demonym', 'breakdowns.sex', 'breakdowns.age_group'
            ),
            "' have nothing in common: '",
            'ends.lowest',
            "', '",
            'ends.highest',
            "'.'",
        ]) }} as text,
        breakdowns.best as value,
        breakdowns.low,
        breakdowns.high,
        {{ without_a_report() }},
        cast(null as string) as part_event_id
    from {{ disputed }} as breakdowns
    inner join ({{ explained_ends(standing) }}) as ends
        on breakdowns.breakdown_number = ends.breakdown_number
    inner join {{ ref('dim_country') }} as countries
        on breakdowns.nationality_code = countries.country_code
{% endmacro %}

{# What the figure that ends lowest states, and the one that begins highest, in words. #}
{% macro explained_ends(standing) %}
    select
        breakdown_number,
        min_by(publisher || ' states ' || what_is_stated, of_lowest) as lowest,
        min_by(publisher || ' ' || what_is_stated, of_highest) as highest
    from (
        select
            figures.breakdown_number,
            figures.publisher,
            case when figures.high = ends.lowest_high then figures.record_id end as of_lowest,
            case when figures.low = ends.highest_low then figures.record_id end as of_highest,
            {{ spelled_stated('figures', 'countries') }} as what_is_stated
        from {{ standing }} as figures
        inner join (
            select breakdown_number, min(high) as lowest_high, max(low) as highest_low
            from {{ standing }}
            group by breakdown_number
        ) as ends on figures.breakdown_number = ends.breakdown_number
        inner join {{ ref('dim_country') }} as countries
            on figures.nationality_code = countries.country_code
        where figures.high = ends.lowest_high or figures.low = ends.highest_low
    ) as stated
    group by breakdown_number
{% endmacro %}

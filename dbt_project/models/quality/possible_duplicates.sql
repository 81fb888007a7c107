-- Points for and against. The weights were tested on the pairs that curation decisions had joined.
-- A person decides, in the seed event_merge.
{% set points = [
    ('least(shared_weight, 4) * 7.5', none),
    ('case when has_odd_figure then 10 end', none),
    ('20 * cast(shared_count as double) / cast(figure_count as double)', none),
    ('case when has_report_in_common then 20 end', "'one report has the same figure under both'"),
    ('case when common_kind is not null then 15 end', "'both are of kind ' || common_kind"),
    ('case when days_between_starts <= 3 then 10 end',
        "case days_between_starts when 0 then 'they start on one day'
            when 1 then 'they start a day apart'
            else 'they start ' || cast(days_between_starts as string) || ' days apart' end"),
    ('case when not has_delivery_in_common then 15 end', "'no delivery has both'"),
    ('case when common_city is not null then 10
        when cities_compared.event_id is not null then -20 end',
        "case when common_city is null then 'but they lie in other cities'
            else 'both lie in ' || common_city end"),
    ('case when days_between_spans > 0 then -25 end', "'but their days do not overlap'"),
    ('case when is_descent then -60 end', "'but one is a part of the other'"),
    ('case when is_sequel then -40 end', "'but one follows the other'"),
    ('case when has_parent_in_common then -30 end', "'but both are parts of one operation'"),
] -%}
with

pairs as (

    select *
    from {{ ref('int_pairs_compared') }}
    where
        has_report_in_common
        or (has_large_figure and has_country_in_common and days_between_spans <= 3)

),

cities as (

    select places.event_id, places.city_key, cities.city_name
    from {{ ref('bridge_event_city') }} as places
    inner join {{ ref('dim_city') }} as cities on places.city_key = cities.city_key
    where cities.place_type = 'city'

),

-- pairs whose events both have a known city
cities_compared as (

    select
        pairs.event_id,
        pairs.other_event_id,
        min(case when cities.city_key = others.city_key then cities.city_name end) as common_city
    from pairs
    inner join cities on pairs.event_id = cities.event_id
    inner join cities as others on pairs.other_event_id = others.event_id
    group by pairs.event_id, pairs.other_event_id

),

weighed as (

    select
        pairs.*,
        cities_compared.common_city,
        {%- for number, _ in points %}
        cast(coalesce({{ number }}, 0) as double) as points_{{ loop.index }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from pairs
    left join cities_compared
        on
            pairs.event_id = cities_compared.event_id
            and pairs.other_event_id = cities_compared.other_event_id

),

scored as (

    select
        *,
        round(
            0 {%- for _ in points %} + points_{{ loop.index }} {%- endfor %}, 1
        ) as score
    from weighed

),

likely as (

    select * from scored where score >= 45

),

figures as (

    select
        figures.event_key,
        figures.other_event_key,
        {{ joined(
            "measure_groups.measure_group || ' ' || case when figures.nationality_key = "
            ~ total_key() ~ " then '' else "
            ~ nationality_code('figures.nationality_key') ~ " || ' ' end
            || case figures.sex_key when 1 then 'female ' when 2 then 'male ' else '' end
            || case figures.age_key when 1 then 'minor ' when 2 then 'adult ' else '' end || "
            ~ spelled_number('figures.value'),
            ', ', 'figures.value desc, measure_groups.measure_group, figures.nationality_key,
            figures.sex_key, figures.age_key'
        ) }} as shared_figures
    from {{ ref('int_figures_shared') }} as figures
    inner join likely
        on
            figures.event_key = likely.event_key
            and figures.other_event_key = likely.other_event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on figures.group_key = measure_groups.group_key
    group by figures.event_key, figures.other_event_key

),

final as (

    select
        likely.event_id,
        likely.other_event_id,
        likely.score,
        'both have ' || shared_figures || ' (' || case
            when figure_count = 1 then 'the only figure'
            else cast(shared_count as string) || ' of the ' || cast(figure_count as string)
                || ' figures'
        end || ' of the smaller one)'
        {%- for _, words in points %}
        {%- if words %}
        || case when points_{{ loop.index }} <> 0 then '; ' || {{ words }} else '' end
        {%- endif %}
        {%- endfor %} as why
    from likely
    inner join figures
        on
            likely.event_key = figures.event_key
            and likely.other_event_key = figures.other_event_key

)

select * from final

-- Points for and against, the weights tried on the pairs that were judged to be one: a person
-- decides, in the seed event_same_as.
{% set points = [
    ('least(shared_weight, 4) * 7.5',
        "'both have ' || shared_figures || ' (' || cast(shared_count as string) || ' of the '
        || cast(figure_count as string) || ' figures of the smaller one)'"),
    ('case when has_odd_figure then 10 end', none),
    ('20 * cast(shared_count as double) / cast(figure_count as double)', none),
    ('case when has_report_in_common then 20 end', "'one report has the same figure under both'"),
    ('case when common_kind is not null then 15 end', "'both are of kind ' || common_kind"),
    ('case when days_between_starts <= 3 then 10 end',
        "case days_between_starts when 0 then 'they start on one day'
            when 1 then 'they start a day apart'
            else 'they start ' || cast(days_between_starts as string) || ' days apart' end"),
    ('case when not has_delivery_in_common then 15 end', "'no delivery has both'"),
    ('case when common_city_key is not null then 10 end', "'both lie in ' || city_name"),
    ('case when has_cities and common_city_key is null then -20 end',
        "'but they lie in other cities'"),
    ('case when days_between_spans > 0 then -25 end', "'but their days do not overlap'"),
    ('case when is_descent then -60 end', "'but one is a part of the other'"),
    ('case when is_sequel then -40 end', "'but one follows the other'"),
    ('case when has_parent_in_common then -30 end', "'but both are parts of one operation'"),
] -%}
with

pairs as (

    select pairs.*, cities.city_name
    from {{ ref('int_pairs_compared') }} as pairs
    left join {{ ref('dim_city') }} as cities on pairs.common_city_key = cities.city_key
    where
        pairs.has_report_in_common
        or (
            pairs.has_large_figure
            and pairs.has_country_in_common
            and pairs.days_between_spans <= 3
        )

),

weighed as (

    select
        *,
        {%- for number, _ in points %}
        cast(coalesce({{ number }}, 0) as double) as points_{{ loop.index }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from pairs

),

final as (

    select
        event_id,
        other_event_id,
        round({% for _ in points %}points_{{ loop.index }}{% if not loop.last %} + {% endif %}{% endfor %}, 1)
            as score,
        {%- for _, words in points %}
        {%- if words %}
        {% if not loop.first %}|| {% endif -%}
        case when points_{{ loop.index }} <> 0 then {{ "'; ' || " if not loop.first }}{{ words }} else '' end
        {%- endif %}
        {%- endfor %} as why
    from weighed

)

select * from final where score >= 45

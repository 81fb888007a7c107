-- Section 6, nationality from above: which `unknown` and `foreign` rows are of another nationality,
-- and when; the nearest such ancestor decides.
with

labels as (
    {% for level in range(5) %}
    select distinct
        {{ figure_key('event_key', 'group_key') }} as figure_key, nationality_key, becomes_key,
        made_at, known_from, known_to
    from {{ ref('int_level_' ~ level ~ '_inherited') }}
    where is_label = 1
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

days as (

    {{ days_of_change('labels', 'figure_key, nationality_key') }}

),

final as (

    select
        days.figure_key,
        days.nationality_key,
        days.known_from,
        days.known_to,
        max_by(labels.becomes_key, labels.made_at) as becomes_key,
        max(labels.made_at) as made_at
    from days
    inner join labels
        on
            days.figure_key = labels.figure_key
            and days.nationality_key = labels.nationality_key
            and {{ holds_on('labels', 'days.known_from') }}
    group by days.figure_key, days.nationality_key, days.known_from, days.known_to

)

select * from final

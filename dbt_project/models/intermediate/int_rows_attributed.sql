-- Section 6: what is attributed to every event by group and nationality, on every day, with its
-- bounds (section 7). Events that are never a parent keep their own rows.
with

leaves as (

    select
        rows.figure_key,
        rows.nationality_key,
        rows.known_from,
        rows.known_to,
        rows.value as persons,
        {{ leaf_low('rows') }} as low,
        {{ leaf_high('rows') }} as high,
        rows.is_open_ended,
        rows.is_disputed,
        false as has_descendants
    from {{ ref('int_event_rows') }} as rows
    where not rows.is_parent

),

final as (

    select * from leaves
    {%- for level in range(5) %}
    union all
    select
        figure_key, nationality_key, known_from, known_to, persons, low, high, is_open_ended,
        is_disputed, has_descendants
    from {{ ref('int_level_' ~ level ~ '_attributed') }}
    where nationality_key > {{ total_key() }} and not is_by_day
    {%- endfor %}

)

select * from final

-- Section 6: what is attributed to every event by measure group and nationality, on every day. Events that
-- are never a parent keep their own rows.
with

parents as (

    select distinct ancestor_1 as event_key
    from {{ ref('int_event_chains') }}
    where ancestor_1 is not null

),

leaves as (

    select
        rows.figure_key,
        rows.nationality_key,
        rows.known_from,
        rows.known_to,
        rows.known_from as own_from,
        rows.value as persons,
        false as has_descendants
    from {{ ref('int_event_rows') }} as rows
    left join parents on cast(floor(rows.figure_key / 1024) as bigint) = parents.event_key
    where parents.event_key is null

),

final as (

    select * from leaves
    {%- for level in range(5) %}
    union all
    select figure_key, nationality_key, known_from, known_to, own_from, persons, has_descendants
    from {{ ref('int_level_' ~ level ~ '_attributed') }}
    where nationality_key > 0
    {%- endfor %}

)

select * from final

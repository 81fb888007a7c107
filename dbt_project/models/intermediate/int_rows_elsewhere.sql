-- Section 6, counted elsewhere: how many of each row other events count, and which.
with

rows as (

    select
        *,
        {{ event_of('figure_key') }} as event_key,
        {{ group_of('figure_key') }} as group_key
    from {{ ref('int_rows_attributed') }}
    where {{ event_of('figure_key') }} in (select event_key from {{ ref('int_overlaps') }})

),

{{ shares_elsewhere('rows') }}

select figure_key, nationality_key, counted_in_key, persons, known_from, known_to from shares

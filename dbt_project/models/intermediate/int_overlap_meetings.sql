-- Section 6, counted elsewhere: the nearest ancestor of an event that counts its people, or lies
-- above the event that does. At this depth and above, they don't count a second time.
with

pairs as (

    select distinct event_key, counted_in_key from {{ ref('int_overlaps') }}

),

chains as (

    select * from {{ ref('int_event_chains') }}

),

met as (

    select
        pairs.event_key,
        pairs.counted_in_key,
        own.depth,
        case
            {%- for steps in range(1, 5) %}
            when
                own.ancestor_{{ steps }} = counting.event_key
                or own.ancestor_{{ steps }} = counting.ancestor_1
                or own.ancestor_{{ steps }} = counting.ancestor_2
                or own.ancestor_{{ steps }} = counting.ancestor_3
                or own.ancestor_{{ steps }} = counting.ancestor_4
                then {{ steps }}
            {%- endfor %}
        end as steps,
        {{ overlap_from('own', 'counting') }} as known_from,
        {{ overlap_to('own', 'counting') }} as known_to
    from pairs
    inner join chains as own on pairs.event_key = own.event_key
    inner join chains as counting
        on pairs.counted_in_key = counting.event_key and {{ overlap('own', 'counting') }}

),

final as (

    select event_key, counted_in_key, depth - steps as depth, known_from, known_to
    from met
    where steps is not null

)

select * from final

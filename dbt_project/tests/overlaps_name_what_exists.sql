-- Each row names its place in the seed, what is wrong, and what to do. Chains of overlaps are
-- followed by doubling: these rounds cover a chain of 128 steps. An event that no delivery contains
-- is no error if a delivery was removed: the event may have been in it.
{% set rounds = 7 -%}
{% set none_removed -%}
    not exists (select 1 from {{ ref('stg_deliveries__deliveries') }} where is_removed)
{%- endset -%}
with

decided as (

    select
        seed.event_id,
        seed.measure_group,
        seed.counted_in_event_id,
        coalesce(merged.merged_into_event_id, seed.event_id) as from_id,
        coalesce(counting.merged_into_event_id, seed.counted_in_event_id) as to_id
    from {{ ref('event_overlap') }} as seed
    left join {{ ref('stg_curation__events_merged') }} as merged
        on seed.event_id = merged.event_id
    left join {{ ref('stg_curation__events_merged') }} as counting
        on seed.counted_in_event_id = counting.event_id

),

reached_0 as (

    select distinct measure_group, from_id, to_id from decided

),

{% for round in range(1, rounds + 1) -%}
reached_{{ round }} as (

    select measure_group, from_id, to_id from reached_{{ loop.index0 }}
    union
    select one.measure_group, one.from_id, further.to_id
    from reached_{{ loop.index0 }} as one
    inner join reached_{{ loop.index0 }} as further
        on one.measure_group = further.measure_group and one.to_id = further.from_id

),

{% endfor -%}
-- a measure group of money ends in its unit, three or four capital letters
named as (

    select
        *,
        case
            {%- for letters in (3, 4) %}
            when
                substr(measure_group, length(measure_group) - {{ letters }}, 1) = '_'
                {%- for back in range(letters) %}
                and ascii(substr(measure_group, length(measure_group) - {{ back }}, 1))
                between 65 and 90
                {%- endfor %}
                then {{ letters }}
            {%- endfor %}
            else 0
        end as unit_letters
    from decided

),

without_group as (

    select named.event_id, named.measure_group, named.counted_in_event_id
    from named
    left join (
        select distinct measure_group, has_unit from {{ ref('measure') }}
    ) as measures
        on
            (named.unit_letters > 0) = measures.has_unit
            and case
                when named.unit_letters > 0
                    then substr(
                        named.measure_group, 1,
                        length(named.measure_group) - named.unit_letters - 1
                    )
                else named.measure_group
            end = measures.measure_group
    where measures.measure_group is null

),

wrong as (

    select
        decided.event_id,
        decided.measure_group,
        decided.counted_in_event_id,
        'event_id' as cell,
        'no record names this event' as what_is_wrong,
        'write the event_id of an event that is in the records, or delete the row' as what_to_do
    from decided
    left join {{ ref('int_events_named') }} as events on decided.from_id = events.event_id
    where events.event_id is null and {{ none_removed }}
    union all
    select
        decided.event_id,
        decided.measure_group,
        decided.counted_in_event_id,
        'counted_in_event_id' as cell,
        'no record names this event' as what_is_wrong,
        'write the event_id of an event that is in the records, or delete the row' as what_to_do
    from decided
    left join {{ ref('int_events_named') }} as events on decided.to_id = events.event_id
    where events.event_id is null and {{ none_removed }}
    union all
    select
        event_id,
        measure_group,
        counted_in_event_id,
        'measure_group' as cell,
        'there is no such measure group' as what_is_wrong,
        'write one of marts.dim_measure, as custody or removal; one of money ends in its currency, '
        || 'as money_seized_USD' as what_to_do
    from without_group
    union all
    select
        decided.event_id,
        decided.measure_group,
        decided.counted_in_event_id,
        'counted_in_event_id' as cell,
        case
            when decided.from_id = decided.to_id
                then 'the event would count its own people elsewhere'
            else 'the people of this event are, in the end, counted in ' || decided.event_id
                || ' again'
        end as what_is_wrong,
        'decide which event counts them, and delete the row that leads back' as what_to_do
    from decided
    inner join reached_{{ rounds }} as back
        on
            decided.measure_group = back.measure_group
            and decided.to_id = back.from_id
            and decided.from_id = back.to_id

)

select
    'event_overlap' as seed,
    event_id,
    measure_group,
    counted_in_event_id,
    cell,
    what_is_wrong,
    what_to_do
from wrong

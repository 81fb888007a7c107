-- Section 6, counted elsewhere: overlaps that are larger than the count they are taken from, or
-- larger than the count of the event that they name.
with

taken as (

    select * from {{ ref('int_overlaps') }}

),

attributed as (

    select rows.figure_key, sum(rows.persons) as persons
    from {{ ref('int_rows_attributed') }} as rows
    inner join (
        select distinct {{ figure_key('event_key', 'group_key') }} as figure_key from taken
    ) as overlapping
        on rows.figure_key = overlapping.figure_key
    where rows.known_to is null
    group by rows.figure_key

),

-- overlaps are laid end to end, so the part beyond the last person is too much
beyond as (

    select
        taken.event_key, taken.group_key, taken.counted_in_key,
        sum(
            taken.laid_to - greatest(taken.laid_from, coalesce(attributed.persons, 0))
        ) as persons
    from taken
    left join attributed
        on
            {{ figure_key('taken.event_key', 'taken.group_key') }}
            = attributed.figure_key
    where not taken.takes_the_rest and taken.laid_to > coalesce(attributed.persons, 0)
    group by taken.event_key, taken.group_key, taken.counted_in_key

),

stated as (

    select
        event_key,
        group_key,
        counted_in_key,
        sum(case when takes_the_rest then 0 else laid_to - laid_from end) as persons
    from taken
    group by event_key, group_key, counted_in_key

),

shared as (

    select figure_key, counted_in_key, sum(persons) as persons
    from {{ ref('int_rows_elsewhere') }}
    where known_to is null
    group by figure_key, counted_in_key

),

claimed as (

    select
        stated.event_key, stated.group_key, stated.counted_in_key,
        greatest(stated.persons, coalesce(shared.persons, 0)) as persons
    from stated
    left join shared
        on
            {{ figure_key('stated.event_key', 'stated.group_key') }} = shared.figure_key
            and stated.counted_in_key = shared.counted_in_key

),

totals as (

    select event_id, measure_group, greatest(own_total, descendants_total) as persons
    from {{ ref('fct_event_totals') }}

),

measure_groups as (

    select measure_group, group_key, bool_or(is_of_persons) as is_of_persons
    from {{ ref('int_measure_groups') }}
    group by measure_group, group_key

),

named as (

    select
        events.event_id,
        counting.event_id as counting_id,
        measure_groups.measure_group,
        measure_groups.is_of_persons,
        claimed.persons as claimed,
        coalesce(totals.persons, 0) as counted_there,
        coalesce(beyond.persons, 0) as beyond
    from claimed
    inner join {{ ref('int_events_named') }} as events on claimed.event_key = events.event_key
    inner join {{ ref('int_events_named') }} as counting
        on claimed.counted_in_key = counting.event_key
    inner join measure_groups on claimed.group_key = measure_groups.group_key
    left join beyond
        on
            claimed.event_key = beyond.event_key
            and claimed.group_key = beyond.group_key
            and claimed.counted_in_key = beyond.counted_in_key
    left join totals
        on
            counting.event_id = totals.event_id
            and measure_groups.measure_group = totals.measure_group

),

final as (

    select
        'overlap_above_what_is_left' as warning,
        event_id,
        measure_group,
        counting_id as other_event_id,
        case when is_of_persons then {{ whole_number('beyond') }} else 0 end as persons_at_stake,
        'For ' || measure_group || ', ' || {{ spelled_number('claimed') }}
        || ' should be counted in ' || counting_id || ' (seed event_overlap), '
        || {{ spelled_number('beyond') }} || ' more than are left.' as message
    from named
    where beyond > 0
    union all
    select
        'overlap_above_what_counts_it' as warning,
        event_id,
        measure_group,
        counting_id as other_event_id,
        case when is_of_persons then {{ whole_number('claimed - counted_there') }} else 0 end
            as persons_at_stake,
        'For ' || measure_group || ', ' || {{ spelled_number('claimed') }}
        || ' should be counted in ' || counting_id || ' (seed event_overlap), which counts '
        || {{ spelled_number('counted_there') }} || '.' as message
    from named
    where claimed > counted_there

)

select * from final

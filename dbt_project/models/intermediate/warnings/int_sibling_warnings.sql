-- Warnings about two events that may count the same persons, if neither is a part of the other:
-- near counts, or one event that follows the other within one measure group. If an event above both
-- has a total that their counts don't exceed, no sum depends on it, and there is no warning.
with

events as (

    select event_key, event_id, follows_event_id from {{ ref('int_events_today') }}

),

measure_groups as (

    select distinct group_key, measure_group from {{ ref('int_measure_groups') }}

),

counted as (

    select * from {{ ref('int_persons_counted') }}

),

near as (

    select
        'siblings_may_overlap' as warning,
        pairs.event_key,
        pairs.other_event_key,
        events.event_id,
        others.event_id as other_event_id,
        measure_groups.measure_group,
        pairs.last_start,
        pairs.persons as persons_at_stake,
        {{ spelled_number('pairs.persons') }} || ' and '
        || {{ spelled_number('pairs.other_persons') }}
        || case
            when pairs.nationality_key = {{ total_key() }} then ''
            else ' (' || {{ nationality_code('pairs.nationality_key') }} || ')'
        end
        || ' are similar, and the events start within 30 days.' as ends
    from {{ ref('int_siblings_near') }} as pairs
    inner join events on pairs.event_key = events.event_key
    inner join events as others on pairs.other_event_key = others.event_key
    inner join measure_groups on pairs.group_key = measure_groups.group_key
    where
        coalesce(events.follows_event_id, '-') <> others.event_id
        and coalesce(others.follows_event_id, '-') <> events.event_id

),

pairs as (

    select
        warning, event_key, other_event_key, event_id, other_event_id, measure_group, last_start,
        persons_at_stake, ends
    from near
    union all
    select
        'sequel_may_overlap' as warning, event_key, other_event_key, event_id, other_event_id,
        measure_group, last_start,
        least(persons, other_persons) as persons_at_stake,
        {{ spelled_number('persons') }} || ' may be among the '
        || {{ spelled_number('other_persons') }} || ' of the event that it follows.' as ends
    from {{ ref('int_sequels_counted') }}

),

ancestors as (

    select event_key, descendant_key from {{ ref('int_descendants_today') }}

),

of_one_line as (

    select event_key, descendant_key as other_event_key from ancestors
    union all
    select descendant_key, event_key from ancestors

),

-- computed separately, since a join by measure group alone would compare a million records with one
-- another
shared_ancestors as (

    select distinct
        pairs.event_key, pairs.other_event_key, pairs.measure_group, pairs.last_start,
        ancestors.event_key as ancestor_key
    from pairs
    inner join ancestors on pairs.event_key = ancestors.descendant_key
    inner join ancestors as others
        on
            pairs.other_event_key = others.descendant_key
            and ancestors.event_key = others.event_key

),

covering as (

    select
        events.event_key,
        counted.measure_group,
        max(coalesce(counted.running_total_as_of, {{ ending() }})) as holds_until
    from counted
    inner join events on counted.event_id = events.event_id
    where counted.own_total >= counted.descendants_total
    group by events.event_key, counted.measure_group

),

absorbed as (

    select distinct shared.event_key, shared.other_event_key, shared.measure_group
    from shared_ancestors as shared
    inner join covering
        on
            shared.ancestor_key = covering.event_key
            and shared.measure_group = covering.measure_group
    where shared.last_start <= covering.holds_until

),

curated as (

    select event_key, counted_in_key as other_event_key, group_key from {{ ref('int_overlaps') }}
    union all
    select counted_in_key, event_key, group_key from {{ ref('int_overlaps') }}

),

decided as (

    select distinct curated.event_key, curated.other_event_key, measure_groups.measure_group
    from curated
    inner join measure_groups on curated.group_key = measure_groups.group_key

),

final as (

    select
        pairs.warning,
        pairs.event_id,
        pairs.measure_group,
        pairs.other_event_id,
        {{ whole_number('pairs.persons_at_stake') }} as persons_at_stake,
        'For ' || pairs.measure_group || ', this event and ' || pairs.other_event_id
        || ' may count the same persons: ' || pairs.ends as message
    from pairs
    left join of_one_line
        on
            pairs.event_key = of_one_line.event_key
            and pairs.other_event_key = of_one_line.other_event_key
    left join absorbed
        on
            pairs.event_key = absorbed.event_key
            and pairs.other_event_key = absorbed.other_event_key
            and pairs.measure_group = absorbed.measure_group
    left join decided
        on
            pairs.event_key = decided.event_key
            and pairs.other_event_key = decided.other_event_key
            and pairs.measure_group = decided.measure_group
    where
        of_one_line.event_key is null
        and absorbed.event_key is null
        and decided.event_key is null

)

select * from final

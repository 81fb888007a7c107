-- Section 6, is_allocation_capped: an event states nationalities for which its total leaves no room
-- beside its descendants. The persons at stake are those counted neither in the event nor below it.
with

capped as (

    select
        counted.event_id,
        counted.measure_group,
        events.event_key,
        measure_groups.group_key,
        {{ figure_key('events.event_key', 'measure_groups.group_key') }} as figure_key,
        {{ nationality_key('coalesce(by_group.country_code, events.country_code)') }} as country_key
    from {{ ref('int_persons_counted') }} as counted
    inner join {{ ref('int_events_today') }} as events on counted.event_id = events.event_id
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on counted.measure_group = measure_groups.measure_group
    left join {{ ref('int_figure_countries') }} as by_group
        on
            {{ figure_key('events.event_key', 'measure_groups.group_key') }} = by_group.figure_key
            and by_group.known_to is null
    where counted.is_allocation_capped

),

stated as (

    select capped.figure_key, rows.nationality_key, rows.value as persons
    from capped
    inner join {{ ref('int_parent_rows') }} as rows on capped.figure_key = rows.figure_key
    where rows.known_to is null and rows.nationality_key <> {{ unknown_key() }}

),

members as (

    select figure_key, event_key, group_key from capped
    union all
    select capped.figure_key, descendants.descendant_key as event_key, capped.group_key
    from capped
    inner join {{ ref('int_descendants_today') }} as descendants
        on capped.event_key = descendants.event_key

),

found as (

    select
        members.figure_key,
        rows.nationality_key,
        sum(rows.persons + rows.persons_counted_elsewhere) as persons
    from members
    inner join {{ ref('int_rows_counted') }} as rows
        on {{ figure_key('members.event_key', 'members.group_key') }} = rows.figure_key
    where rows.known_to is null and rows.nationality_key <> {{ unknown_key() }}
    group by members.figure_key, rows.nationality_key

),

-- persons of a foreign nationality beyond what the event states are among its `foreign`
compared as (

    select
        capped.figure_key,
        sum(
            case
                when rows.nationality_key <> {{ foreign_key() }}
                    then greatest(rows.stated - rows.found, 0)
                else 0
            end
        ) as named_missing,
        sum(case when rows.nationality_key = {{ foreign_key() }} then rows.stated else 0 end)
        - sum(
            case
                when rows.nationality_key = {{ foreign_key() }} then rows.found
                when rows.nationality_key = capped.country_key then 0
                else greatest(rows.found - rows.stated, 0)
            end
        ) as foreign_missing
    from capped
    inner join (
        select figure_key, nationality_key, sum(stated) as stated, sum(found) as found
        from (
            select figure_key, nationality_key, persons as stated, 0 as found from stated
            union all
            select figure_key, nationality_key, 0, persons from found
        ) as amounts
        group by figure_key, nationality_key
    ) as rows
        on capped.figure_key = rows.figure_key
    group by capped.figure_key

),

missing as (

    select
        capped.event_id,
        capped.measure_group,
        coalesce(compared.named_missing, 0) + greatest(coalesce(compared.foreign_missing, 0), 0)
            as persons
    from capped
    left join compared on capped.figure_key = compared.figure_key

),

final as (

    select
        'allocation_capped' as warning,
        event_id,
        measure_group,
        {{ whole_number('persons') }} as persons_at_stake,
        'For ' || measure_group || ', the total leaves no room for '
        || {{ spelled_number('persons') }} || ' of the persons whose nationality is stated: the '
        || 'descendants of the event count too many others.' as message
    from missing

)

select * from final

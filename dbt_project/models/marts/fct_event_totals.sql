with

measure_groups as (

    select distinct group_key, measure_group
    from {{ ref('int_measure_groups') }}

),

records as (

    select event_key, group_key, report_key, publisher
    from {{ ref('int_records_bounded') }}
    where known_to is null and takes_part

),

counted as (

    select
        event_key,
        group_key,
        count(distinct report_key) as report_count,
        count(distinct publisher) as publisher_count
    from records
    group by event_key, group_key

),

counted_of_event as (

    select
        event_key,
        count(distinct report_key) as report_count,
        count(distinct publisher) as publisher_count
    from records
    group by event_key

),

own as (

    select * from {{ ref('int_event_totals') }} where known_to is null

),

tree as (

    {%- for level in range(5) %}
    select
        event_key, group_key, descendants_total, persons, has_descendants_above_total,
        is_allocation_capped
    from {{ ref('int_level_' ~ level ~ '_attributed') }}
    where known_to is null and nationality_key = {{ total_key() }} and not is_by_day
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}

),

elsewhere as (

    select
        {{ event_of('figure_key') }} as event_key,
        {{ group_of('figure_key') }} as group_key,
        sum(persons) as persons
    from {{ ref('int_rows_elsewhere') }}
    where known_to is null
    group by figure_key

),

existing as (

    select event_key, group_key from counted
    union
    select event_key, group_key from own where is_site_assumed
    union
    select event_key, group_key from tree where descendants_total > 0

),

final as (

    select
        events.event_id,
        measure_groups.measure_group,
        own.total,
        own.total_low,
        own.total_high,
        coalesce(own.nationality_sum, 0) as nationality_sum,
        coalesce(own.foreign_rest, 0) as foreign_rest,
        coalesce(own.own_total, 0) as own_total,
        own.running_total_as_of,
        coalesce(tree.descendants_total, 0) as descendants_total,
        cast(
            coalesce(linked.descendants_persons, 0) - coalesce(tree.descendants_total, 0)
            as decimal(38, 4)
        ) as descendants_on_top,
        cast(
            coalesce(tree.persons, own.own_total, 0) - coalesce(elsewhere.persons, 0)
            as decimal(38, 4)
        ) as net_total,
        cast(coalesce(elsewhere.persons, 0) as decimal(38, 4)) as counted_elsewhere,
        givers.event_id as nationality_from_event_id,
        coalesce(own.is_total_stated, false) as is_total_stated,
        coalesce(own.uses_running_total, false) as uses_running_total,
        coalesce(own.is_sum_of_sexes, false) as is_sum_of_sexes,
        coalesce(own.is_total_from_parts, false) as is_total_from_parts,
        coalesce(own.is_site_assumed, false) as is_site_assumed,
        coalesce(own.has_parts_above_total, false) as has_parts_above_total,
        coalesce(tree.has_descendants_above_total, false) as has_descendants_above_total,
        coalesce(tree.is_allocation_capped, false) as is_allocation_capped,
        coalesce(own.total_is_open_ended, false) as is_open_ended,
        coalesce(own.total_is_disputed, false) as is_disputed,
        case
            when own.is_site_assumed then counted_of_event.report_count
            else coalesce(counted.report_count, 0)
        end as report_count,
        case
            when own.is_site_assumed then counted_of_event.publisher_count
            else coalesce(counted.publisher_count, 0)
        end as publisher_count
    from existing
    inner join {{ ref('int_events_named') }} as events on existing.event_key = events.event_key
    inner join measure_groups on existing.group_key = measure_groups.group_key
    left join own
        on existing.event_key = own.event_key and existing.group_key = own.group_key
    left join tree
        on existing.event_key = tree.event_key and existing.group_key = tree.group_key
    left join {{ ref('int_figures_linked') }} as linked
        on {{ figure_key('existing.event_key', 'existing.group_key') }} = linked.figure_key
    left join {{ ref('int_events_named') }} as givers
        on linked.nationality_from_key = givers.event_key
    left join elsewhere
        on existing.event_key = elsewhere.event_key and existing.group_key = elsewhere.group_key
    left join counted
        on existing.event_key = counted.event_key and existing.group_key = counted.group_key
    left join counted_of_event on existing.event_key = counted_of_event.event_key

)

select * from final

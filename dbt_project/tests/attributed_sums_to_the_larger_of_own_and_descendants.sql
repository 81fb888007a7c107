-- One side has the published rows of a tree. The other side has the figure of its root, plus what
-- this figure does not hold of its descendants.
with

trees as (

    select event_key, event_key as descendant_key from {{ ref('int_events_today') }}
    union all
    select event_key, descendant_key from {{ ref('int_descendants_today') }}

),

counted as (

    select
        {{ event_of('figure_key') }} as event_key,
        {{ group_of('figure_key') }} as group_key,
        sum(persons) as persons
    from {{ ref('int_rows_counted') }}
    where known_to is null
    group by figure_key

),

elsewhere as (

    select
        {{ event_of('figure_key') }} as event_key,
        {{ group_of('figure_key') }} as group_key,
        counted_in_key,
        sum(persons) as persons
    from {{ ref('int_rows_elsewhere') }}
    where known_to is null
    group by figure_key, counted_in_key

),

-- persons of the tree, and those whom only an event outside it counts; persons of the root itself
-- are its own, wherever they are counted
in_trees as (

    select event_key, group_key, sum(persons) as persons
    from (
        select trees.event_key, counted.group_key, counted.persons
        from trees
        inner join counted on trees.descendant_key = counted.event_key
        union all
        select trees.event_key, elsewhere.group_key, elsewhere.persons
        from trees
        inner join elsewhere on trees.descendant_key = elsewhere.event_key
        left join trees as counting
            on
                trees.event_key = counting.event_key
                and elsewhere.counted_in_key = counting.descendant_key
        where counting.event_key is null or trees.event_key = trees.descendant_key
    ) as parts
    group by event_key, group_key

),

descendants as (

    select figure_key, sum(persons) as persons
    from (
        {%- for level in range(5) %}
        select figure_key, persons from {{ ref('int_level_' ~ level ~ '_contributions') }}
        where known_to is null
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as contributions
    group by figure_key

),

in_trees_by_name as (

    select
        events.event_id,
        measure_groups.measure_group,
        in_trees.persons,
        coalesce(descendants.persons, 0) as all_of_descendants
    from in_trees
    inner join {{ ref('int_events_named') }} as events on in_trees.event_key = events.event_key
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on in_trees.group_key = measure_groups.group_key
    left join descendants
        on {{ figure_key('in_trees.event_key', 'in_trees.group_key') }} = descendants.figure_key

)

select
    coalesce(totals.event_id, trees.event_id) as event_id,
    coalesce(totals.measure_group, trees.measure_group) as measure_group,
    totals.own_total,
    totals.descendants_total,
    trees.all_of_descendants,
    trees.persons
from {{ ref('fct_event_totals') }} as totals
full outer join in_trees_by_name as trees
    on totals.event_id = trees.event_id and totals.measure_group = trees.measure_group
where
    coalesce(trees.persons, 0)
    <> greatest(coalesce(totals.own_total, 0), coalesce(totals.descendants_total, 0))
    + coalesce(trees.all_of_descendants, 0) - coalesce(totals.descendants_total, 0)
    or coalesce(totals.descendants_total, 0) > coalesce(trees.all_of_descendants, 0)

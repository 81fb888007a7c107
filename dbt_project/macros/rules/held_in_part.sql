{# Section 6: what ongoing campaigns had counted by a day, for the parents at one depth: the named
   steps of attributed_at_level up to `held_parts` (parent_figure_key, child_key, cutoff,
   nationality_key, persons, low, high, known_from, known_to). Few pairs of events need it, so it is
   computed day by day. The steps are rendered for each depth below, the deepest first. #}
{% macro held_in_part(depth) %}
needs_{{ depth + 1 }} as (

    select distinct
        parent_figure_key, event_key as viewer_key, group_key, child_key as event_key,
        held_until as cutoff, known_from, known_to
    from holds
    where held = 'part'

),
{% for below in range(depth + 1, 5) %}
-- the children of the campaigns at depth {{ below }}
children_{{ below }} as (

    select
        needs.parent_figure_key,
        needs.viewer_key,
        needs.group_key,
        needs.event_key,
        needs.cutoff,
        states.event_key as child_key,
        states.event_kind,
        states.event_start,
        states.event_end,
        {{ is_held_entirely('states', 'needs.cutoff') }} as is_whole,
        {{ is_held_in_part('states', 'needs.cutoff') }} as is_part,
        greatest(needs.known_from, links.known_from, states.known_from) as known_from,
        least(needs.known_to, links.known_to, states.known_to) as known_to
    from needs_{{ below }} as needs
    inner join chains as links
        on needs.event_key = links.ancestor_1 and {{ overlap('needs', 'links') }}
    inner join {{ ref('int_event_states') }} as states
        on links.event_key = states.event_key and states.takes_part
    where
        greatest(needs.known_from, links.known_from, states.known_from)
        < coalesce(least(needs.known_to, links.known_to, states.known_to), {{ ending() }})

),
{% if below < 4 %}
needs_{{ below + 1 }} as (

    select distinct
        parent_figure_key, viewer_key, group_key, child_key as event_key, cutoff, known_from,
        known_to
    from children_{{ below }}
    where is_part

),
{% endif %}
{% endfor %}
{%- if depth == 4 %}
held_parts as (

    -- nothing lies below depth 4
    select
        parent_figure_key, event_key as child_key, cutoff, cast(0 as bigint) as nationality_key,
        cast(0 as decimal(38, 4)) as persons, cast(0 as decimal(38, 4)) as low,
        cast(0 as decimal(38, 4)) as high, known_from, known_to
    from needs_5
    where false

)
{%- else %}
-- the rows of the nodes, and those of them that other events count
node_rows as (
    {% for below in range(depth + 1, 5) %}
    select
        rows.figure_key, rows.event_key, rows.group_key, nodes.cutoff, rows.nationality_key,
        rows.persons, rows.low, rows.only_nationality_key, rows.held_until, rows.known_from,
        rows.known_to
    from {{ ref('int_level_' ~ below ~ '_attributed') }} as rows
    inner join (
        select distinct figure_key, cutoff from {{ ref('int_cut_' ~ below ~ '_totals') }}
    ) as nodes
        on rows.figure_key = nodes.figure_key
    where rows.is_by_day
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

{{ shares_elsewhere(
    '(select * from node_rows where nationality_key > ' ~ total_key() ~ ')', 'node_'
) }},

-- all days on which something of this changes, by parent
part_days as (

    {{ days_of_change(
        '(' ~ part_changes(depth) ~ ') as part_changes', 'parent_figure_key'
    ) }}

),

-- the parent's descendants on each of these days, with the path down to them
seen as (

    select
        contributions.figure_key as parent_figure_key,
        part_days.known_from as day,
        contributions.nationality_key,
        contributions.persons,
        contributions.low,
        contributions.high,
        contributions.made_at,
        {%- for below in range(depth + 1, 5) %}
        case paths.depth - {{ below }}
            when 0 then paths.event_key
            {%- for steps in range(1, 5 - below) %}
            when {{ steps }} then paths.ancestor_{{ steps }}
            {%- endfor %}
        end as at_{{ below }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from part_days
    inner join contributions
        on
            part_days.parent_figure_key = contributions.figure_key
            and {{ holds_on('contributions', 'part_days.known_from') }}
    inner join (
        select distinct parent_figure_key, event_key from needs_{{ depth + 1 }}
    ) as needs
        on
            contributions.figure_key = needs.parent_figure_key
            and contributions.child_key = needs.event_key
    inner join chains as paths
        on
            contributions.event_key = paths.event_key
            and {{ holds_on('paths', 'part_days.known_from') }}

),

-- people counted in the parent, or below it
seen_elsewhere as (

    select
        part_days.parent_figure_key,
        part_days.known_from as day,
        shares.figure_key,
        shares.nationality_key,
        sum(shares.persons) as persons
    from part_days
    inner join node_shares as shares
        on
            {{ group_of('part_days.parent_figure_key') }} = shares.group_key
            and {{ holds_on('shares', 'part_days.known_from') }}
    inner join chains as counting
        on
            shares.counted_in_key = counting.event_key
            and {{ holds_on('counting', 'part_days.known_from') }}
    where
        {{ event_of('part_days.parent_figure_key') }} in (
            counting.event_key, counting.ancestor_1, counting.ancestor_2, counting.ancestor_3,
            counting.ancestor_4
        )
    group by
        part_days.parent_figure_key, part_days.known_from, shares.figure_key, shares.nationality_key

),
{% for below in range(4, depth, -1) %}
-- several counts may ask for the same, so once per day is enough
needs_on_{{ below }} as (

    select distinct
        needs.parent_figure_key, needs.group_key, needs.event_key, needs.cutoff,
        part_days.known_from as day
    from needs_{{ below }} as needs
    inner join part_days
        on
            needs.parent_figure_key = part_days.parent_figure_key
            and {{ holds_on('needs', 'part_days.known_from') }}

),

children_on_{{ below }} as (

    select distinct
        children.parent_figure_key, children.group_key, children.event_key, children.cutoff,
        children.child_key, children.event_kind, children.event_start, children.event_end,
        children.is_whole, children.is_part, part_days.known_from as day
    from children_{{ below }} as children
    inner join part_days
        on
            children.parent_figure_key = part_days.parent_figure_key
            and {{ holds_on('children', 'part_days.known_from') }}

),

counted_by_then_{{ below }} as (

    -- what the campaign itself had by then
    select
        needs.parent_figure_key,
        needs.event_key,
        needs.cutoff,
        needs.day,
        rows.nationality_key,
        rows.persons - coalesce(elsewhere.persons, 0) as persons,
        greatest(rows.low - coalesce(elsewhere.persons, 0), 0) as low
    from needs_on_{{ below }} as needs
    inner join node_rows as rows
        on
            needs.event_key = rows.event_key
            and needs.group_key = rows.group_key
            and needs.cutoff = rows.cutoff
            and {{ holds_on('rows', 'needs.day') }}
    left join seen_elsewhere as elsewhere
        on
            needs.parent_figure_key = elsewhere.parent_figure_key
            and needs.day = elsewhere.day
            and rows.figure_key = elsewhere.figure_key
            and rows.nationality_key = elsewhere.nationality_key
    where rows.nationality_key > {{ total_key() }}
    {%- if below < 4 %}
    union all
    -- all that its children count which have ended by then
    select
        children.parent_figure_key,
        children.event_key,
        children.cutoff,
        children.day,
        case
            when
                seen.nationality_key in ({{ foreign_key() }}, {{ unknown_key() }})
                and {{ is_held_entirely('children', 'nodes.held_until') }}
                then coalesce(nodes.only_nationality_key, seen.nationality_key)
            else seen.nationality_key
        end as nationality_key,
        seen.persons,
        seen.low
    from children_on_{{ below }} as children
    inner join seen
        on
            children.parent_figure_key = seen.parent_figure_key
            and children.child_key = seen.at_{{ below + 1 }}
            and children.day = seen.day
    inner join node_rows as nodes
        on
            children.event_key = nodes.event_key
            and children.group_key = nodes.group_key
            and children.cutoff = nodes.cutoff
            and nodes.nationality_key = {{ total_key() }}
            and {{ holds_on('nodes', 'children.day') }}
    where children.is_whole and seen.made_at > {{ below }}
    union all
    -- and what its ongoing children had counted by then
    select
        children.parent_figure_key,
        children.event_key,
        children.cutoff,
        children.day,
        held.nationality_key,
        held.persons,
        held.low
    from children_on_{{ below }} as children
    inner join held_by_then_{{ below + 1 }} as held
        on
            children.parent_figure_key = held.parent_figure_key
            and children.child_key = held.event_key
            and children.cutoff = held.cutoff
            and children.day = held.day
    where children.is_part
    {%- endif %}

),

counted_in_the_end_{{ below }} as (

    select
        needs.parent_figure_key,
        needs.event_key,
        needs.cutoff,
        needs.day,
        seen.nationality_key,
        sum(seen.persons) as persons,
        sum(seen.low) as low,
        sum(seen.high) as high
    from needs_on_{{ below }} as needs
    inner join seen
        on
            needs.parent_figure_key = seen.parent_figure_key
            and needs.event_key = seen.at_{{ below }}
            and needs.day = seen.day
    where seen.made_at >= {{ below }}
    group by
        needs.parent_figure_key, needs.event_key, needs.cutoff, needs.day, seen.nationality_key

),

-- by nationality never more than the final count, which is also the high
held_by_then_{{ below }} as (

    select
        ended.parent_figure_key,
        ended.event_key,
        ended.cutoff,
        ended.day,
        ended.nationality_key,
        least(coalesce(counted.persons, 0), ended.persons) as persons,
        least(coalesce(counted.low, 0), ended.low) as low,
        ended.high
    from counted_in_the_end_{{ below }} as ended
    left join (
        select
            parent_figure_key, event_key, cutoff, day, nationality_key, sum(persons) as persons,
            sum(low) as low
        from counted_by_then_{{ below }}
        group by parent_figure_key, event_key, cutoff, day, nationality_key
    ) as counted
        on
            ended.parent_figure_key = counted.parent_figure_key
            and ended.event_key = counted.event_key
            and ended.cutoff = counted.cutoff
            and ended.day = counted.day
            and ended.nationality_key = counted.nationality_key

),
{% endfor %}
held_parts as (

    select
        held.parent_figure_key,
        held.event_key as child_key,
        held.cutoff,
        held.nationality_key,
        held.persons,
        held.low,
        held.high,
        part_days.known_from,
        part_days.known_to
    from held_by_then_{{ depth + 1 }} as held
    inner join part_days
        on
            held.parent_figure_key = part_days.parent_figure_key
            and held.day = part_days.known_from

)
{%- endif %}
{%- endmacro %}

{# Everything that splits time for the campaigns that a parent holds in part. #}
{% macro part_changes(depth) %}
    {%- for below in range(depth + 1, 5) %}
    select parent_figure_key, known_from, known_to from needs_{{ below }}
    union all
    select parent_figure_key, known_from, known_to from children_{{ below }}
    union all
    select needs.parent_figure_key, rows.known_from, rows.known_to
    from needs_{{ below }} as needs
    inner join node_rows as rows
        on
            needs.event_key = rows.event_key
            and needs.group_key = rows.group_key
            and needs.cutoff = rows.cutoff
    union all
    select needs.parent_figure_key, counting.known_from, counting.known_to
    from needs_{{ below }} as needs
    inner join node_shares as shares
        on needs.event_key = shares.event_key and needs.group_key = shares.group_key
    inner join chains as counting on shares.counted_in_key = counting.event_key
    union all
    {%- endfor %}
    select contributions.figure_key, contributions.known_from, contributions.known_to
    from contributions
    inner join (
        select distinct parent_figure_key, event_key from needs_{{ depth + 1 }}
    ) as needs
        on
            contributions.figure_key = needs.parent_figure_key
            and contributions.child_key = needs.event_key
{%- endmacro %}

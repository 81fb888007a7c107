{# Section 6 for the parents that lie at one depth: what is left to them beyond what is attributed
   to their descendants. Rendered for the depths 4 to 0, deepest first: each reads the deeper ones.

   One row per event, measure group, interval and nationality that gets something, and one row with
   nationality_key 0 for the event and measure group itself: descendants_total, attributed and the flags. #}
{% macro attributed_at_level(depth) %}
with

chains as (

    select * from {{ ref('int_event_chains') }}

),

parents as (

    select distinct ancestor_1 as event_key from chains where ancestor_1 is not null

),

-- what has been attributed below: the rows of events that are never a parent, and deeper levels
below as (

    select
        cast(floor(rows.figure_key / 1024) as bigint) as event_key,
        rows.figure_key % 1024 as group_key,
        rows.nationality_key,
        rows.value as persons,
        rows.known_from,
        rows.known_to
    from {{ ref('int_event_rows') }} as rows
    left join parents on cast(floor(rows.figure_key / 1024) as bigint) = parents.event_key
    where parents.event_key is null
    {%- for deeper in range(depth + 1, 5) %}
    union all
    select event_key, group_key, nationality_key, persons, known_from, known_to
    from {{ ref('int_level_' ~ deeper ~ '_attributed') }}
    where nationality_key > 0
    {%- endfor %}

),

contributions as (

    select
        case chains.depth - {{ depth }}
            when 1 then chains.ancestor_1
            when 2 then chains.ancestor_2
            when 3 then chains.ancestor_3
            else chains.ancestor_4
        end * 1024 + below.group_key as figure_key,
        below.event_key as descendant_key,
        below.nationality_key,
        below.persons,
        {{ overlap_from('below', 'chains') }} as known_from,
        {{ overlap_to('below', 'chains') }} as known_to
    from below
    inner join chains on below.event_key = chains.event_key and {{ overlap('below', 'chains') }}
    where chains.depth > {{ depth }}

),

own as (

    -- what the parents at this depth say themselves
    select
        totals.*,
        {{ overlap_from('totals', 'chains') }} as depth_from,
        {{ overlap_to('totals', 'chains') }} as depth_to
    from {{ ref('int_event_totals') }} as totals
    inner join parents on totals.event_key = parents.event_key
    inner join chains on totals.event_key = chains.event_key and {{ overlap('totals', 'chains') }}
    where chains.depth = {{ depth }}

),

-- descendants that start after the day of a serving running total come on top: no descendants of it
on_top as (

    select
        contributions.figure_key,
        contributions.nationality_key,
        contributions.persons,
        greatest(contributions.known_from, own.depth_from, states.known_from) as known_from,
        least(contributions.known_to, own.depth_to, states.known_to) as known_to
    from contributions
    inner join own
        on
            contributions.figure_key = own.figure_key
            and contributions.known_from < coalesce(own.depth_to, cast('9999-12-31' as date))
            and own.depth_from < coalesce(contributions.known_to, cast('9999-12-31' as date))
    inner join {{ ref('int_event_states') }} as states
        on contributions.descendant_key = states.event_key
    where
        own.uses_running_total
        and states.takes_part
        and states.event_start > own.running_total_as_of
        and greatest(contributions.known_from, own.depth_from, states.known_from)
        < coalesce(
            least(contributions.known_to, own.depth_to, states.known_to), cast('9999-12-31' as date)
        )

),

-- +x on the day from which a row holds, -x on the day on which it ends: descendants[N] is the running sum
changes as (

    select figure_key, nationality_key, known_from as day, persons, 1 as descendant_rows from contributions
    union all
    select figure_key, nationality_key, known_to, -persons, -1 from contributions
    where known_to is not null
    union all
    select figure_key, nationality_key, known_from, -persons, 0 from on_top
    union all
    select figure_key, nationality_key, known_to, persons, 0 from on_top
    where known_to is not null

),

intervals as (

    {{ days_of_change(
        '(select figure_key, day as known_from, cast(null as date) as known_to from changes
        union all select figure_key, depth_from, depth_to from own) as known',
        'figure_key'
    ) }}

),

-- all descendants together, and whether there are any
descendants_summed as (

    select
        intervals.figure_key,
        intervals.known_from,
        intervals.known_to,
        sum(summed.persons) over running as descendants_total,
        sum(summed.descendant_rows) over running as descendant_rows
    from intervals
    left join (
        select figure_key, day, sum(persons) as persons, sum(descendant_rows) as descendant_rows
        from changes
        group by figure_key, day
    ) as summed
        on intervals.figure_key = summed.figure_key and intervals.known_from = summed.day
    window running as (
        partition by intervals.figure_key
        order by intervals.known_from
        rows between unbounded preceding and current row
    )

),

states as (

    select
        intervals.figure_key,
        intervals.known_from,
        intervals.known_to,
        own.known_from as own_from,
        own.country_key,
        coalesce(own.own_total, 0) as own_total,
        coalesce(own.foreign_rest, 0) as foreign_rest,
        coalesce(intervals.descendants_total, 0) as descendants_total,
        coalesce(intervals.descendant_rows, 0) > 0 as has_descendants,
        greatest(coalesce(own.own_total, 0) - coalesce(intervals.descendants_total, 0), 0) as remaining
    from descendants_summed as intervals
    left join own
        on
            intervals.figure_key = own.figure_key
            and own.depth_from <= intervals.known_from
            and intervals.known_from < coalesce(own.depth_to, cast('9999-12-31' as date))
    where own.figure_key is not null or intervals.descendant_rows > 0

),

-- the descendants by nationality, of those parents alone that name a nationality or foreigners themselves
named as (

    select states.figure_key, rows.nationality_key, states.known_from, rows.value
    from states
    inner join {{ ref('int_event_rows') }} as rows
        on states.figure_key = rows.figure_key and states.own_from = rows.known_from
    where rows.nationality_key > 2

),

asking as (

    select figure_key from named
    union
    select figure_key from states where foreign_rest > 0

),

changed as (

    select changes.figure_key, changes.nationality_key, changes.day, sum(changes.persons) as persons
    from changes
    inner join asking on changes.figure_key = asking.figure_key
    group by changes.figure_key, changes.nationality_key, changes.day

),

descendants as (

    select
        intervals.figure_key,
        intervals.known_from,
        nationalities.nationality_key,
        sum(changed.persons) over (
            partition by intervals.figure_key, nationalities.nationality_key
            order by intervals.known_from
            rows between unbounded preceding and current row
        ) as persons
    from intervals
    inner join (select distinct figure_key, nationality_key from changed) as nationalities
        on intervals.figure_key = nationalities.figure_key
    left join changed
        on
            intervals.figure_key = changed.figure_key
            and nationalities.nationality_key = changed.nationality_key
            and intervals.known_from = changed.day

),

-- what each nationality has beyond the descendants', the largest first
gaps as (

    select
        named.figure_key,
        named.known_from,
        named.nationality_key,
        named.value - greatest(coalesce(descendants.persons, 0), 0) as gap
    from named
    left join descendants
        on
            named.figure_key = descendants.figure_key
            and named.known_from = descendants.known_from
            and named.nationality_key = descendants.nationality_key
    where named.value > coalesce(descendants.persons, 0)

),

-- descendants whose nationality the parent doesn't name, or has fewer of, are among its `foreign`
unnamed_descendants as (

    select
        states.figure_key,
        states.known_from,
        sum(
            case
                when descendants.nationality_key = 1 then descendants.persons
                when descendants.nationality_key = states.country_key then 0
                else greatest(descendants.persons - coalesce(named.value, 0), 0)
            end
        ) as persons
    from states
    inner join descendants
        on states.figure_key = descendants.figure_key and states.known_from = descendants.known_from
    left join named
        on
            descendants.figure_key = named.figure_key
            and descendants.known_from = named.known_from
            and descendants.nationality_key = named.nationality_key
    where descendants.nationality_key <> 2 and states.foreign_rest > 0
    group by states.figure_key, states.known_from

),

asked as (

    select figure_key, known_from, nationality_key, gap, 0 as is_last
    from gaps
    union all
    select
        states.figure_key,
        states.known_from,
        1 as nationality_key,
        states.foreign_rest - coalesce(unnamed_descendants.persons, 0) as gap,
        1 as is_last
    from states
    left join unnamed_descendants
        on
            states.figure_key = unnamed_descendants.figure_key
            and states.known_from = unnamed_descendants.known_from
    where states.foreign_rest > coalesce(unnamed_descendants.persons, 0)

),

shared as (

    select
        asked.figure_key,
        asked.known_from,
        asked.nationality_key,
        asked.gap,
        states.remaining,
        sum(asked.gap) over (
            partition by asked.figure_key, asked.known_from
            order by asked.is_last asc, asked.gap desc, asked.nationality_key asc
            rows between unbounded preceding and current row
        ) as asked_so_far
    from asked
    inner join states
        on asked.figure_key = states.figure_key and asked.known_from = states.known_from

),

given as (

    select
        figure_key,
        known_from,
        nationality_key,
        least(gap, greatest(remaining - (asked_so_far - gap), 0)) as persons,
        remaining < asked_so_far as is_capped
    from shared

),

given_summed as (

    select
        figure_key,
        known_from,
        sum(persons) as persons,
        bool_or(is_capped) as is_allocation_capped
    from given
    group by figure_key, known_from

),

attributed as (

    select figure_key, known_from, nationality_key, persons
    from given
    where persons > 0
    union all
    -- what is left then is unknown
    select
        states.figure_key,
        states.known_from,
        2 as nationality_key,
        states.remaining - coalesce(given_summed.persons, 0) as persons
    from states
    left join given_summed
        on
            states.figure_key = given_summed.figure_key
            and states.known_from = given_summed.known_from
    where states.remaining > coalesce(given_summed.persons, 0)
    union all
    select figure_key, known_from, 0 as nationality_key, remaining as persons
    from states

),

final as (

    select
        attributed.figure_key,
        cast(floor(attributed.figure_key / 1024) as bigint) as event_key,
        attributed.figure_key % 1024 as group_key,
        attributed.nationality_key,
        states.known_from,
        states.known_to,
        states.own_from,
        cast(attributed.persons as decimal(38, 4)) as persons,
        cast(states.descendants_total as decimal(38, 4)) as descendants_total,
        states.has_descendants,
        states.own_total > 0 and states.descendants_total > states.own_total as has_descendants_above_total,
        coalesce(given_summed.is_allocation_capped, false) as is_allocation_capped
    from attributed
    inner join states
        on
            attributed.figure_key = states.figure_key
            and attributed.known_from = states.known_from
    left join given_summed
        on
            attributed.figure_key = given_summed.figure_key
            and attributed.known_from = given_summed.known_from

)

select * from final
{% endmacro %}

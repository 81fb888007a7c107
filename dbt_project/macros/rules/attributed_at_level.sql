{# Section 6 for the parents that lie at one depth, and section 7 for the bounds: what is left to
   them beyond what their counts hold of their descendants. Rendered for the depths 4 to 0, deepest
   first: each reads the deeper ones. The nodes of int_cut_… (campaigns by an earlier day) are
   worked out beside the events, and are told apart by is_by_day.

   One row per figure, interval and nationality that gets something, and one row of the nationality
   `total` for the figure itself: descendants_total and the flags. #}
{% macro attributed_at_level(depth) %}
with

chains as (

    select * from {{ ref('int_event_chains') }}

),

parents as (

    select distinct ancestor_1 as event_key from chains where ancestor_1 is not null

),

contributions as (

    select * from {{ ref('int_level_' ~ depth ~ '_contributions') }}

),

placed as (

    select * from chains where depth = {{ depth }}

),

-- what the parents at this depth say themselves, and the nodes at this depth by their days
own as (

    select
        totals.figure_key,
        totals.figure_key as parent_figure_key,
        totals.event_key,
        totals.group_key,
        totals.known_from,
        totals.known_to,
        totals.country_key,
        totals.own_total,
        totals.foreign_rest,
        totals.only_nationality_key,
        totals.total,
        totals.total_low,
        totals.total_high,
        totals.total_is_open_ended,
        totals.total_is_disputed,
        totals.running_total_as_of as held_until,
        false as is_by_day,
        {{ overlap_from('totals', 'placed') }} as depth_from,
        {{ overlap_to('totals', 'placed') }} as depth_to
    from {{ ref('int_event_totals') }} as totals
    inner join parents on totals.event_key = parents.event_key
    inner join placed on totals.event_key = placed.event_key and {{ overlap('totals', 'placed') }}
    {%- if depth > 0 %}
    union all
    select
        totals.figure_key,
        {{ figure_key('totals.event_key', 'totals.group_key') }} as parent_figure_key,
        totals.event_key,
        totals.group_key,
        totals.known_from,
        totals.known_to,
        totals.country_key,
        totals.own_total,
        totals.foreign_rest,
        totals.only_nationality_key,
        totals.total,
        totals.total_low,
        totals.total_high,
        totals.total_is_open_ended,
        totals.total_is_disputed,
        totals.held_until,
        true as is_by_day,
        {{ overlap_from('totals', 'placed') }} as depth_from,
        {{ overlap_to('totals', 'placed') }} as depth_to
    from {{ ref('int_cut_' ~ depth ~ '_totals') }} as totals
    inner join placed on totals.event_key = placed.event_key and {{ overlap('totals', 'placed') }}
    {%- endif %}

),

-- counts of a day, with each of their children and how they hold it
holds as (

    select
        own.figure_key,
        own.parent_figure_key,
        own.event_key,
        own.group_key,
        own.held_until,
        own.is_by_day,
        states.event_key as child_key,
        case
            when {{ is_held_entirely('states', 'own.held_until') }} then 'all'
            when {{ is_held_in_part('states', 'own.held_until') }} then 'part'
            else 'none'
        end as held,
        greatest(own.depth_from, links.known_from, states.known_from) as known_from,
        least(own.depth_to, links.known_to, states.known_to) as known_to
    from own
    inner join chains as links
        on
            own.event_key = links.ancestor_1
            and own.depth_from < coalesce(links.known_to, {{ ending() }})
            and links.known_from < coalesce(own.depth_to, {{ ending() }})
    inner join {{ ref('int_event_states') }} as states
        on links.event_key = states.event_key and states.takes_part
    where
        own.held_until is not null
        and greatest(own.depth_from, links.known_from, states.known_from)
        < coalesce(least(own.depth_to, links.known_to, states.known_to), {{ ending() }})

),

{{ held_in_part(depth) }},

-- +x on the day from which a row holds, -x on the day on which it ends: what is held by nationality
-- is the running sum. is_whole is 1 for children that are held entirely.
held as (

    select
        figure_key, nationality_key, persons, low, high, 1 as is_whole, is_row, known_from, known_to
    from contributions
    union all
    -- a running total holds nothing of what starts later, and a part of what goes on
    select
        holds.figure_key,
        contributions.nationality_key,
        -contributions.persons,
        -contributions.low,
        -contributions.high,
        1 as is_whole,
        0 as is_row,
        {{ overlap_from('contributions', 'holds') }} as known_from,
        {{ overlap_to('contributions', 'holds') }} as known_to
    from contributions
    inner join holds
        on
            contributions.figure_key = holds.figure_key
            and contributions.child_key = holds.child_key
            and {{ overlap('contributions', 'holds') }}
    where not holds.is_by_day and holds.held <> 'all'
    union all
    select
        holds.figure_key,
        contributions.nationality_key,
        contributions.persons,
        contributions.low,
        contributions.high,
        1 as is_whole,
        0 as is_row,
        {{ overlap_from('contributions', 'holds') }} as known_from,
        {{ overlap_to('contributions', 'holds') }} as known_to
    from contributions
    inner join holds
        on
            contributions.figure_key = holds.parent_figure_key
            and contributions.child_key = holds.child_key
            and {{ overlap('contributions', 'holds') }}
    where holds.is_by_day and holds.held = 'all'
    union all
    select
        holds.figure_key,
        parts.nationality_key,
        parts.persons,
        parts.low,
        parts.high,
        0 as is_whole,
        0 as is_row,
        {{ overlap_from('parts', 'holds') }} as known_from,
        {{ overlap_to('parts', 'holds') }} as known_to
    from held_parts as parts
    inner join holds
        on
            parts.parent_figure_key = holds.parent_figure_key
            and parts.child_key = holds.child_key
            and parts.cutoff = holds.held_until
            and {{ overlap('parts', 'holds') }}
    where holds.held = 'part'

),

changes as (

    select
        figure_key, nationality_key, known_from as day, persons, low, high, is_whole, is_row
    from held
    union all
    select
        figure_key, nationality_key, known_to, -persons, -low, -high, is_whole, -is_row
    from held
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
        sum(summed.persons) over running as persons,
        sum(summed.low) over running as low,
        sum(summed.high) over running as high,
        sum(summed.row_count) over running as row_count
    from intervals
    left join (
        select
            figure_key, day, sum(persons) as persons, sum(low) as low, sum(high) as high,
            sum(is_row) as row_count
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
        own.event_key,
        own.is_by_day,
        own.held_until,
        own.country_key,
        own.total,
        own.total_low,
        own.total_high,
        own.total_is_open_ended,
        own.total_is_disputed,
        coalesce(own.own_total, 0) as own_total,
        coalesce(own.foreign_rest, 0) as foreign_rest,
        coalesce(intervals.persons, 0) as descendants_total,
        coalesce(intervals.low, 0) as descendants_low,
        coalesce(intervals.high, 0) as descendants_high,
        coalesce(intervals.row_count, 0) > 0 as has_descendants,
        greatest(coalesce(own.own_total, 0) - coalesce(intervals.persons, 0), 0) as remaining,
        -- everybody is of this nationality
        case
            when coalesce(intervals.persons, 0) <= own.own_total then own.only_nationality_key
        end as only_nationality_key
    from descendants_summed as intervals
    left join own
        on
            intervals.figure_key = own.figure_key
            and own.depth_from <= intervals.known_from
            and intervals.known_from < coalesce(own.depth_to, {{ ending() }})
    where own.figure_key is not null or intervals.row_count > 0

),

-- the descendants by nationality, where a figure asks for it
own_rows as (

    select * from {{ ref('int_event_rows') }}
    {%- if depth > 0 %}
    union all
    select * from ({{ own_rows(
        ref('int_cut_' ~ depth ~ '_figures'), ref('int_cut_' ~ depth ~ '_totals')
    ) }}) as by_day
    {%- endif %}

),

named as (

    select states.figure_key, rows.nationality_key, states.known_from, rows.value
    from states
    inner join own_rows as rows
        on states.figure_key = rows.figure_key and states.own_from = rows.known_from
    where {{ is_country('rows.nationality_key') }}

),

-- who names a nationality asks for it alone; who names foreigners, or is all of one nationality,
-- for every nationality of the descendants
asking as (

    select figure_key from states where foreign_rest > 0 or only_nationality_key is not null

),

changed as (

    select
        changes.figure_key,
        changes.nationality_key,
        changes.day,
        sum(changes.persons) as persons,
        sum(changes.low) as low,
        sum(changes.high) as high
    from changes
    inner join (
        select distinct figure_key, nationality_key from named
        union
        select distinct changes.figure_key, changes.nationality_key
        from changes
        inner join asking on changes.figure_key = asking.figure_key
    ) as asked_for
        on
            changes.figure_key = asked_for.figure_key
            and changes.nationality_key = asked_for.nationality_key
    group by changes.figure_key, changes.nationality_key, changes.day

),

of_nationality as (

    select
        intervals.figure_key,
        intervals.known_from,
        nationalities.nationality_key,
        sum(changed.persons) over running as persons,
        sum(changed.low) over running as low,
        sum(changed.high) over running as high
    from intervals
    inner join (select distinct figure_key, nationality_key from changed) as nationalities
        on intervals.figure_key = nationalities.figure_key
    left join changed
        on
            intervals.figure_key = changed.figure_key
            and nationalities.nationality_key = changed.nationality_key
            and intervals.known_from = changed.day
    window running as (
        partition by intervals.figure_key, nationalities.nationality_key
        order by intervals.known_from
        rows between unbounded preceding and current row
    )

),

-- where everybody is of N, `unknown` and `foreign` of the children held entirely are N
of_one_nationality as (

    select figure_key, known_from, only_nationality_key
    from states
    where only_nationality_key is not null

),

moved_changes as (

    select
        changes.figure_key, changes.nationality_key, changes.day, sum(changes.persons) as persons,
        sum(changes.low) as low, sum(changes.high) as high
    from changes
    inner join (select distinct figure_key from of_one_nationality) as figures
        on changes.figure_key = figures.figure_key
    where
        changes.is_whole = 1
        and changes.nationality_key in ({{ foreign_key() }}, {{ unknown_key() }})
    group by changes.figure_key, changes.nationality_key, changes.day

),

moved as (

    select
        states.figure_key,
        states.known_from,
        states.only_nationality_key,
        changes.nationality_key,
        sum(changes.persons) as persons,
        sum(changes.low) as low,
        sum(changes.high) as high
    from of_one_nationality as states
    inner join moved_changes as changes
        on states.figure_key = changes.figure_key and changes.day <= states.known_from
    group by
        states.figure_key, states.known_from, states.only_nationality_key, changes.nationality_key

),

moved_days as (

    select distinct figure_key, known_from from moved

),

descendants as (

    select
        of_nationality.figure_key, of_nationality.known_from, of_nationality.nationality_key,
        of_nationality.persons, of_nationality.low, of_nationality.high
    from of_nationality
    left join moved_days
        on
            of_nationality.figure_key = moved_days.figure_key
            and of_nationality.known_from = moved_days.known_from
    where moved_days.figure_key is null
    union all
    select
        figure_key,
        known_from,
        nationality_key,
        sum(persons) as persons,
        sum(low) as low,
        sum(high) as high
    from (
        select
            of_nationality.figure_key, of_nationality.known_from, of_nationality.nationality_key,
            of_nationality.persons, of_nationality.low, of_nationality.high
        from of_nationality
        inner join moved_days
            on
                of_nationality.figure_key = moved_days.figure_key
                and of_nationality.known_from = moved_days.known_from
        union all
        select figure_key, known_from, nationality_key, -persons, -low, -high from moved
        union all
        select figure_key, known_from, only_nationality_key, persons, low, high from moved
    ) as amounts
    group by figure_key, known_from, nationality_key

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
                when descendants.nationality_key = {{ foreign_key() }} then descendants.persons
                when descendants.nationality_key = states.country_key then 0
                else greatest(descendants.persons - coalesce(named.value, 0), 0)
            end
        ) as persons
    from states
    inner join descendants
        on
            states.figure_key = descendants.figure_key
            and states.known_from = descendants.known_from
    left join named
        on
            descendants.figure_key = named.figure_key
            and descendants.known_from = named.known_from
            and descendants.nationality_key = named.nationality_key
    where descendants.nationality_key <> {{ unknown_key() }} and states.foreign_rest > 0
    group by states.figure_key, states.known_from

),

asked as (

    select figure_key, known_from, nationality_key, gap, 0 as is_last
    from gaps
    union all
    select
        states.figure_key,
        states.known_from,
        {{ foreign_key() }} as nationality_key,
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
        {{ unknown_key() }} as nationality_key,
        states.remaining - coalesce(given_summed.persons, 0) as persons
    from states
    left join given_summed
        on
            states.figure_key = given_summed.figure_key
            and states.known_from = given_summed.known_from
    where states.remaining > coalesce(given_summed.persons, 0)
    union all
    select figure_key, known_from, {{ total_key() }} as nationality_key, remaining as persons
    from states

),

-- section 7: the bounds of the consensus that a row comes from, less what descendants hold of it
bounded as (

    select
        attributed.figure_key,
        attributed.known_from,
        attributed.nationality_key,
        attributed.persons,
        states.known_to,
        states.own_from,
        states.event_key,
        states.is_by_day,
        states.held_until,
        states.only_nationality_key,
        states.own_total,
        states.descendants_total,
        states.has_descendants,
        case
            when {{ is_country('attributed.nationality_key') }}
                then rows.low - coalesce(descendants.high, 0)
            when attributed.nationality_key = {{ unknown_key() }}
                then coalesce(states.total_low, attributed.persons)
                - (coalesce(states.total, attributed.persons) - attributed.persons)
                - (states.descendants_high - states.descendants_total)
            else
                coalesce(rows.low, attributed.persons)
                - (coalesce(rows.best, attributed.persons) - attributed.persons)
                - (states.descendants_high - states.descendants_total)
        end as low,
        case
            when {{ is_country('attributed.nationality_key') }}
                then rows.high - coalesce(descendants.low, 0)
            when attributed.nationality_key = {{ unknown_key() }}
                then coalesce(states.total_high, attributed.persons)
                - (coalesce(states.total, attributed.persons) - attributed.persons)
                + (states.descendants_total - states.descendants_low)
            else
                coalesce(rows.high, attributed.persons)
                - (coalesce(rows.best, attributed.persons) - attributed.persons)
                + (states.descendants_total - states.descendants_low)
        end as high,
        case
            when attributed.nationality_key = {{ unknown_key() }} then states.total_is_open_ended
            else rows.is_open_ended
        end as is_open_ended,
        case
            when attributed.nationality_key = {{ unknown_key() }} then states.total_is_disputed
            else rows.is_disputed
        end as is_disputed
    from attributed
    inner join states
        on
            attributed.figure_key = states.figure_key
            and attributed.known_from = states.known_from
    left join own_rows as rows
        on
            attributed.figure_key = rows.figure_key
            and states.own_from = rows.known_from
            and attributed.nationality_key = rows.nationality_key
    left join descendants
        on
            attributed.figure_key = descendants.figure_key
            and attributed.known_from = descendants.known_from
            and attributed.nationality_key = descendants.nationality_key

),

final as (

    select
        bounded.figure_key,
        coalesce(bounded.event_key, {{ event_of('bounded.figure_key') }}) as event_key,
        {{ group_of('bounded.figure_key') }} as group_key,
        bounded.nationality_key,
        bounded.known_from,
        bounded.known_to,
        bounded.own_from,
        coalesce(bounded.is_by_day, false) as is_by_day,
        bounded.held_until,
        bounded.only_nationality_key,
        cast(bounded.persons as decimal(38, 4)) as persons,
        cast(greatest(least(bounded.low, bounded.persons), 0) as decimal(38, 4)) as low,
        cast(greatest(bounded.high, bounded.persons) as decimal(38, 4)) as high,
        coalesce(bounded.is_open_ended, false) as is_open_ended,
        coalesce(bounded.is_disputed, false) as is_disputed,
        cast(bounded.descendants_total as decimal(38, 4)) as descendants_total,
        bounded.has_descendants,
        bounded.own_total > 0 and bounded.descendants_total > bounded.own_total
            as has_descendants_above_total,
        coalesce(given_summed.is_allocation_capped, false) as is_allocation_capped
    from bounded
    left join given_summed
        on
            bounded.figure_key = given_summed.figure_key
            and bounded.known_from = given_summed.known_from

)

select * from final
{% endmacro %}

{# What the figures of `own` and their descendants count, as the named steps of a model (section 6):
   `states` has both on every day, `named` the nationalities that a figure names itself, and
   `descendants` those of its descendants, as far as something depends on them. #}
{% macro descendants_at_level(depth) %}
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

)
{%- endmacro %}

{# Section 6: what the descendants of the figures at one depth count by nationality on every day, as
   far as anything depends on it. If everybody is of one nationality, so are those whose nationality
   no report states. #}
{% macro descendants_at_level(depth) %}
with

{{ held_on_each_day(depth) }},

states as (

    select * from {{ ref('int_level_' ~ depth ~ '_states') }}

),

{{ named_at_level(depth) }},

-- a figure that names a nationality needs only that one; a figure that names foreigners, or is all
-- of one nationality, needs every nationality of the descendants
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

-- if everybody is of N, `unknown` and `foreign` of the children that are held entirely are N
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

final as (

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

select * from final
{% endmacro %}

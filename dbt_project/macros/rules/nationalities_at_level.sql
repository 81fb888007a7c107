{# By nationality, as the named steps of a model (section 6): `named` has what a figure of `states`
   states itself, and `of_nationality` what its descendants count, as far as anything depends on it.
   #}
{% macro nationalities_at_level(depth) %}
-- the descendants by nationality, if a figure needs them
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

)
{%- endmacro %}

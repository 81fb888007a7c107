{# What is attributed to each nationality of a figure, as the named steps of a model (section 6):
   `given` has it by nationality, the largest gap first, `given_summed` has the sum, and
   `attributed` adds what is then left as unknown. #}
{% macro allocation_at_level() %}
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

)
{%- endmacro %}

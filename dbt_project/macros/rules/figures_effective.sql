{# Section 5, missing figures are derived: T, F and P[N] of an event and group, on every day on
   which one of them changes, as the named steps of a model; the last one is `effective`.
   nationality_key is total for T, foreign for F, else N. A missing figure is the sum of its
   breakdowns by sex, and finally T is that of the parts. Groups that don't count persons have only
   T. `consensus` has the breakdowns; `more_days` (figure_key, known_from) further days of change.
   #}
{% macro figures_effective(consensus, more_days, prefix='') %}
{{ prefix }}breakdowns as (

    select * from {{ consensus }}
    where age_key = 0

),

{{ prefix }}changes as (

    select figure_key, known_from, known_to from {{ prefix }}breakdowns
    union all
    select figure_key, known_from, cast(null as date) as known_to from {{ more_days }}

),

{{ prefix }}figure_days as (

    {{ days_of_change(prefix ~ 'changes', 'figure_key') }}

),

{{ prefix }}known_figures as (

    select
        days.figure_key,
        days.known_from,
        days.known_to,
        breakdowns.nationality_key,
        breakdowns.sex_key,
        breakdowns.best,
        breakdowns.low,
        breakdowns.high,
        breakdowns.is_open_ended,
        breakdowns.is_disputed,
        breakdowns.figure_day,
        breakdowns.is_of_a_part,
        breakdowns.is_of_a_nationality
    from {{ prefix }}figure_days as days
    inner join {{ prefix }}breakdowns as breakdowns
        on
            days.figure_key = breakdowns.figure_key
            and {{ holds_on('breakdowns', 'days.known_from') }}

),

{{ prefix }}by_sex as (

    -- a figure that is stated only by sex on a day is the sum of its breakdowns
    select
        known.figure_key,
        known.known_from,
        min(known.known_to) as known_to,
        known.nationality_key,
        sum(known.best) as best,
        sum(known.low) as low,
        sum(known.high) as high,
        bool_or(known.is_open_ended) as is_open_ended,
        bool_or(known.is_disputed) as is_disputed,
        max(known.figure_day) as figure_day
    from {{ prefix }}known_figures as known
    where
        known.sex_key > 0
        and not exists (
            select 1
            from {{ prefix }}known_figures as whole
            where
                whole.figure_key = known.figure_key
                and whole.known_from = known.known_from
                and whole.nationality_key = known.nationality_key
                and whole.sex_key = 0
        )
    group by known.figure_key, known.known_from, known.nationality_key

),

{{ prefix }}by_nationality as (

    select figures.*, measure_groups.is_of_persons
    from (
        select
            figure_key, known_from, known_to, nationality_key, false as is_sum_of_sexes,
            best, low, high, is_open_ended, is_disputed, figure_day, is_of_a_part,
            is_of_a_nationality
        from {{ prefix }}known_figures
        where sex_key = 0
        union all
        select
            figure_key, known_from, known_to, nationality_key, true as is_sum_of_sexes,
            best, low, high, is_open_ended, is_disputed, figure_day, true as is_of_a_part,
            false as is_of_a_nationality
        from {{ prefix }}by_sex
    ) as figures
    inner join (
        select distinct group_key, is_of_persons from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on {{ group_of('figures.figure_key') }} = measure_groups.group_key

),

{{ prefix }}stated_figures as (

    select * from {{ prefix }}by_nationality
    where
        nationality_key = {{ total_key() }}
        or (nationality_key <> {{ parts_key() }} and is_of_persons)

),

{{ prefix }}effective as (

    select
        figure_key,
        known_from,
        known_to,
        nationality_key,
        is_sum_of_sexes,
        false as is_total_from_parts,
        cast(best as decimal(38, 4)) as best,
        cast(low as decimal(38, 4)) as low,
        cast(high as decimal(38, 4)) as high,
        is_open_ended,
        is_disputed,
        figure_day,
        is_of_a_part,
        is_of_a_nationality
    from {{ prefix }}stated_figures
    union all
    select
        parts.figure_key,
        parts.known_from,
        parts.known_to,
        {{ total_key() }} as nationality_key,
        parts.is_sum_of_sexes,
        true as is_total_from_parts,
        cast(parts.best as decimal(38, 4)) as best,
        cast(parts.low as decimal(38, 4)) as low,
        cast(parts.high as decimal(38, 4)) as high,
        parts.is_open_ended,
        parts.is_disputed,
        parts.figure_day,
        true as is_of_a_part,
        false as is_of_a_nationality
    from {{ prefix }}by_nationality as parts
    where
        parts.nationality_key = {{ parts_key() }}
        and not exists (
            select 1
            from {{ prefix }}stated_figures as stated
            where
                stated.figure_key = parts.figure_key
                and stated.known_from = parts.known_from
                and (stated.nationality_key = {{ total_key() }} or stated.best > 0)
        )

)
{%- endmacro %}

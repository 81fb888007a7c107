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

{# Section 5: what an event itself states about a group, from its figures of `effective`, as the
   named steps of a model; the last one is `totals`. `contexts` has figure_key, country_key,
   uses_running_total, known_from and known_to of every figure. #}
{% macro own_totals(effective, contexts, prefix='') %}
{{ prefix }}figures_in_context as (

    select
        effective.*,
        coalesce(contexts.country_key, 0) as country_key,
        coalesce(contexts.uses_running_total, false) as uses_running_total
    from {{ effective }} as effective
    left join {{ contexts }} as contexts
        on
            effective.figure_key = contexts.figure_key
            and {{ holds_on('contexts', 'effective.known_from') }}

),

{{ prefix }}summed as (

    select
        figure_key,
        known_from,
        min(known_to) as known_to,
        min(country_key) as country_key,
        bool_or(uses_running_total) as uses_running_total,
        max(case when nationality_key = {{ total_key() }} then best end) as total,
        max(case when nationality_key = {{ total_key() }} then low end) as total_low,
        max(case when nationality_key = {{ total_key() }} then high end) as total_high,
        bool_or(nationality_key = {{ total_key() }} and is_open_ended) as total_is_open_ended,
        bool_or(nationality_key = {{ total_key() }} and is_disputed) as total_is_disputed,
        bool_or(nationality_key = {{ total_key() }} and is_of_a_nationality)
            as total_is_of_a_nationality,
        max(case when nationality_key = {{ total_key() }} then figure_day end) as total_day,
        max(case when nationality_key <> {{ total_key() }} then figure_day end) as nationality_day,
        sum(case when {{ is_country('nationality_key') }} then best else 0 end) as named,
        sum(
            case
                when {{ is_country('nationality_key') }} and nationality_key <> country_key
                    then best
                else 0
            end
        ) as named_foreign,
        sum(case when nationality_key = {{ foreign_key() }} then best else 0 end) as foreign_best,
        -- the only nationality, where it is one and no part
        case
            when
                sum(
                    case when {{ is_country('nationality_key') }} and best > 0 then 1 else 0 end
                ) = 1
                then max(
                    case
                        when {{ is_country('nationality_key') }} and best > 0 and not is_of_a_part
                            then nationality_key
                    end
                )
        end as only_nationality_key,
        bool_or(is_sum_of_sexes) as is_sum_of_sexes,
        bool_or(is_total_from_parts) as is_total_from_parts,
        bool_or(is_assumed) as is_site_assumed,
        bool_or(
            nationality_key = {{ total_key() }}
            and not is_sum_of_sexes and not is_total_from_parts and not is_assumed
        ) as is_total_stated
    from {{ prefix }}figures_in_context
    group by figure_key, known_from

),

{{ prefix }}rested as (

    select
        *,
        cast(greatest(0, foreign_best - named_foreign) as decimal(38, 4)) as foreign_rest,
        cast(named + greatest(0, foreign_best - named_foreign) as decimal(38, 4)) as nationality_sum
    from {{ prefix }}summed

),

{{ prefix }}totals as (

    select
        figure_key,
        {{ event_of('figure_key') }} as event_key,
        {{ group_of('figure_key') }} as group_key,
        known_from,
        known_to,
        country_key,
        uses_running_total,
        -- section 6: up to this day a running total holds its children
        case
            when not uses_running_total then null
            when total >= nationality_sum then total_day
            else coalesce(nationality_day, total_day)
        end as running_total_as_of,
        total,
        total_low,
        total_high,
        total_is_open_ended,
        total_is_disputed,
        nationality_sum,
        foreign_rest,
        cast(greatest(coalesce(total, 0), nationality_sum) as decimal(38, 4)) as own_total,
        cast(greatest(coalesce(total, 0) - nationality_sum, 0) as decimal(38, 4)) as unknown_rest,
        case
            when named = greatest(coalesce(total, 0), nationality_sum) then only_nationality_key
        end as only_nationality_key,
        is_total_stated,
        coalesce(nationality_sum > total, false) and not total_is_of_a_nationality
            as has_parts_above_total,
        is_sum_of_sexes,
        is_total_from_parts,
        is_site_assumed
    from {{ prefix }}rested

)
{%- endmacro %}

{# Section 5, the rows R: by nationality what an event itself has of a group, before the tree. Each
   brings the consensus that its bounds come from: its nationality's, F for foreign, T for
   unknown. #}
{% macro own_rows(effective, totals) %}
    select
        figure_key,
        known_from,
        known_to,
        nationality_key,
        best as value,
        best,
        low,
        high,
        is_open_ended,
        is_disputed
    from {{ effective }}
    where {{ is_country('nationality_key') }} and best > 0
    union all
    select
        totals.figure_key,
        totals.known_from,
        totals.known_to,
        {{ foreign_key() }} as nationality_key,
        totals.foreign_rest as value,
        effective.best,
        effective.low,
        effective.high,
        effective.is_open_ended,
        effective.is_disputed
    from {{ totals }} as totals
    inner join {{ effective }} as effective
        on totals.figure_key = effective.figure_key and totals.known_from = effective.known_from
    where effective.nationality_key = {{ foreign_key() }} and totals.foreign_rest > 0
    union all
    select
        figure_key,
        known_from,
        known_to,
        {{ unknown_key() }} as nationality_key,
        unknown_rest as value,
        total as best,
        total_low as low,
        total_high as high,
        total_is_open_ended as is_open_ended,
        total_is_disputed as is_disputed
    from {{ totals }}
    where unknown_rest > 0
{%- endmacro %}

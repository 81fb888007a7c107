{# Section 5: what an event itself states about a group, from its figures of `effective`, as the
   named steps of a model; the last one is `totals`. `contexts` has figure_key, country_key,
   uses_running_total, known_from and known_to of every figure. #}
{% macro own_totals(effective, contexts) %}
figures_in_context as (

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

summed as (

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
    from figures_in_context
    group by figure_key, known_from

),

rested as (

    select
        *,
        cast(greatest(0, foreign_best - named_foreign) as decimal(38, 4)) as foreign_rest,
        cast(named + greatest(0, foreign_best - named_foreign) as decimal(38, 4)) as nationality_sum
    from summed

),

totals as (

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
    from rested

)
{%- endmacro %}

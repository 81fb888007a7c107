-- Section 5: what an event itself says of a measure group, on every day on which a figure of it changes:
-- T and its bounds, the sum of what is stated by nationality, and the flags.
with

figures as (

    select
        figures.*,
        coalesce({{ nationality_key('countries.country_code') }}, 0) as country_key,
        coalesce(serving.uses_running_total, false) as uses_running_total
    from {{ ref('int_figures_effective') }} as figures
    left join {{ ref('int_event_countries') }} as countries
        on
            cast(floor(figures.figure_key / 1024) as bigint) = countries.event_key
            and {{ holds_on('countries', 'figures.known_from') }}
    left join {{ ref('int_running_totals_used') }} as serving
        on
            cast(floor(figures.figure_key / 1024) as bigint) = serving.event_key
            and figures.figure_key % 1024 = serving.group_key
            and {{ holds_on('serving', 'figures.known_from') }}

),

summed as (

    select
        figure_key,
        known_from,
        min(known_to) as known_to,
        min(country_key) as country_key,
        bool_or(uses_running_total) as uses_running_total,
        max(case when nationality_key = 0 then best end) as total,
        max(case when nationality_key = 0 then low end) as total_low,
        max(case when nationality_key = 0 then high end) as total_high,
        bool_or(nationality_key = 0 and is_open_ended) as total_is_open_ended,
        bool_or(nationality_key = 0 and is_disputed) as total_is_disputed,
        max(case when nationality_key = 0 then latest_day end) as total_day,
        max(case when nationality_key > 0 then latest_day end) as nationality_day,
        sum(case when nationality_key > 1 then best else 0 end) as named,
        sum(case when nationality_key > 1 and nationality_key <> country_key then best else 0 end)
            as named_foreign,
        sum(case when nationality_key = 1 then best else 0 end) as foreign_best,
        bool_or(is_sum_of_sexes) as is_sum_of_sexes,
        bool_or(is_total_from_parts) as is_total_from_parts,
        bool_or(is_assumed) as is_site_assumed,
        bool_or(
            nationality_key = 0
            and not is_sum_of_sexes and not is_total_from_parts and not is_assumed
        ) as is_total_stated
    from figures
    group by figure_key, known_from

),

rested as (

    select
        *,
        cast(greatest(0, foreign_best - named_foreign) as decimal(38, 4)) as foreign_rest
    from summed

),

final as (

    select
        figure_key,
        cast(floor(figure_key / 1024) as bigint) as event_key,
        figure_key % 1024 as group_key,
        known_from,
        known_to,
        country_key,
        uses_running_total,
        -- section 6: descendants that start after this day come on top of a running total
        case when uses_running_total then coalesce(total_day, nationality_day) end as running_total_as_of,
        total,
        total_low,
        total_high,
        total_is_open_ended,
        total_is_disputed,
        cast(named + foreign_rest as decimal(38, 4)) as nationality_sum,
        foreign_rest,
        cast(greatest(coalesce(total, 0), named + foreign_rest) as decimal(38, 4)) as own_total,
        cast(greatest(coalesce(total, 0) - named - foreign_rest, 0) as decimal(38, 4))
            as unknown_rest,
        is_total_stated,
        coalesce(named + foreign_rest > total, false) as has_parts_above_total,
        is_sum_of_sexes,
        is_total_from_parts,
        is_site_assumed
    from rested

)

select * from final

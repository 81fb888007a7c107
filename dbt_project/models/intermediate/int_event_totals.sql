-- Section 5: what an event itself says of a family, on every day on which a figure of it changes:
-- T and its bounds, the sum of what is stated by nationality, and the flags.
with

figures as (

    select
        figures.*,
        coalesce({{ nationality_key('countries.country_code') }}, 0) as country_key,
        coalesce(serving.totals_serve, false) as totals_serve
    from {{ ref('int_figures_effective') }} as figures
    left join {{ ref('int_event_countries') }} as countries
        on
            cast(floor(figures.figure_key / 1024) as bigint) = countries.event_key
            and {{ holds_on('countries', 'figures.known_from') }}
    left join {{ ref('int_totals_serving') }} as serving
        on
            cast(floor(figures.figure_key / 1024) as bigint) = serving.event_key
            and figures.figure_key % 1024 = serving.family_key
            and {{ holds_on('serving', 'figures.known_from') }}

),

summed as (

    select
        figure_key,
        known_from,
        min(known_to) as known_to,
        min(country_key) as country_key,
        bool_or(totals_serve) as totals_serve,
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
        bool_or(is_sum_of_sexes) as sum_of_sexes,
        bool_or(is_total_from_parts) as total_from_parts,
        bool_or(is_assumed) as sites_assumed,
        bool_or(
            nationality_key = 0
            and not is_sum_of_sexes and not is_total_from_parts and not is_assumed
        ) as total_is_stated
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
        figure_key % 1024 as family_key,
        known_from,
        known_to,
        country_key,
        totals_serve,
        -- section 6: descendants that start after this day come on top of a running total
        case when totals_serve then coalesce(total_day, nationality_day) end as serving_day,
        total,
        total_low,
        total_high,
        total_is_open_ended,
        total_is_disputed,
        cast(named + foreign_rest as decimal(38, 4)) as stated_sum,
        foreign_rest,
        cast(greatest(coalesce(total, 0), named + foreign_rest) as decimal(38, 4)) as own_total,
        cast(greatest(coalesce(total, 0) - named - foreign_rest, 0) as decimal(38, 4))
            as unknown_rest,
        total_is_stated,
        coalesce(named + foreign_rest > total, false) as parts_exceed_total,
        sum_of_sexes,
        total_from_parts,
        sites_assumed
    from rested

)

select * from final

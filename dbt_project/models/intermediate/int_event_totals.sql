-- Section 5: what an event itself states about a group, on every day on which a figure of it
-- changes: T and its bounds, the sum of what is stated by nationality, and the flags.
with

figures as (

    select * from {{ ref('int_figures_effective') }}

),

starts as (

    select distinct figure_key, known_from from figures

),

contexts as (

    select
        starts.figure_key,
        starts.known_from,
        cast({{ dbt.dateadd('day', 1, 'starts.known_from') }} as date) as known_to,
        {{ nationality_key('coalesce(by_group.country_code, countries.country_code)') }}
            as country_key,
        coalesce(used.uses_running_total, false) as uses_running_total
    from starts
    left join {{ ref('int_event_countries') }} as countries
        on
            {{ event_of('starts.figure_key') }} = countries.event_key
            and {{ holds_on('countries', 'starts.known_from') }}
    left join {{ ref('int_figure_countries') }} as by_group
        on
            starts.figure_key = by_group.figure_key
            and {{ holds_on('by_group', 'starts.known_from') }}
    left join {{ ref('int_running_totals_used') }} as used
        on
            {{ event_of('starts.figure_key') }} = used.event_key
            and {{ group_of('starts.figure_key') }} = used.group_key
            and {{ holds_on('used', 'starts.known_from') }}

),

{{ own_totals('figures', 'contexts') }}

select * from totals

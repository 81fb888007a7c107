-- Section 5, the rows R: by nationality what an event itself has of a measure group, before the tree. Each
-- brings the consensus that its bounds come from: its nationality's, F for foreign, T for unknown.
with

named as (

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
    from {{ ref('int_figures_effective') }}
    where nationality_key > 1 and best > 0

),

foreigners as (

    select
        totals.figure_key,
        totals.known_from,
        totals.known_to,
        1 as nationality_key,
        totals.foreign_rest as value,
        figures.best,
        figures.low,
        figures.high,
        figures.is_open_ended,
        figures.is_disputed
    from {{ ref('int_event_totals') }} as totals
    inner join {{ ref('int_figures_effective') }} as figures
        on totals.figure_key = figures.figure_key and totals.known_from = figures.known_from
    where figures.nationality_key = 1 and totals.foreign_rest > 0

),

unknown as (

    select
        figure_key,
        known_from,
        known_to,
        2 as nationality_key,
        unknown_rest as value,
        total as best,
        total_low as low,
        total_high as high,
        total_is_open_ended as is_open_ended,
        total_is_disputed as is_disputed
    from {{ ref('int_event_totals') }}
    where unknown_rest > 0

),

final as (

    select * from named
    union all
    select * from foreigners
    union all
    select * from unknown

)

select * from final

-- Section 5: T, F and P[N] of every event and group, on every day on which one of them changes;
-- missing ones are derived. A raid whose sites no record counts is one site.
with

changed_countries as (

    -- a change of country changes which persons are foreign
    select figure_key, known_from
    from {{ ref('int_figure_countries') }}
    where figure_key in (select figure_key from {{ ref('int_consensus') }})

),

{{ figures_effective(ref('int_consensus'), 'changed_countries') }},

final as (

    select *, false as is_assumed from effective
    union all
    select
        {{ figure_key('states.event_key', 'measure_groups.group_key') }} as figure_key,
        states.known_from,
        states.known_to,
        {{ total_key() }} as nationality_key,
        false as is_sum_of_sexes,
        false as is_total_from_parts,
        cast(1 as decimal(38, 4)) as best,
        cast(1 as decimal(38, 4)) as low,
        cast(1 as decimal(38, 4)) as high,
        false as is_open_ended,
        false as is_disputed,
        cast(null as date) as figure_day,
        false as is_of_a_part,
        false as is_of_a_nationality,
        true as is_assumed
    from {{ ref('int_event_states') }} as states
    inner join (
        select group_key from {{ ref('int_measure_groups') }} where measure = '-'
    ) as measure_groups on true
    where states.takes_part and states.event_kind = 'raid' and not states.has_site_records

)

select * from final

{# Section 6: what a campaign had counted by a day. Each campaign and day for which this is needed
   is a node beside the events. Sections 3 and 5 are applied again to its records up to that day.
   Nodes are at the depths 1 to 4, and are determined from the top down: the days at one depth come
   from the running totals of events and nodes one step up. The last step is `final`: the figures of
   each node as in int_figures_effective, with event_key, group_key, cutoff, country_key and
   uses_running_total; a row with the key node_key() shows that the node exists, even if it has no
   figure. `nodes` has figure_key, event_key, group_key, cutoff, known_from and known_to. #}
{% macro cut_figures(nodes) %}
cut_records as (

    select
        nodes.figure_key,
        records.dated_key,
        records.counts_as,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        records.value,
        case
            when records.counts_as <> 'cumulative' then false
            else
                coalesce(records.cumulative_since, events.named_day) = events.named_day
                and (records.is_of_persons or records.nationality_key = {{ total_key() }})
        end as is_able_to_serve,
        {{ overlap_from('records', 'nodes') }} as known_from,
        {{ overlap_to('records', 'nodes') }} as known_to
    from {{ nodes }} as nodes
    inner join {{ ref('int_records_bounded') }} as records
        on
            nodes.event_key = records.event_key
            and nodes.group_key = records.group_key
            and {{ overlap('records', 'nodes') }}
    inner join {{ ref('int_events_named') }} as events on nodes.event_key = events.event_key
    where records.takes_part and records.figure_day <= nodes.cutoff

),

cut_conditions as (

    select 'able' as met, figure_key, known_from, known_to
    from cut_records
    where is_able_to_serve and sex_key = 0 and age_key = 0
    union all
    select 'total' as met, figure_key, known_from, known_to
    from cut_records
    where counts_as = 'total' and sex_key = 0 and age_key = 0
    union all
    select 'always' as met, figure_key, known_from, known_to
    from {{ nodes }}

),

cut_condition_days as (

    {{ days_of_change('cut_conditions', 'figure_key') }}

),

cut_used as (

    select
        days.figure_key,
        days.known_from,
        days.known_to,
        max(case when conditions.met = 'able' then 1 else 0 end) = 1
        and max(case when conditions.met = 'total' then 1 else 0 end) = 0 as uses_running_total
    from cut_condition_days as days
    inner join cut_conditions as conditions
        on
            days.figure_key = conditions.figure_key
            and {{ holds_on('conditions', 'days.known_from') }}
    group by days.figure_key, days.known_from, days.known_to

),

cut_timed as (

    select
        records.dated_key,
        records.figure_key,
        records.counts_as,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        records.value,
        {{ overlap_from('records', 'used') }} as known_from,
        {{ overlap_to('records', 'used') }} as known_to
    from cut_records as records
    inner join cut_used as used
        on records.figure_key = used.figure_key and {{ overlap('records', 'used') }}
    where
        case
            when used.uses_running_total then records.is_able_to_serve
            else records.counts_as <> 'cumulative'
        end

),

{{ members_of_breakdowns('cut_timed', 'cut_') }},

{{ records_classified('cut_final', ref('int_records_bounded'), 'cut_') }},

cut_consensus as (

    {{ consensus_of('cut_classified', ref('int_records_bounded')) }}

),

cut_countries as (

    select
        nodes.figure_key,
        countries.country_code,
        {{ overlap_from('nodes', 'countries') }} as known_from,
        {{ overlap_to('nodes', 'countries') }} as known_to
    from {{ nodes }} as nodes
    inner join {{ ref('int_figure_countries') }} as countries
        on
            {{ figure_key('nodes.event_key', 'nodes.group_key') }} = countries.figure_key
            and {{ overlap('nodes', 'countries') }}

),

cut_more_days as (

    select figure_key, known_from from cut_countries
    union
    select figure_key, known_from from cut_used
    union
    select figure_key, known_from from {{ nodes }}

),

{{ figures_effective('cut_consensus', 'cut_more_days', 'cut_') }},

cut_all as (

    select * from cut_effective
    union all
    select
        days.figure_key,
        days.known_from,
        days.known_to,
        {{ node_key() }} as nationality_key,
        false as is_sum_of_sexes,
        false as is_total_from_parts,
        cast(0 as decimal(38, 4)) as best,
        cast(0 as decimal(38, 4)) as low,
        cast(0 as decimal(38, 4)) as high,
        false as is_open_ended,
        false as is_disputed,
        cast(null as date) as figure_day,
        false as is_of_a_part,
        false as is_of_a_nationality
    from cut_figure_days as days

),

final as (

    select
        figures.*,
        false as is_assumed,
        nodes.event_key,
        nodes.group_key,
        nodes.cutoff,
        {{ nationality_key('coalesce(by_group.country_code, countries.country_code)') }}
            as country_key,
        coalesce(used.uses_running_total, false) as uses_running_total
    from cut_all as figures
    inner join {{ nodes }} as nodes
        on figures.figure_key = nodes.figure_key and {{ holds_on('nodes', 'figures.known_from') }}
    left join cut_used as used
        on figures.figure_key = used.figure_key and {{ holds_on('used', 'figures.known_from') }}
    left join cut_countries as by_group
        on
            figures.figure_key = by_group.figure_key
            and {{ holds_on('by_group', 'figures.known_from') }}
    left join {{ ref('int_event_countries') }} as countries
        on
            nodes.event_key = countries.event_key
            and {{ holds_on('countries', 'figures.known_from') }}

)
{%- endmacro %}

{# Section 5 for the nodes at one depth: held_until is the day up to which a node holds its
   children, that of its running total if it uses one, otherwise its own. #}
{% macro cut_totals_at_level(depth) %}
with

figures as (

    select * from {{ ref('int_cut_' ~ depth ~ '_figures') }}

),

nodes as (

    select distinct figure_key, event_key, group_key, cutoff from figures

),

contexts as (

    select distinct figure_key, known_from, known_to, country_key, uses_running_total from figures

),

bare_figures as (

    select
        figure_key, known_from, known_to, nationality_key, best, low, high, is_open_ended,
        is_disputed, figure_day, is_of_a_part, is_of_a_nationality, is_sum_of_sexes,
        is_total_from_parts, is_assumed
    from figures

),

{{ own_totals('bare_figures', 'contexts') }},

final as (

    select
        totals.figure_key,
        nodes.event_key,
        nodes.group_key,
        nodes.cutoff,
        totals.known_from,
        totals.known_to,
        totals.country_key,
        coalesce(totals.running_total_as_of, nodes.cutoff) as held_until,
        totals.total,
        totals.total_low,
        totals.total_high,
        totals.total_is_open_ended,
        totals.total_is_disputed,
        totals.own_total,
        totals.foreign_rest,
        totals.unknown_rest,
        totals.only_nationality_key
    from totals
    inner join nodes on totals.figure_key = nodes.figure_key

)

select * from final
{%- endmacro %}

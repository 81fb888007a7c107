{# Section 6: the figures that are divided among an event and its descendants at one depth: what the
   parents there state themselves, and the nodes of int_cut_… (campaigns by an earlier day). One row
   per figure and interval, cut to the days on which the event lies at this depth (depth_from,
   depth_to). #}
{% macro figures_at_level(depth) %}
{%- set as_stated -%}
        totals.event_key,
        totals.group_key,
        totals.known_from,
        totals.known_to,
        totals.country_key,
        totals.own_total,
        totals.foreign_rest,
        totals.only_nationality_key,
        totals.total,
        totals.total_low,
        totals.total_high,
        totals.total_is_open_ended,
        totals.total_is_disputed
{%- endset %}
with

chains as (

    select * from {{ ref('int_event_chains') }}

),

parents as (

    select distinct ancestor_1 as event_key from chains where ancestor_1 is not null

),

placed as (

    select * from chains where depth = {{ depth }}

),

final as (

    select
        totals.figure_key,
        totals.figure_key as parent_figure_key,
        {{ as_stated }},
        totals.running_total_as_of as held_until,
        false as is_by_day,
        {{ overlap_from('totals', 'placed') }} as depth_from,
        {{ overlap_to('totals', 'placed') }} as depth_to
    from {{ ref('int_event_totals') }} as totals
    inner join parents on totals.event_key = parents.event_key
    inner join placed on totals.event_key = placed.event_key and {{ overlap('totals', 'placed') }}
    {%- if depth > 0 %}
    union all
    select
        totals.figure_key,
        {{ figure_key('totals.event_key', 'totals.group_key') }} as parent_figure_key,
        {{ as_stated }},
        totals.held_until,
        true as is_by_day,
        {{ overlap_from('totals', 'placed') }} as depth_from,
        {{ overlap_to('totals', 'placed') }} as depth_to
    from {{ ref('int_cut_' ~ depth ~ '_totals') }} as totals
    inner join placed on totals.event_key = placed.event_key and {{ overlap('totals', 'placed') }}
    {%- endif %}

)

select * from final
{% endmacro %}

-- Section 5, the rows R of every event and group on every day, before the tree. The place of their
-- event in the tree lets the steps of each level read only the rows that they need.
with

rows as (

    {{ own_rows(ref('int_figures_effective'), ref('int_event_totals')) | indent(4) }}

),

chains as (

    select * from {{ ref('int_event_chains') }}

),

deepest as (

    select event_key, max(depth) as depth
    from chains
    group by event_key

),

parents as (

    select distinct ancestor_1 as event_key from chains where ancestor_1 is not null

),

final as (

    select
        rows.*,
        coalesce(deepest.depth, 0) as deepest,
        parents.event_key is not null as is_parent
    from rows
    left join deepest on {{ event_of('rows.figure_key') }} = deepest.event_key
    left join parents on deepest.event_key = parents.event_key

)

select * from final

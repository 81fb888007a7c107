-- Section 6, today: what the descendants of a figure count in all, as far as it would count them as
-- well, and the ancestor that gives its rows their nationality.
with

contributions as (

    {%- for level in range(5) %}
    select figure_key, persons
    from {{ ref('int_level_' ~ level ~ '_contributions') }}
    where known_to is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

links as (

    select figure_key, persons, cast(null as bigint) as nationality_from_key
    from contributions
    union all
    select
        rows.figure_key,
        cast(0 as decimal(38, 4)) as persons,
        case chains.depth - rows.made_at
            when 1 then chains.ancestor_1
            when 2 then chains.ancestor_2
            when 3 then chains.ancestor_3
            else chains.ancestor_4
        end as nationality_from_key
    from {{ ref('int_rows_inherited') }} as rows
    inner join {{ ref('int_event_chains') }} as chains
        on {{ event_of('rows.figure_key') }} = chains.event_key
    where rows.known_to is null and chains.known_to is null

),

final as (

    select
        figure_key,
        cast(sum(persons) as decimal(38, 4)) as descendants_persons,
        max(nationality_from_key) as nationality_from_key
    from links
    group by figure_key

)

select * from final

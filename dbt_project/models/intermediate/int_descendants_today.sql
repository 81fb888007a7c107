-- One row per event and ancestor of today's tree.
with

chains as (

    select * from {{ ref('int_event_chains') }} where known_to is null

),

final as (

    {%- for steps in range(1, 5) %}
    select ancestor_{{ steps }} as event_key, event_key as descendant_key, {{ steps }} as steps
    from chains
    where ancestor_{{ steps }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from final

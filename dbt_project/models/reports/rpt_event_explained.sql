-- Every section is a macro of macros/explained, with the same columns. fct_consensus_records shows
-- how each record was used. This model decides nothing.
with

disputed as (

    select
        *,
        row_number() over (
            order by event_id, measure_group, nationality_code, sex, age_group
        ) as breakdown_number
    from {{ ref('fct_consensus') }}
    where is_disputed

),

final as (

    {{ explained_events() }}
    union all
    {{ explained_reported() }}
    union all
    {{ explained_consensus() }}
    union all
    {{ explained_disputes('disputed') }}
    union all
    {{ explained_descendants() }}
    union all
    {{ explained_attributed() }}
    union all
    {{ explained_elsewhere() }}
    union all
    {{ explained_notes() }}
    union all
    {{ explained_months() }}

)

select * from final

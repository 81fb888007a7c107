-- Every section is a macro of macros/explained, with the same columns. fct_consensus_records shows
-- how each record was used. This model decides nothing. It is a view, since its texts repeat what
-- other tables have: as a table it took a twelfth of a build of a million records.
with

final as (

    {{ explained_events() }}
    union all
    {{ explained_reported() }}
    union all
    {{ explained_consensus() }}
    union all
    {{ explained_disputes() }}
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

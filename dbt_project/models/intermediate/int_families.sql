-- Money has one family a unit, so the families are known only from the records.
with

units as (

    select distinct measure, unit
    from {{ ref('stg_incident_records__records') }}

),

families as (

    select
        units.measure,
        coalesce(units.unit, '-') as unit,
        measure.is_of_persons,
        measure.fact,
        measure.family || case when measure.has_unit then '_' || units.unit else '' end as family
    from units
    inner join {{ ref('measure') }} as measure on units.measure = measure.measure

),

numbered as (

    -- `sites` is there without a record: a raid counts as one
    select family, cast(row_number() over (order by family) as bigint) as family_key
    from (
        select family from families
        union
        select 'sites' as family
    ) as names

),

final as (

    select
        families.measure,
        families.unit,
        -- a family may have several measures, and a measure several units
        cast(row_number() over (order by families.measure, families.unit) as bigint)
            as measure_key,
        families.family,
        numbered.family_key,
        families.is_of_persons,
        families.fact
    from families
    inner join numbered on families.family = numbered.family
    union all
    select '-', '-', 0, 'sites', numbered.family_key, false, 'raids'
    from numbered
    where numbered.family = 'sites'

)

select * from final

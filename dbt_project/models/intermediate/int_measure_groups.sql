-- Money has one measure group per unit, so only the records determine the measure groups.
with

units as (

    select distinct measure, unit
    from {{ ref('stg_incident_records__records') }}

),

measure_groups as (

    select
        units.measure,
        coalesce(units.unit, '-') as unit,
        measure.is_of_persons,
        measure.fact,
        measure.measure_group || case when measure.has_unit then '_' || units.unit else '' end
            as measure_group
    from units
    inner join {{ ref('measure') }} as measure on units.measure = measure.measure

),

numbered as (

    -- `sites` exists without a record: a raid counts as one
    select measure_group, cast(row_number() over (order by measure_group) as bigint) as group_key
    from (
        select measure_group from measure_groups
        union
        select 'sites' as measure_group
    ) as names

),

final as (

    select
        measure_groups.measure,
        measure_groups.unit,
        -- a measure group may have several measures, and a measure several units
        cast(row_number() over (order by measure_groups.measure, measure_groups.unit) as bigint)
            as measure_key,
        measure_groups.measure_group,
        numbered.group_key,
        measure_groups.is_of_persons,
        measure_groups.fact
    from measure_groups
    inner join numbered on measure_groups.measure_group = numbered.measure_group
    union all
    select '-', '-', 0, 'sites', numbered.group_key, false, 'raids'
    from numbered
    where numbered.measure_group = 'sites'

)

select * from final

-- Section 7: the candidates of the consensuses that a fact row's number came from. `unknown` comes
-- from T and from every figure subtracted from it, `foreign` from F and every foreign nationality.
-- A row with the nationality of an ancestor came from the row that it was before.
with

assumed as (

    select figure_key from {{ ref('int_figures_effective') }}
    where is_assumed and known_to is null

),

inherited as (

    select * from {{ ref('int_rows_inherited') }} where known_to is null

),

measure_groups as (

    select distinct group_key, measure_group, fact
    from {{ ref('int_measure_groups') }}
    where fact <> '-'

),

facts as (

    select
        rows.figure_key,
        rows.nationality_key as attributed_key,
        coalesce(inherited.becomes_key, rows.nationality_key) as nationality_key,
        assumed.figure_key is not null as is_assumed,
        coalesce(totals.country_key, 0) as country_key
    from {{ ref('int_rows_attributed') }} as rows
    inner join measure_groups
        on {{ group_of('rows.figure_key') }} = measure_groups.group_key
    left join inherited
        on
            rows.figure_key = inherited.figure_key
            and rows.nationality_key = inherited.nationality_key
    left join assumed on rows.figure_key = assumed.figure_key
    left join {{ ref('int_event_totals') }} as totals
        on rows.figure_key = totals.figure_key and totals.known_to is null
    where rows.known_to is null

),

sources as (

    select
        {{ figure_of('breakdown_key') }} as figure_key,
        figure_nationality_key as nationality_key,
        version_key
    from {{ ref('int_consensus_records') }}
    where figure_nationality_key is not null and is_candidate

),

linked as (

    select distinct facts.figure_key, facts.nationality_key, sources.version_key
    from facts
    inner join sources on facts.figure_key = sources.figure_key
    where
        facts.attributed_key = sources.nationality_key
        or facts.attributed_key = {{ unknown_key() }}
        or (
            facts.attributed_key = {{ foreign_key() }}
            and {{ is_country('sources.nationality_key') }}
            and sources.nationality_key <> facts.country_key
        )
    union all
    select facts.figure_key, facts.nationality_key, records.version_key
    from facts
    inner join {{ ref('int_records_bounded') }} as records
        on {{ event_of('facts.figure_key') }} = records.event_key
    where facts.is_assumed and records.known_to is null and records.takes_part

),

final as (

    select
        measure_groups.fact,
        events.event_id,
        measure_groups.measure_group,
        {{ nationality_code('linked.nationality_key') }} as nationality_code,
        records.record_id,
        records.report_key
    from linked
    inner join {{ ref('int_records_bounded') }} as records
        on linked.version_key = records.version_key and records.known_to is null
    inner join {{ ref('int_events_named') }} as events
        on {{ event_of('linked.figure_key') }} = events.event_key
    inner join measure_groups
        on {{ group_of('linked.figure_key') }} = measure_groups.group_key

)

select * from final

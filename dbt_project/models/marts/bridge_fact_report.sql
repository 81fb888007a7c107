-- Section 7: the standing records of the breakdowns that a fact row's number came from. `unknown` comes
-- from T and from every figure subtracted from it, `foreign` from F and every foreign nationality.
with

facts as (

    select
        facts.fact,
        facts.measure_group,
        facts.figure_key,
        facts.nationality_key,
        facts.is_assumed,
        coalesce(totals.country_key, 0) as country_key
    from {{ ref('int_facts_dated') }} as facts
    left join {{ ref('int_event_totals') }} as totals
        on facts.figure_key = totals.figure_key and totals.known_to is null
    where facts.known_to is null

),

sources as (

    select breakdowns.figure_key, breakdowns.figure_nationality_key as nationality_key, standing.version_key
    from {{ ref('int_consensus_today') }} as breakdowns
    inner join {{ ref('int_records_current') }} as standing
        on breakdowns.breakdown_key = standing.breakdown_key
    where
        breakdowns.figure_nationality_key is not null
        and standing.known_to is null
        and standing.is_current

),

linked as (

    select distinct
        facts.fact, facts.measure_group, facts.figure_key, facts.nationality_key, sources.version_key
    from facts
    inner join sources on facts.figure_key = sources.figure_key
    where
        facts.nationality_key = sources.nationality_key
        or facts.nationality_key = 2
        or (
            facts.nationality_key = 1
            and sources.nationality_key > 2
            and sources.nationality_key <> facts.country_key
        )
    union all
    select facts.fact, facts.measure_group, facts.figure_key, facts.nationality_key, records.version_key
    from facts
    inner join {{ ref('int_records_bounded') }} as records
        on cast(floor(facts.figure_key / 1024) as bigint) = records.event_key
    where facts.is_assumed and records.known_to is null and records.takes_part

),

final as (

    select
        linked.fact,
        events.event_id,
        linked.measure_group,
        {{ nationality_code('linked.nationality_key') }} as nationality_code,
        records.record_id,
        records.report_key
    from linked
    inner join {{ ref('int_records_bounded') }} as records
        on linked.version_key = records.version_key
    inner join {{ ref('int_events_named') }} as events
        on cast(floor(linked.figure_key / 1024) as bigint) = events.event_key

)

select * from final

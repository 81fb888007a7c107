with

-- the bounds that hold today, and the order in which a person reads what reports state
bounded as (

    select
        version_key,
        group_key,
        report_key,
        low,
        high,
        row_number() over (
            partition by {{ figure_key('event_key', 'group_key') }}
            order by
                published_on asc,
                publisher_key asc,
                source_url asc,
                case counts_as when 'total' then 1 when 'cumulative' then 2 else 3 end asc,
                value desc,
                tie_rank asc
        ) as reading_order
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

-- narrow rows meet each other first: a join must not have to keep a million wide ones
used as (

    select
        bounded.*,
        coalesce(chosen.is_current, false) as is_current,
        coalesce(chosen.is_chosen, false) as is_chosen,
        chosen.because,
        chosen.version_key is not null as is_in_a_breakdown,
        measure_groups.measure_group
    from bounded
    inner join (
        select distinct group_key, measure_group from {{ ref('int_measure_groups') }}
    ) as measure_groups
        on bounded.group_key = measure_groups.group_key
    left join {{ ref('int_records_chosen') }} as chosen on bounded.version_key = chosen.version_key

),

final as (

    select
        records.record_id,
        records.event_id,
        used.measure_group,
        records.measure,
        records.value,
        used.low,
        used.high,
        records.qualifier,
        records.phrase,
        records.unit,
        coalesce(records.nationality, 'total') as nationality_code,
        coalesce(records.sex, 'all') as sex,
        coalesce(records.age_group, 'all') as age_group,
        records.counts_as,
        records.cumulative_since,
        records.figure_as_of,
        records.scope,
        records.status,
        used.is_current,
        used.is_chosen,
        case
            when used.is_chosen then null
            when used.is_in_a_breakdown then used.because
            when records.status is not null then 'status'
            when records.counts_as = 'stock' then 'stock'
            when records.counts_as = 'cumulative' then 'running_total'
            else 'in_no_breakdown'
        end as not_chosen_because,
        used.report_key,
        records.publisher,
        records.published_on,
        records.claimed_by,
        records.source_url,
        records.archived_url,
        records.country as stated_country_code,
        records.event_start as stated_start,
        records.event_end as stated_end,
        records.note,
        records.coded_event_id,
        records.delivery_id,
        cast(used.reading_order as bigint) as reading_order
    from {{ ref('stg_incident_records__records') }} as records
    inner join used on records.version_key = used.version_key

)

select * from final

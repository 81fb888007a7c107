with

-- the bounds that hold today, and the order in which a person reads what reports state
bounded as (

    select
        version_key,
        low,
        high,
        row_number() over (
            partition by {{ figure_key('event_key', 'family_key') }}
            order by
                published_on asc,
                publisher asc,
                source_url asc,
                case counts_as when 'total' then 1 when 'cumulative' then 2 else 3 end asc,
                value desc,
                tie_rank asc
        ) as reading_order
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

final as (

    select
        records.record_id,
        records.event_id,
        families.family,
        records.measure,
        records.value,
        bounded.low,
        bounded.high,
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
        coalesce(chosen.is_standing, false) as is_standing,
        coalesce(chosen.is_chosen, false) as is_chosen,
        case
            when chosen.is_chosen then null
            when chosen.version_key is not null then chosen.because
            when records.status is not null then 'status'
            when records.counts_as = 'stock' then 'stock'
            when records.counts_as = 'cumulative' then 'running_total'
            else 'in_no_slice'
        end as not_chosen_because,
        {{ md5_key(['records.source_url']) }} as report_key,
        records.publisher,
        records.published_on,
        records.claimed_by,
        records.source_url,
        records.country as stated_country_code,
        records.event_start as stated_start,
        records.event_end as stated_end,
        records.note,
        records.coded_event_id,
        records.delivery_id,
        bounded.reading_order
    from {{ ref('stg_incident_records__records') }} as records
    inner join bounded on records.version_key = bounded.version_key
    inner join {{ ref('int_families') }} as families
        on records.measure = families.measure and coalesce(records.unit, '-') = families.unit
    left join {{ ref('int_records_chosen') }} as chosen
        on records.version_key = chosen.version_key

)

select * from final

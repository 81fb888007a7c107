-- Section 3: which records are members of which breakdown, and when. Memberships are split on the
-- days on which the use of running totals begins or ends. A total that names a nationality is a
-- member of two breakdowns, unless a larger total names none: then it is a part.
with

records as (

    select
        records.*,
        {{ figure_key('records.event_key', 'records.group_key') }} as figure_key,
        case
            when records.counts_as <> 'cumulative' then false
            else
                coalesce(records.cumulative_since, events.named_day) = events.named_day
                and (records.is_of_persons or records.nationality_key = {{ total_key() }})
        end as is_able_to_serve
    from {{ ref('int_records_bounded') }} as records
    inner join {{ ref('int_events_named') }} as events on records.event_key = events.event_key
    where records.takes_part

),

timed as (

    select
        records.dated_key,
        records.figure_key,
        records.counts_as,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        records.value,
        case when used.event_key is null then records.known_from
            else {{ overlap_from('records', 'used') }} end as known_from,
        case when used.event_key is null then records.known_to
            else {{ overlap_to('records', 'used') }} end as known_to
    from records
    left join {{ ref('int_running_totals_used') }} as used
        on
            records.event_key = used.event_key
            and records.group_key = used.group_key
            and {{ overlap('records', 'used') }}
    where
        case
            when coalesce(used.uses_running_total, false) then records.is_able_to_serve
            else records.counts_as <> 'cumulative'
        end

),

{{ members_of_breakdowns('timed') }}

select * from final

-- Section 3: which records speak for which breakdown, and when. A total that names a nationality speaks
-- for two breakdowns. Running totals that serve cut memberships on the days on which they begin or end.
with

records as (

    select
        records.*,
        {{ figure_key('records.event_key', 'records.group_key') }} as figure_key,
        case
            when records.counts_as <> 'cumulative' then false
            else
                coalesce(records.cumulative_since, events.named_day) = events.named_day
                and (records.is_of_persons or records.nationality_key = 0)
        end as is_able_to_serve
    from {{ ref('int_records_bounded') }} as records
    inner join {{ ref('int_events_named') }} as events on records.event_key = events.event_key
    where records.takes_part

),

timed as (

    select
        records.version_key,
        records.figure_key,
        records.counts_as,
        records.nationality_key,
        records.sex_key,
        records.age_key,
        case when serving.event_key is null then records.known_from
            else {{ overlap_from('records', 'serving') }} end as known_from,
        case when serving.event_key is null then records.known_to
            else {{ overlap_to('records', 'serving') }} end as known_to
    from records
    left join {{ ref('int_running_totals_used') }} as serving
        on
            records.event_key = serving.event_key
            and records.group_key = serving.group_key
            and {{ overlap('records', 'serving') }}
    where
        case
            when coalesce(serving.uses_running_total, false) then records.is_able_to_serve
            else records.counts_as <> 'cumulative'
        end

),

final as (

    -- the total breakdown, the parts without nationality, or just this sex and age
    select
        version_key,
        {{ breakdown_key(
            'figure_key',
            "case when counts_as = 'part' and nationality_key = 0 and sex_key = 0 and age_key = 0
                then 3 when sex_key = 0 and age_key = 0 then 0 else nationality_key end",
            'sex_key', 'age_key'
        ) }} as breakdown_key,
        known_from,
        known_to
    from timed
    where counts_as = 'total' or nationality_key = 0 or sex_key > 0 or age_key > 0
    union all
    -- the breakdown of a nationality
    select
        version_key,
        {{ breakdown_key('figure_key', 'nationality_key', '0', '0') }} as breakdown_key,
        known_from,
        known_to
    from timed
    where nationality_key > 0 and sex_key = 0 and age_key = 0

)

select * from final

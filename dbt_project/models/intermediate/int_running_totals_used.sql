-- Section 3: the days on which a campaign's running totals are used as its figures. One row per
-- event, measure group and interval, for the events and measure groups that have such totals at
-- all; the intervals of one event and measure group cover all time.
with

records as (

    select records.*, events.named_day
    from {{ ref('int_records_bounded') }} as records
    inner join {{ ref('int_events_named') }} as events on records.event_key = events.event_key
    where
        records.takes_part
        and records.counts_as in ('total', 'cumulative')
        and records.sex_key = 0
        and records.age_key = 0

),

able as (

    select event_key, group_key, known_from, known_to
    from records
    where
        counts_as = 'cumulative'
        and coalesce(cumulative_since, named_day) = named_day
        and (is_of_persons or nationality_key = {{ total_key() }})

),

candidates as (

    select distinct event_key, group_key
    from able

),

campaigns as (

    select candidates.event_key, candidates.group_key, states.known_from, states.known_to
    from candidates
    inner join {{ ref('int_event_states') }} as states on candidates.event_key = states.event_key
    where states.takes_part and states.event_kind = 'campaign'

),

totals as (

    select records.event_key, records.group_key, records.known_from, records.known_to
    from records
    inner join candidates
        on records.event_key = candidates.event_key and records.group_key = candidates.group_key
    where records.counts_as = 'total'

),

conditions as (

    select 'able' as met, able.* from able
    union all
    select 'campaign' as met, campaigns.* from campaigns
    union all
    select 'total' as met, totals.* from totals
    union all
    select
        'always' as met, candidates.*,
        {{ beginning() }} as known_from, cast(null as date) as known_to
    from candidates

),

days as (

    {{ days_of_change('conditions', 'event_key, group_key') }}

),

by_day as (

    select
        days.event_key,
        days.group_key,
        days.known_from,
        days.known_to,
        max(case when conditions.met = 'able' then 1 else 0 end) = 1
        and max(case when conditions.met = 'campaign' then 1 else 0 end) = 1
        and max(case when conditions.met = 'total' then 1 else 0 end) = 0 as uses_running_total
    from days
    inner join conditions
        on
            days.event_key = conditions.event_key
            and days.group_key = conditions.group_key
            and {{ holds_on('conditions', 'days.known_from') }}
    group by days.event_key, days.group_key, days.known_from, days.known_to

),

final as (

    {{ collapsed('by_day', ['event_key', 'group_key'], ['uses_running_total']) }}

)

select * from final

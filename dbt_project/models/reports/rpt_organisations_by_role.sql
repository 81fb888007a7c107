-- An event with several organisations counts for each of them: rows must not be summed.
with

roles as (

    select * from {{ ref('bridge_event_organisation') }}

),

organisations as (

    select * from {{ ref('dim_organisation') }}

),

events as (

    select * from {{ ref('dim_event') }}

),

custody as (

    select event_id, sum(persons) as persons
    from {{ ref('fct_arrests') }}
    where persons > 0
    group by event_id

),

summed as (

    select
        roles.organisation_key,
        roles.role,
        count(*) as event_count,
        cast(sum(custody.persons) as bigint) as custody_persons,
        min(events.event_start) as first_event_start,
        max(events.event_end) as last_event_end
    from roles
    inner join events on roles.event_id = events.event_id
    left join custody on roles.event_id = custody.event_id
    group by roles.organisation_key, roles.role

),

final as (

    select
        organisations.organisation_name,
        organisations.organisation_type,
        organisations.country_code,
        summed.role,
        summed.event_count,
        summed.custody_persons,
        summed.first_event_start,
        summed.last_event_end,
        summed.organisation_key
    from summed
    inner join organisations on summed.organisation_key = organisations.organisation_key

)

select * from final

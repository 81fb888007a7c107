-- Names that matched nothing, one row per member that was inferred from them. The weight of a
-- member is what the events that name it count: of each event the largest group of persons.
with

sites as (

    select
        site_id as member_id,
        'site' as kind,
        max(site_name) as name,
        max(country_code) as country_code,
        cast(sum(times) as bigint) as times
    from {{ ref('stg_names__sites') }}
    where not is_curated
    group by site_id

),

members as (

    select
        member_id, kind, member_name as name, spellings, country_code, times,
        suggestion, suggestion_id, score
    from {{ ref('int_members_inferred') }}
    union all
    select
        member_id, kind, name, cast(null as string), country_code, times,
        cast(null as string), cast(null as string), cast(null as double)
    from sites

),

links as (

    select event_id, city_key as member_key from {{ ref('bridge_event_city') }}
    union all
    select event_id, site_key from {{ ref('bridge_event_site') }}
    union all
    select distinct event_id, organisation_key from {{ ref('bridge_event_organisation') }}

),

persons as (

    select event_id, max(net_total) as persons
    from {{ ref('int_persons_counted') }}
    group by event_id

),

weights as (

    select links.member_key, cast(sum(persons.persons) as bigint) as persons_named
    from links
    inner join persons on links.event_id = persons.event_id
    group by links.member_key

),

final as (

    select
        members.kind,
        members.country_code,
        members.name,
        members.times,
        coalesce(weights.persons_named, 0) as persons_named,
        members.suggestion,
        members.suggestion_id,
        members.score,
        members.spellings,
        members.member_id
    from members
    left join weights on {{ md5_key(['members.member_id']) }} = weights.member_key

)

select * from final

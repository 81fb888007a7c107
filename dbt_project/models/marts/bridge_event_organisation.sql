with

cells as (

    select distinct records.event_id, records.country, records.organisations
    from {{ ref('stg_incident_records__records') }} as records
    inner join {{ ref('int_records_bounded') }} as bounded
        on records.version_key = bounded.version_key
    where bounded.known_to is null and records.organisations is not null

),

named as (

    select event_id, country, {{ split_rows('organisations', ';') }} as role_and_name
    from cells

),

listed as (

    select
        event_id,
        country,
        trim(substr(role_and_name, 1, position(':' in role_and_name) - 1)) as role,
        trim(substr(role_and_name, position(':' in role_and_name) + 1)) as organisation_name
    from named
    where position(':' in role_and_name) > 0

),

final as (

    select distinct
        listed.event_id,
        {{ md5_key(["coalesce(matches.member_id, 'unknown')"]) }} as organisation_key,
        listed.role
    from listed
    left join {{ ref('stg_names__matches') }} as matches
        on
            matches.kind = 'organisation'
            and listed.country = matches.country_code
            and listed.organisation_name = matches.name

)

select * from final

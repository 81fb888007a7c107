with

organisations as (

    select organisation_id, organisation_name, organisation_type, country_code
    from {{ ref('organisation') }}
    union all
    select 'unknown', 'Unknown', 'unknown', 'ZZ'

),

aliases as (

    select organisation_id, {{ joined('alias', '; ', 'alias') }} as aliases
    from (
        select distinct organisation_id, alias
        from {{ ref('organisation_alias') }}
    ) as spellings
    group by organisation_id

),

final as (

    select
        {{ md5_key(['organisations.organisation_id']) }} as organisation_key,
        organisations.organisation_id,
        organisations.organisation_name,
        organisations.organisation_type,
        organisations.country_code,
        aliases.aliases
    from organisations
    left join aliases on organisations.organisation_id = aliases.organisation_id

)

select * from final

with

organisations as (

    select
        organisation_id,
        organisation_name,
        organisation_type,
        country_code,
        true as is_curated,
        nullif(wikidata_id, '-') as wikidata_id,
        nullif(ofac_uid, '-') as ofac_uid,
        nullif(opensanctions_id, '-') as opensanctions_id,
        designated_on
    from {{ ref('organisation') }}
    union all
    select member_id, member_name, 'unknown', country_code, false, null, null, null, null
    from {{ ref('int_members_inferred') }}
    where kind = 'organisation'
    union all
    select 'unknown', 'Unknown', 'unknown', 'ZZ', false, null, null, null, null

),

aliases as (

    select organisation_id, {{ joined('alias', '; ', 'alias') }} as aliases
    from (
        select distinct organisation_id, alias
        from {{ ref('organisation_alias') }}
    ) as spellings
    group by organisation_id
    union all
    select member_id, spellings
    from {{ ref('int_members_inferred') }}
    where kind = 'organisation'

),

final as (

    select
        {{ md5_key(['organisations.organisation_id']) }} as organisation_key,
        organisations.organisation_id,
        organisations.organisation_name,
        organisations.organisation_type,
        organisations.country_code,
        aliases.aliases,
        organisations.is_curated,
        organisations.wikidata_id,
        organisations.ofac_uid,
        organisations.opensanctions_id,
        organisations.designated_on
    from organisations
    left join aliases on organisations.organisation_id = aliases.organisation_id

)

select * from final

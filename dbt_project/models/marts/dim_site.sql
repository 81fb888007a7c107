-- Section 4: curated sites, those that records only describe, and the unknown member.
with

inferred as (

    select distinct site_id, site_name, place_id, country_code
    from {{ ref('stg_names__sites') }}
    where not is_curated

),

sites as (

    select site_id, site_name, site_type, place_id, country_code, true as is_curated
    from {{ ref('site') }}
    union all
    select site_id, site_name, 'other', place_id, country_code, false
    from inferred
    union all
    select 'unknown', 'Unknown', 'unknown', null, 'ZZ', false

),

final as (

    select
        {{ md5_key(['site_id']) }} as site_key,
        site_id,
        site_name,
        site_type,
        {{ md5_key(["coalesce(nullif(place_id, '-'), 'unknown')"]) }} as city_key,
        country_code,
        is_curated
    from sites

)

select * from final

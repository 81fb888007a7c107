with

inferred as (

    select
        members.member_id as place_id,
        members.member_name as city_name,
        members.kind as place_type,
        case members.kind
            when 'admin1' then members.member_name
            else coalesce(curated_provinces.admin1_name, inferred_provinces.member_name)
        end as admin1_name,
        members.country_code
    from {{ ref('int_members_inferred') }} as members
    left join {{ ref('stg_reference__places') }} as curated_provinces
        on members.admin1_id = curated_provinces.place_id
    left join {{ ref('int_members_inferred') }} as inferred_provinces
        on members.admin1_id = inferred_provinces.member_id
    where members.kind <> 'organisation'

),

places as (

    select
        place_id,
        city_name,
        place_type,
        admin1_name,
        country_code,
        geonames_id,
        latitude,
        longitude,
        population,
        true as is_curated
    from {{ ref('stg_reference__places') }}
    union all
    select
        place_id, city_name, place_type, admin1_name, country_code, null, null, null, null, false
    from inferred
    union all
    select 'unknown', 'Unknown', 'unknown', null, 'ZZ', null, null, null, null, false

),

final as (

    select
        {{ md5_key(['place_id']) }} as city_key,
        city_name,
        place_type,
        admin1_name,
        country_code,
        geonames_id,
        latitude,
        longitude,
        population,
        place_id,
        is_curated
    from places

)

select * from final

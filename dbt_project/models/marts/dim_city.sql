with

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

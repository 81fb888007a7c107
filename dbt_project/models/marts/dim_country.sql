with

countries as (

    select
        countries.country_code,
        countries.iso3_code,
        countries.country_name,
        demonyms.demonym,
        countries.region,
        countries.subregion
    from {{ ref('stg_reference__countries') }} as countries
    left join {{ ref('country_demonym') }} as demonyms
        on countries.country_code = demonyms.country_code

),

members as (

    select * from countries
    union all
    select 'ZZ', 'ZZZ', 'Several or unknown', 'Unknown', 'Unknown', 'Unknown'
    union all
    select 'foreign', '-', 'Foreign, not named', 'Foreign', 'Unknown', 'Unknown'
    union all
    select 'unknown', '-', 'Not stated', 'Not stated', 'Unknown', 'Unknown'
    union all
    select 'total', '-', 'All nationalities', 'All', 'Unknown', 'Unknown'

),

final as (

    select
        {{ md5_key(['country_code']) }} as country_key,
        country_code,
        iso3_code,
        country_name,
        demonym,
        region,
        subregion
    from members

)

select * from final

-- Each combination of country, admin1 and city in records, once.
with

cells as (

    select distinct
        country as country_code,
        coalesce(admin1, '-') as admin1,
        coalesce(city, '-') as city
    from {{ ref('stg_incident_records__records') }}
    where admin1 is not null or city is not null

),

final as (

    select
        country_code,
        admin1,
        city,
        cast(row_number() over (order by country_code, admin1, city) as bigint) as cell_key
    from cells

)

select * from final

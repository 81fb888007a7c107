select
    country_code,
    iso3_code,
    country_name,
    region,
    subregion
from {{ source('raw', 'reference_countries') }}

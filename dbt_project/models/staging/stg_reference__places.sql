select
    place_id,
    city_name,
    place_type,
    admin1_name,
    country_code,
    geonames_id,
    latitude,
    longitude,
    population
from {{ source('raw', 'reference_places') }}

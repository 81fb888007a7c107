select
    country_code,
    coalesce(admin1, '-') as admin1,
    coalesce(city, '-') as city,
    name,
    times,
    site_id,
    site_name,
    place_id,
    is_curated
from {{ source('raw', 'site_matches') }}

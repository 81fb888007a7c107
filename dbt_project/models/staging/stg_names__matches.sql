select
    kind,
    country_code,
    coalesce(admin1, '-') as admin1,
    name,
    times,
    matched_id,
    method,
    suggestion,
    suggestion_id,
    score
from {{ source('raw', 'name_matches') }}

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
    score,
    member_id,
    member_name,
    admin1_id
from {{ source('raw', 'name_matches') }}

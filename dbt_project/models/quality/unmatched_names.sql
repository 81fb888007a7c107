-- Names that matched nothing: kept as they were written, and pointing to the unknown member.
select
    kind,
    country_code,
    name,
    times,
    suggestion,
    suggestion_id,
    score
from {{ ref('stg_names__matches') }}
where matched_id is null

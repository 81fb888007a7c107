-- Names that matched nothing. They are kept as written and point to the unknown member.
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

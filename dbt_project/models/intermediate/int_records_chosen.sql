-- Section 7: how every record of today was used in all its breakdowns, the total first (its key is
-- the smallest). If none chose it, `because` states why the first didn't.
select
    version_key,
    bool_or(is_current) as is_current,
    bool_or(is_chosen) as is_chosen,
    min_by(not_chosen_because, breakdown_key) as because
from {{ ref('int_consensus_records') }}
group by version_key

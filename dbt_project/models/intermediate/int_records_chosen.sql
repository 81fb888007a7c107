-- Section 7: what became of every record of today over all breakdowns that it speaks for, the total
-- judged first (its key is the smallest). Where none chose it, `because` says why the first didn't.
select
    version_key,
    bool_or(is_current) as is_current,
    bool_or(is_chosen) as is_chosen,
    min_by(not_chosen_because, breakdown_key) as because
from {{ ref('int_consensus_records') }}
group by version_key

-- Today's rows are those of the history that have not ended.
select
    event_id,
    sites,
    sites_low,
    sites_high,
    is_open_ended,
    is_disputed,
    is_residual,
    is_assumed,
    persons_in_custody,
    event_kind,
    country_code,
    city_key,
    event_start,
    event_end,
    month_start,
    spans_months
from {{ ref('fct_raids_history') }}
where known_to is null

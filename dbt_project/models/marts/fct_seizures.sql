-- Today's rows are those of the history that have not ended.
select
    event_id,
    seized,
    unit,
    amount,
    amount_low,
    amount_high,
    is_open_ended,
    is_disputed,
    is_residual,
    event_kind,
    country_code,
    city_key,
    event_start,
    event_end,
    month_start,
    spans_months
from {{ ref('fct_seizures_history') }}
where known_to is null

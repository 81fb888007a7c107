-- Today's rows are those of the history that have not ended.
select
    event_id,
    nationality_code,
    persons,
    persons_low,
    persons_high,
    persons_counted_elsewhere,
    is_open_ended,
    is_disputed,
    is_residual,
    is_nationality_inherited,
    event_kind,
    country_code,
    city_key,
    event_start,
    event_end,
    month_start,
    spans_months
from {{ ref('fct_arrests_history') }}
where known_to is null

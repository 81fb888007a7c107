-- Section 5, the rows R of the events that are a parent on any day: few of all rows, and all that
-- the steps of each level read of them.
select
    figure_key, known_from, known_to, nationality_key, value, best, low, high, is_open_ended,
    is_disputed
from {{ ref('int_event_rows') }}
where is_parent

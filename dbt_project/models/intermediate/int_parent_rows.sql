-- Section 5, the rows R of the events that are a parent on any day. They are few, and the steps
-- `descendants` and `attributed` of each level need no others.
select
    figure_key, known_from, known_to, nationality_key, value, best, low, high, is_open_ended,
    is_disputed
from {{ ref('int_event_rows') }}
where is_parent

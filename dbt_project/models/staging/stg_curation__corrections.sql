{{ config(materialized='table') }}

-- The corrections of one record side by side, each cell with its old and new value.
select
    record_id
    {%- for column in record_columns() %},
    max(case when column_name = '{{ column }}' then 1 else 0 end) as has_{{ column }},
    max(case when column_name = '{{ column }}' then was end) as was_{{ column }},
    max(case when column_name = '{{ column }}' then becomes end) as becomes_{{ column }}
    {%- endfor %}
from {{ ref('correction') }}
group by record_id

-- figure_key has room for 1,024 measure groups
select measure_group, group_key
from {{ ref('int_measure_groups') }}
where group_key >= {{ groups_per_event() }}

select figure_key, nationality_key, known_from, persons
from {{ ref('int_rows_attributed') }}
where persons is null or persons <= 0

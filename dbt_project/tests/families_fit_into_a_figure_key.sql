-- figure_key has room for 1,024 families
select family, family_key
from {{ ref('int_families') }}
where family_key >= 1024

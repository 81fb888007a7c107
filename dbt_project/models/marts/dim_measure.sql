select
    measure,
    measure_group,
    case
        when has_unit then 'money'
        when is_of_persons then 'persons'
        when measure in ('sites_raided', 'sites_closed', 'compounds_identified') then 'sites'
        else 'items'
    end as unit_kind,
    is_of_persons,
    case when fact = '-' then 'none' else fact end as fact
from {{ ref('measure') }}

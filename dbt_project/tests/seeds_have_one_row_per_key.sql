{%- set keys = {
    'measure': ['measure'],
    'event_merge': ['event_id'],
    'event_overlap': ['event_id', 'measure_group', 'counted_in_event_id'],
    'correction': ['record_id', 'column_name'],
    'delivery_removed': ['delivery_id'],
    'publisher_alias': ['alias'],
    'organisation': ['organisation_id'],
    'organisation_alias': ['alias', 'country_code'],
    'country_alias': ['alias'],
    'country_demonym': ['country_code'],
    'city': ['place_id'],
    'city_alias': ['alias', 'country_code', 'admin1_name'],
    'admin1_alias': ['alias', 'country_code'],
    'site': ['site_id'],
    'site_alias': ['alias', 'country_code', 'place_id'],
    'geonames_admin1': ['country_code', 'admin1_code'],
    'expected_rows': ['sha256', 'event_year'],
} -%}
{%- for seed, columns in keys.items() %}
select
    '{{ seed }}' as seed,
    {% for column in columns -%}
    coalesce({{ column }}, '-') {%- if not loop.last %} || ' / ' || {% endif %}
    {%- endfor %} as key,
    count(*) as rows_with_it
from {{ ref(seed) }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% if not loop.last -%}
union all
{%- endif %}
{%- endfor %}

{#- An empty value is written as a dash. Only these may be empty: a correction may replace an empty
    cell, and a day has no dash. -#}
{%- set may_be_empty = ['correction.was', 'correction.becomes', 'organisation.designated_on'] -%}
{%- set seeds = [
    'measure', 'event_merge', 'correction', 'delivery_removed', 'publisher_alias', 'organisation',
    'organisation_alias', 'country_alias', 'country_demonym', 'city', 'city_alias', 'admin1_alias',
    'geonames_admin1', 'event_overlap', 'site', 'site_alias',
] -%}
{%- for seed in seeds %}
{%- set relation = ref(seed) %}
{%- set types = {} %}
{%- if execute %}
    {%- set types = graph.nodes['seed.raidbook.' ~ seed].config.column_types %}
{%- endif %}
select '{{ seed }}' as seed, column_name, number_of_empty
from (
    select 'none' as column_name, 0 as number_of_empty
    {%- for column, type in types.items() if type != 'double' and type != 'bigint' %}
    {%- if seed ~ '.' ~ column not in may_be_empty %}
    union all
    select '{{ column }}', count(*)
    from {{ relation }}
    where {{ column }} is null
        {%- if type == 'string' %} or trim({{ column }}) = ''{% endif %}
    {%- endif %}
    {%- endfor %}
) as {{ seed }}_columns
where number_of_empty > 0
{% if not loop.last -%}
union all
{%- endif %}
{%- endfor %}

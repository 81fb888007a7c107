{#- Before a build, Raidbook refuses such rows with their lines. This test is for those who call dbt
    by itself. The key of a seed stands in its description. -#}
{%- set seeds = [
    'measure', 'event_merge', 'event_overlap', 'correction', 'delivery_removed', 'publisher_alias',
    'organisation', 'organisation_alias', 'country_alias', 'country_demonym', 'city', 'city_alias',
    'admin1_alias', 'site', 'site_alias', 'geonames_admin1', 'expected_rows',
] -%}
{%- for seed in seeds %}
{%- set relation = ref(seed) %}
{%- set columns = ['1'] %}
{%- if execute %}
    {%- set columns = graph.nodes['seed.raidbook.' ~ seed].config.meta.key %}
{%- endif %}
select
    '{{ seed }}' as seed,
    {% for column in columns -%}
    coalesce({{ column }}, '-') {%- if not loop.last %} || ' / ' || {% endif %}
    {%- endfor %} as key,
    count(*) as rows_with_it
from {{ relation }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% if not loop.last -%}
union all
{%- endif %}
{%- endfor %}

{# Checks every row against the rules of its columns, in one pass over the table, and looks for the
   rows that it refers to. `key` names a row, `filled` the columns that are never null, `words` the
   vocabularies by column (a column that isn't filled may be null), `rules` conditions by name. A
   rule that is null is broken. `parents` is a list of {column, to: a model, field}: every value of
   the column exists in a field of another model. With `may_be_null: true`, no value is no failure.
   Reports and quality tables state their parents here, because each test costs dbt as much as a
   small model. Marts have `relationships` tests instead, which data catalogues recognise. #}
{% test is_sound(model, key, filled=[], words={}, rules={}, parents=[]) %}
{%- set conditions = [] -%}
{%- for column in filled -%}
    {%- do conditions.append((column ~ ' is null', column ~ ' is not null')) -%}
{%- endfor -%}
{%- for column, allowed in words.items() -%}
    {%- do conditions.append((
        column ~ ' is no word of its list',
        'coalesce(' ~ column ~ " in ('" ~ allowed | join("', '") ~ "'), " ~ column ~ ' is null)'
    )) -%}
{%- endfor -%}
{%- for name, rule in rules.items() -%}
    {%- do conditions.append((
        'not: ' ~ name | replace('_', ' '), 'coalesce(' ~ rule ~ ', false)'
    )) -%}
{%- endfor -%}
{%- if conditions %}
select
    {{ key | join(', ') }},
    {%- for what, condition in conditions %}
    case when {{ condition }} then '' else '{{ what }}; ' end
        {%- if not loop.last %} ||{% endif %}
    {%- endfor %} as what_is_wrong
from {{ model }}
where
    not (
        {%- for what, condition in conditions %}
        {% if not loop.first %}and {% endif %}{{ condition }}
        {%- endfor %}
    )
{%- endif %}
{%- for parent in parents %}
{%- if conditions or not loop.first %}
union all
{%- endif %}
select
    {{ key | join(', ') }},
    '{{ parent.column }} ' || coalesce(cast({{ parent.column }} as string), 'null')
    || ' has no row in {{ parent.to }}; ' as what_is_wrong
from {{ model }}
left join (select {{ parent.field }} as parent_field from {{ ref(parent.to) }}) as parents
    on {{ parent.column }} = parents.parent_field
where
    parents.parent_field is null
    {%- if parent.may_be_null %}
    and {{ parent.column }} is not null
    {%- endif %}
{%- endfor %}
{% endtest %}

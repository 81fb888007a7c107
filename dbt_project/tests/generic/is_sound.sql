{# Checks every row against the rules of its columns, in one pass over the table. `key` names a row,
   `filled` the columns that are never null, `words` the vocabularies by column (a column that isn't
   filled may be null), `rules` conditions by name. A rule that is null is broken. #}
{% test is_sound(model, key, filled=[], words={}, rules={}) %}
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
{% endtest %}

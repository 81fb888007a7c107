{# Every value of a column exists in a column of another model: `parents` is a list of {column, to:
   ref('…'), field}, with `may_be_null: true` where no value is no failure. #}
{% test has_parents(model, parents) %}
{%- for parent in parents %}
select
    '{{ parent.column }}' as column_name,
    cast(children.{{ parent.column }} as string) as value_without_parent,
    count(*) as rows_with_it
from {{ model }} as children
left join {{ parent.to }} as parents on children.{{ parent.column }} = parents.{{ parent.field }}
where
    parents.{{ parent.field }} is null
    {%- if parent.may_be_null %}
    and children.{{ parent.column }} is not null
    {%- endif %}
group by children.{{ parent.column }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{% endtest %}

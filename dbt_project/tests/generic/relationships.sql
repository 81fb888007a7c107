{# Every value of the column exists in the field of another model. No value is no failure. This
   replaces dbt's own query of the same name, which joins every row. Here each value is looked up
   once, and the failing rows have the name of the column and the number of rows. #}
{% test relationships(model, column_name, to, field) %}
select children.{{ column_name }}, children.rows_with_it
from (
    select {{ column_name }}, count(*) as rows_with_it
    from {{ model }}
    where {{ column_name }} is not null
    group by {{ column_name }}
) as children
left join {{ to }} as parents on children.{{ column_name }} = parents.{{ field }}
where parents.{{ field }} is null
{% endtest %}

{# As many rows as another model has: of a view that joins names to a table with a key it shows that
   no row is lost or duplicated, at half the cost of checking the key. #}
{% test has_the_rows_of(model, other) %}
select own.row_count, others.row_count as row_count_of_the_other
from (select count(*) as row_count from {{ model }}) as own
cross join (select count(*) as row_count from {{ other }}) as others
where own.row_count <> others.row_count
{% endtest %}

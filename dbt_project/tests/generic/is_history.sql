{# The intervals of one key are in order and never overlap, so on each day at most one row holds.
   That makes the key and known_from unique together. #}
{% test is_history(model, key) %}
select *
from (
    select
        {{ key | join(', ') }},
        known_from,
        known_to,
        lead(known_from) over (
            partition by {{ key | join(', ') }} order by known_from, known_to nulls last
        ) as next_from
    from {{ model }}
) as intervals
where
    known_from is null
    or known_to <= known_from
    or next_from < coalesce(known_to, {{ ending() }})
    {%- for column in key %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}

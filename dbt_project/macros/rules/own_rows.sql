{# Section 5, the rows R: by nationality what an event itself has of a group, before the tree. Each
   brings the consensus that its bounds come from: its nationality's, F for foreign, T for
   unknown. #}
{% macro own_rows(effective, totals) %}
    select
        figure_key,
        known_from,
        known_to,
        nationality_key,
        best as value,
        best,
        low,
        high,
        is_open_ended,
        is_disputed
    from {{ effective }}
    where {{ is_country('nationality_key') }} and best > 0
    union all
    select
        totals.figure_key,
        totals.known_from,
        totals.known_to,
        {{ foreign_key() }} as nationality_key,
        totals.foreign_rest as value,
        effective.best,
        effective.low,
        effective.high,
        effective.is_open_ended,
        effective.is_disputed
    from {{ totals }} as totals
    inner join {{ effective }} as effective
        on totals.figure_key = effective.figure_key and totals.known_from = effective.known_from
    where effective.nationality_key = {{ foreign_key() }} and totals.foreign_rest > 0
    union all
    select
        figure_key,
        known_from,
        known_to,
        {{ unknown_key() }} as nationality_key,
        unknown_rest as value,
        total as best,
        total_low as low,
        total_high as high,
        total_is_open_ended as is_open_ended,
        total_is_disputed as is_disputed
    from {{ totals }}
    where unknown_rest > 0
{%- endmacro %}

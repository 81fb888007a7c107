{# The record's columns by type. A test compares them with `ingest/record/definition.py`. #}
{% macro record_columns() %}
    {{- return([
        'record_id', 'event_id', 'parent_event_id', 'follows_event_id', 'event_kind',
        'event_start', 'event_end', 'date_precision', 'country', 'admin1', 'city', 'site',
        'measure', 'value', 'value_high', 'unit', 'qualifier', 'phrase', 'nationality', 'sex',
        'age_group', 'counts_as', 'cumulative_since', 'figure_as_of', 'scope', 'status',
        'organisations', 'claimed_by', 'credited_to', 'source_url', 'archived_url', 'publisher',
        'published_on', 'language', 'note',
    ]) -}}
{% endmacro %}

{% macro record_type(column) %}
    {%- set dates = [
        'event_start', 'event_end', 'cumulative_since', 'figure_as_of', 'published_on',
    ] -%}
    {%- if column in dates -%} {{- return('date') -}}
    {%- elif column in ['value', 'value_high'] -%} {{- return('decimal(38, 4)') -}}
    {%- else -%} {{- return('string') -}}
    {%- endif -%}
{% endmacro %}

{# One column cast to its type, under its own name. #}
{% macro record_cast(column, expression) %}
    {%- if record_type(column) == 'string' -%} {{ expression }} as {{ column }}
    {%- elif record_type(column) == 'decimal(38, 4)' -%}
    {# DuckDB reads a text as decimal(18, 4) a hundred times faster than as decimal(38, 4) #}
    coalesce(
            cast(try_cast({{ expression }} as decimal(18, 4)) as decimal(38, 4)),
            cast({{ expression }} as decimal(38, 4))
        ) as {{ column }}
    {%- else -%} cast({{ expression }} as {{ record_type(column) }}) as {{ column }}
    {%- endif -%}
{% endmacro %}

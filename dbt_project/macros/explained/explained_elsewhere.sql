{# Section elsewhere: one line per other event that counts persons of this one, with the reason of
   the curation decision. #}
{% macro explained_elsewhere() %}
    select
        event_id,
        measure_group,
        {{ line_number('elsewhere', 'place') }} as line_number,
        'elsewhere' as section,
        'total' as nationality_code,
        {{ text_of([
            spelled_number('counted_elsewhere'),
            "' '",
            spelled_what('measure_group', 'counted_elsewhere', spelled_persons(
                'counted_elsewhere', "'total'", "''", "'all'", "'all'"
            )),
            "' counted in '",
            'counted_in_event_id',
            "' instead: '",
            'reason',
        ]) }} as text,
        counted_elsewhere as value,
        cast(null as decimal(38, 4)) as low,
        cast(null as decimal(38, 4)) as high,
        {{ without_a_report('counted_in_event_id') }}
    from (
        select
            *,
            row_number() over (
                partition by event_id, measure_group
                order by counted_elsewhere desc, counted_in_event_id asc
            ) as place
        from {{ ref('bridge_event_overlap') }}
    ) as overlapping
{% endmacro %}

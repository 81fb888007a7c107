{# Every slice that has a consensus, `made` of reports, sexes, parts or an assumed site. What was
   made up stands in no row of fct_slices (reconciliation rules, section 5). #}
{% macro explained_slices() %}
    select
        event_id, family, nationality_code, sex, age_group, best, low, high, is_open_ended,
        is_disputed, reports, publishers, 'reports' as made
    from {{ ref('fct_slices') }}
    union all
    select
        event_id, family, 'total', 'all', 'all', total, total_low, total_high, open_ended, disputed,
        reports, publishers, case when sites_assumed then 'assumed' else 'parts' end
    from {{ ref('fct_event_totals') }}
    where sites_assumed or total_from_parts
    union all
    select
        sexes.event_id,
        sexes.family,
        sexes.nationality_code,
        'all',
        'all',
        cast(sum(sexes.best) as decimal(38, 4)),
        cast(sum(sexes.low) as decimal(38, 4)),
        cast(sum(sexes.high) as decimal(38, 4)),
        bool_or(sexes.is_open_ended),
        bool_or(sexes.is_disputed),
        cast(null as bigint),
        cast(null as bigint),
        'sexes'
    from {{ ref('fct_slices') }} as sexes
    inner join {{ ref('fct_event_totals') }} as totals
        on sexes.event_id = totals.event_id and sexes.family = totals.family
    left join {{ ref('fct_slices') }} as stated
        on
            sexes.event_id = stated.event_id
            and sexes.family = stated.family
            and sexes.nationality_code = stated.nationality_code
            and stated.sex = 'all'
            and stated.age_group = 'all'
    where
        totals.sum_of_sexes
        and sexes.sex <> 'all'
        and sexes.age_group = 'all'
        and stated.event_id is null
    group by sexes.event_id, sexes.family, sexes.nationality_code
{% endmacro %}

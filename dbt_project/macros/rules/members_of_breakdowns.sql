{# Section 3: the breakdowns that records are members of, as the named steps of a model; the last
   one is `final` (dated_key, breakdown_key, known_from, known_to). `timed` has the records that are
   members of any breakdown: dated_key, figure_key, counts_as, nationality_key, sex_key, age_key,
   value, known_from and known_to. #}
{% macro members_of_breakdowns(timed, prefix='') %}
{{ prefix }}plain_totals as (

    select * from {{ timed }}
    where
        counts_as = 'total'
        and nationality_key = {{ total_key() }}
        and sex_key = 0
        and age_key = 0

),

{{ prefix }}totals_with_nationality as (

    select named.*
    from {{ timed }} as named
    where
        named.counts_as = 'total'
        and named.nationality_key > {{ total_key() }}
        and named.sex_key = 0
        and named.age_key = 0

),

-- if both kinds are stated: the largest of those without a nationality, on every day
{{ prefix }}plain_beside as (

    select figure_key, value, known_from, known_to
    from {{ prefix }}plain_totals
    where figure_key in (select figure_key from {{ prefix }}totals_with_nationality)
    union all
    select distinct
        figure_key, cast(0 as decimal(38, 4)) as value, {{ beginning() }} as known_from,
        cast(null as date) as known_to
    from {{ prefix }}plain_totals
    where figure_key in (select figure_key from {{ prefix }}totals_with_nationality)

),

{{ prefix }}plain_days as (

    {{ days_of_change(prefix ~ 'plain_beside', 'figure_key') }}

),

{{ prefix }}largest as (

    select days.figure_key, days.known_from, days.known_to, max(plain.value) as value
    from {{ prefix }}plain_days as days
    inner join {{ prefix }}plain_beside as plain
        on days.figure_key = plain.figure_key and {{ holds_on('plain', 'days.known_from') }}
    group by days.figure_key, days.known_from, days.known_to

),

{{ prefix }}whole_totals as (

    select
        named.dated_key,
        named.figure_key,
        case when largest.figure_key is null then named.known_from
            else {{ overlap_from('named', 'largest') }} end as known_from,
        case when largest.figure_key is null then named.known_to
            else {{ overlap_to('named', 'largest') }} end as known_to
    from {{ prefix }}totals_with_nationality as named
    left join {{ prefix }}largest as largest
        on named.figure_key = largest.figure_key and {{ overlap('named', 'largest') }}
    where largest.figure_key is null or largest.value <= named.value

),

{{ prefix }}final as (

    -- the total, the parts without nationality, or just this sex and age
    select
        dated_key,
        {{ breakdown_key(
            'figure_key',
            'case when counts_as = \'part\' and nationality_key = ' ~ total_key()
            ~ ' and sex_key = 0 and age_key = 0 then ' ~ parts_key() ~ ' else nationality_key end',
            'sex_key', 'age_key'
        ) }} as breakdown_key,
        known_from,
        known_to
    from {{ timed }}
    union all
    -- a total that names a nationality, beside the breakdown of that
    select
        dated_key,
        {{ breakdown_key('figure_key', total_key(), '0', '0') }} as breakdown_key,
        known_from,
        known_to
    from {{ prefix }}whole_totals

)
{%- endmacro %}

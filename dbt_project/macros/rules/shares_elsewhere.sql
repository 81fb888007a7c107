{# Section 6, counted elsewhere: how many of each row of an event other events count, as the named
   steps of a model; the last one is `shares` (figure_key, event_key, group_key, nationality_key,
   counted_in_key, persons, low, known_from, known_to; low is that of the row). `rows` has the rows
   as allocated: figure_key, event_key, group_key, nationality_key, persons, low, known_from,
   known_to.

   Rows and overlaps are each laid end to end in their order: a share is where the two cover one
   another. #}
{% macro shares_elsewhere(rows) %}
overlapping as (

    select rows.*
    from {{ rows }} as rows
    inner join (select distinct event_key, group_key from {{ ref('int_overlaps') }}) as taken
        on rows.event_key = taken.event_key and rows.group_key = taken.group_key

),

overlapping_days as (

    {{ days_of_change('overlapping', 'figure_key') }}

),

rows_laid as (

    select
        allocated.figure_key,
        allocated.event_key,
        allocated.group_key,
        allocated.nationality_key,
        allocated.persons,
        allocated.low,
        days.known_from,
        days.known_to,
        sum(allocated.persons) over (
            partition by allocated.figure_key, days.known_from
            order by
                case allocated.nationality_key
                    when {{ unknown_key() }} then 0 when {{ foreign_key() }} then 1 else 2
                end asc,
                allocated.persons desc,
                allocated.nationality_key asc
            rows between unbounded preceding and current row
        ) as laid_to
    from overlapping_days as days
    inner join overlapping as allocated
        on days.figure_key = allocated.figure_key and {{ holds_on('allocated', 'days.known_from') }}

),

shares as (

    select
        laid.figure_key,
        laid.event_key,
        laid.group_key,
        laid.nationality_key,
        taken.counted_in_key,
        cast(
            least(laid.laid_to, taken.laid_to)
            - greatest(laid.laid_to - laid.persons, taken.laid_from)
            as decimal(38, 4)
        ) as persons,
        laid.low,
        laid.known_from,
        laid.known_to
    from rows_laid as laid
    inner join {{ ref('int_overlaps') }} as taken
        on laid.event_key = taken.event_key and laid.group_key = taken.group_key
    where
        least(laid.laid_to, taken.laid_to)
        > greatest(laid.laid_to - laid.persons, taken.laid_from)

)
{%- endmacro %}

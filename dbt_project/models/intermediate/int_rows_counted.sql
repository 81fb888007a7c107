-- Section 6: the rows as they are published: less those that other events count, and with the
-- nationality from above. Only figures that have either are computed again.
with

rows as (

    select * from {{ ref('int_rows_attributed') }}

),

elsewhere as (

    select * from {{ ref('int_rows_elsewhere') }}

),

inherited as (

    select * from {{ ref('int_rows_inherited') }}

),

touched as (

    select figure_key from elsewhere
    union
    select figure_key from inherited

),

touched_rows as (

    select rows.*
    from rows
    inner join touched on rows.figure_key = touched.figure_key

),

days as (

    {{ days_of_change(
        '(select figure_key, known_from, known_to from touched_rows
        union all select figure_key, known_from, known_to from elsewhere
        union all select figure_key, known_from, known_to from inherited) as changes',
        'figure_key'
    ) }}

),

elsewhere_on as (

    select
        days.figure_key,
        days.known_from,
        elsewhere.nationality_key,
        sum(elsewhere.persons) as persons
    from days
    inner join elsewhere
        on
            days.figure_key = elsewhere.figure_key
            and {{ holds_on('elsewhere', 'days.known_from') }}
    group by days.figure_key, days.known_from, elsewhere.nationality_key

),

known as (

    select
        days.figure_key,
        days.known_from,
        days.known_to,
        rows.nationality_key as attributed_key,
        coalesce(inherited.becomes_key, rows.nationality_key) as nationality_key,
        coalesce(elsewhere.persons, 0) as persons_counted_elsewhere,
        rows.persons - coalesce(elsewhere.persons, 0) as persons,
        greatest(rows.low - coalesce(elsewhere.persons, 0), 0) as low,
        rows.high - coalesce(elsewhere.persons, 0) as high,
        rows.is_open_ended,
        rows.is_disputed,
        rows.has_descendants
    from days
    inner join touched_rows as rows
        on days.figure_key = rows.figure_key and {{ holds_on('rows', 'days.known_from') }}
    left join elsewhere_on as elsewhere
        on
            rows.figure_key = elsewhere.figure_key
            and rows.nationality_key = elsewhere.nationality_key
            and days.known_from = elsewhere.known_from
    left join inherited
        on
            rows.figure_key = inherited.figure_key
            and rows.nationality_key = inherited.nationality_key
            and {{ holds_on('inherited', 'days.known_from') }}

),

final as (

    select
        rows.figure_key,
        rows.nationality_key,
        rows.known_from,
        rows.known_to,
        rows.persons,
        rows.low,
        rows.high,
        cast(0 as decimal(38, 4)) as persons_counted_elsewhere,
        rows.is_open_ended,
        rows.is_disputed,
        false as is_nationality_inherited,
        rows.has_descendants
    from rows
    left join touched on rows.figure_key = touched.figure_key
    where touched.figure_key is null
    union all
    select
        figure_key,
        nationality_key,
        known_from,
        min(known_to) as known_to,
        cast(sum(persons) as decimal(38, 4)) as persons,
        cast(sum(low) as decimal(38, 4)) as low,
        cast(sum(high) as decimal(38, 4)) as high,
        cast(sum(persons_counted_elsewhere) as decimal(38, 4)) as persons_counted_elsewhere,
        bool_or(is_open_ended) as is_open_ended,
        bool_or(is_disputed) as is_disputed,
        bool_or(attributed_key <> nationality_key) as is_nationality_inherited,
        bool_or(has_descendants) as has_descendants
    from known
    group by figure_key, nationality_key, known_from

)

select * from final

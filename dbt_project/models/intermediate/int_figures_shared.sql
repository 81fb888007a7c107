-- Pairs of events that share figures, with the shared figures. The score of possible duplicates
-- weighs them. A figure that more than 20 events hold proves nothing, and without it no join grows
-- with the square of the records.
with

records as (

    select
        event_key, group_key, nationality_key, sex_key, age_key, value, is_of_persons, source_url
    from {{ ref('int_records_bounded') }}
    where known_to is null

),

distinct_figures as (

    select distinct
        event_key, group_key, nationality_key, sex_key, age_key, value, is_of_persons
    from records
    where value >= 5

),

values_shared as (

    select group_key, nationality_key, sex_key, age_key, value
    from distinct_figures
    group by group_key, nationality_key, sex_key, age_key, value
    having count(*) between 2 and 20

),

figures as (

    select figures.*
    from distinct_figures as figures
    inner join values_shared
        on
            figures.group_key = values_shared.group_key
            and figures.nationality_key = values_shared.nationality_key
            and figures.sex_key = values_shared.sex_key
            and figures.age_key = values_shared.age_key
            and figures.value = values_shared.value

),

reports_of_several_events as (

    select source_url
    from records
    group by source_url
    having min(event_key) < max(event_key)

),

figures_of_reports as (

    select
        event_key, group_key, nationality_key, sex_key, age_key, value, is_of_persons, source_url,
        count(*) over (
            partition by source_url, group_key, nationality_key, sex_key, age_key, value
        ) as event_count
    from (
        select distinct * from records
        where source_url in (select source_url from reports_of_several_events)
    ) as figures_stated

),

shared as (

    select
        figures.event_key,
        others.event_key as other_event_key,
        figures.group_key,
        figures.nationality_key,
        figures.sex_key,
        figures.age_key,
        figures.value,
        figures.is_of_persons,
        false as is_in_one_report
    from figures
    inner join figures as others
        on
            figures.group_key = others.group_key
            and figures.nationality_key = others.nationality_key
            and figures.sex_key = others.sex_key
            and figures.age_key = others.age_key
            and figures.value = others.value
    where figures.event_key < others.event_key
    union all
    select
        figures.event_key,
        others.event_key as other_event_key,
        figures.group_key,
        figures.nationality_key,
        figures.sex_key,
        figures.age_key,
        figures.value,
        figures.is_of_persons,
        true as is_in_one_report
    from figures_of_reports as figures
    inner join figures_of_reports as others
        on
            figures.source_url = others.source_url
            and figures.group_key = others.group_key
            and figures.nationality_key = others.nationality_key
            and figures.sex_key = others.sex_key
            and figures.age_key = others.age_key
            and figures.value = others.value
    where
        figures.event_count between 2 and 20
        and others.event_count between 2 and 20
        and figures.event_key < others.event_key

),

final as (

    select
        event_key,
        other_event_key,
        group_key,
        nationality_key,
        sex_key,
        age_key,
        value,
        is_of_persons,
        bool_or(is_in_one_report) as is_in_one_report
    from shared
    group by
        event_key, other_event_key, group_key, nationality_key, sex_key, age_key, value,
        is_of_persons

)

select * from final

"""The queries behind the summary sheet."""

from __future__ import annotations

MONTHS = 36  # the newest months
BARS = 12  # the largest ones; one more bar for the others together, and one for unknown
FIGURES = """
    select
        coalesce(sum(persons), 0) as "Persons arrested or detained",
        coalesce(sum(persons_low), 0) as "by the low bounds",
        coalesce(sum(persons_high), 0) as "by the high bounds",
        coalesce((
            select sum(persons) from marts.fct_outcomes where outcome = 'removal'
        ), 0) as "Persons deported or repatriated",
        coalesce((select sum(sites) from marts.fct_raids), 0) as "Sites raided",
        count(distinct event_id) filter (persons > 0) as "Events with arrests",
        count(distinct country_code) filter (country_code <> 'ZZ' and persons > 0) as "Countries",
        count(distinct nationality_code)
            filter (nationality_code not in ('foreign', 'unknown') and persons > 0)
            as "Nationalities"
    from marts.fct_arrests
"""
BY_MONTH = f"""
    with months as (
        select * exclude (country_count)
        from reports.rpt_arrests_by_month
    ),
    calendar as (
        select cast(unnest(generate_series(
            greatest(min(month_start), max(month_start) - interval {MONTHS - 1} month),
            max(month_start),
            interval 1 month
        )) as date) as month_start
        from months
    )
    select
        month_start,
        coalesce(persons_certain, 0),
        coalesce(persons_spread, 0),
        coalesce(persons_low, 0),
        coalesce(persons_high, 0),
        coalesce(event_count, 0),
        coalesce(persons - persons_low, 0),
        coalesce(persons_high - persons, 0)
    from calendar left join months using (month_start)
    order by month_start
"""
# Rows of the bar charts. RANKED adds up all but the largest, and keeps unknown separate.
BY_NATIONALITY = """
    select
        case nationality_code
            when 'foreign' then 'Foreign, not named' when 'unknown' then 'Unknown' else demonym
        end as label,
        persons,
        persons_low as low,
        persons_high as high,
        nationality_code in ('foreign', 'unknown') as is_unknown,
        nationality_code as code
    from reports.rpt_arrests_by_nationality
"""
BY_COUNTRY = """
    select
        country_name as label,
        sum(persons) as persons,
        sum(persons_low) as low,
        sum(persons_high) as high,
        country_code = 'ZZ' as is_unknown,
        country_code as code
    from reports.rpt_arrests_by_nationality_country
    group by country_code, country_name
"""
BY_PLACE = """
    select
        case place_type
            when 'unknown' then 'Unknown'
            when 'admin1' then city_name || ' (province), ' || country_code
            else city_name || ', ' || country_code
        end as label,
        persons_weighted as persons,
        persons_weighted_low as low,
        persons_weighted_high as high,
        place_type = 'unknown' as is_unknown,
        city_key as code
    from reports.rpt_hotspots_by_city
    where persons_weighted_high > 0
"""
RANKED = f"""
    with ranked as (
        select
            *,
            row_number() over (partition by is_unknown order by persons desc, code) as place
        from ({{rows}})
    ),
    bars as (
        select
            label,
            persons,
            low,
            high,
            case when is_unknown then 'unknown' else 'named' end as kind,
            place
        from ranked
        where place <= {BARS} or is_unknown
        union all
        select
            'Others (' || count_if(persons > 0) || ')',
            sum(persons),
            sum(low),
            sum(high),
            'others',
            0
        from ranked
        where place > {BARS} and not is_unknown
        having count(*) > 0
    )
    select label, persons, low, high, persons - low, high - persons, kind
    from bars
    order by array_position(['named', 'others', 'unknown'], kind), place
"""
# The tree of events with the most persons in custody, as it was known from day to day.
AS_KNOWN = """
    with history as (
        select events.root_event_id, facts.persons, facts.known_from, facts.known_to
        from marts.fct_arrests_history as facts
        inner join marts.dim_event as events using (event_id)
    ),
    largest as (
        select root_event_id
        from history
        where known_to is null
        group by root_event_id
        having count(distinct known_from) > 1
        order by sum(persons) desc, root_event_id
        limit 1
    ),
    days as (
        select known_from as day from history where root_event_id in (from largest)
        union
        select known_to from history
        where root_event_id in (from largest) and known_to is not null
    )
    select days.day, cast(sum(history.persons) as bigint), any_value(history.root_event_id)
    from days
    inner join history
        on history.root_event_id in (from largest)
        and history.known_from <= days.day
        and (history.known_to is null or days.day < history.known_to)
    group by days.day
    order by days.day
"""

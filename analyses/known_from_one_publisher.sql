-- Question: How much of what is known depends on a single publisher?
-- Answer on 2026-11-29: 123 events with 13,635 persons, 0.123 of all. Five publishers or more
-- report 0.656 of all persons in 31 events, of which 6 are disputed: the more publishers report an
-- event, the more they differ.
-- How to read it: Events with persons in custody, by the number of publishers that reported them.
-- One publisher is no reason to doubt, but nobody has confirmed it either.
select
    case
        when publisher_count >= 5 then '5 or more'
        else cast(publisher_count as varchar)
    end as publishers,
    count(distinct event_id) as events,
    sum(persons) as persons,
    round(sum(persons) / sum(sum(persons)) over (), 3) as share_of_persons,
    count(distinct case when is_disputed then event_id end) as disputed_events
from arrests
where persons > 0
group by all
order by publishers asc

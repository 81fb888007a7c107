-- Question: Which organisations are named as accused, owner or operator, and in how many events?
-- Answer on 2026-11-29: Prince Holding Group is named 8 times, with 54 persons in custody. Genting
-- International and Lucky South 99 are named 5 times each, Lucky South 99 with 158 persons. Most
-- others are named once or twice.
-- How to read it: A report that names an organisation is not a finding of guilt. Custody counts the
-- persons of all events that name the organisation: never sum it over organisations.
select
    organisation_name,
    string_agg(distinct role, ', ' order by role) as roles,
    sum(event_count) as times_named,
    max(custody_persons) as custody_persons
from reports.rpt_organisations_by_role
where role in ('accused', 'owner', 'operator') and organisation_name <> 'Unknown'
group by organisation_name
order by times_named desc, organisation_name asc
limit 15

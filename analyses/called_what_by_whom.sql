-- Question: Which people does one report call arrested, and another rescued or released?
-- Answer on 2026-11-29: The 7,000 foreigners of Myawaddy most: 7,000 arrested and 7,523 detained,
-- or 7,000 released, each in 1 report. The 230 foreigners of a building in Poipet were detained in
-- 4 reports and rescued in 4. In Ghana 233 people were arrested, or 219 rescued.
-- How to read it: Figures of different reports about one event, or about two that follow or contain
-- one another, are assumed to count the same people if they have one nationality or are totals, and
-- if they are at most a tenth apart. Each row is an event, a nationality and a word. Arrested and
-- detained are one group, and so are rescued and released. The words need not contradict one
-- another: people can be detained first and released later.
select
    event_id,
    nationality_code,
    called,
    count(distinct publisher) as publishers,
    cast(min(value) as bigint) as smallest,
    cast(max(value) as bigint) as largest,
    min(published_on) as first_published_on
from reports.rpt_labels_by_figure
where is_custody_and_release
group by event_id, nationality_code, called
order by
    max(max(value)) over (partition by event_id, nationality_code) desc,
    event_id asc,
    nationality_code asc,
    called asc
limit 20

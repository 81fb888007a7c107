-- Section 6, first step at depth 4: what the descendants of parents there count. Nothing is
-- deeper, so it reads the rows of events.
-- The SQL is in macros/rules/contributions_at_level.sql.
{{ contributions_at_level(4) }}

-- Section 6, step 1 at depth 4: what the descendants of the parents there count, row by row.
-- The SQL is in macros/rules/contributions_at_level.sql.
{{ contributions_at_level(4) }}

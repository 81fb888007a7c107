-- Section 6, first step at depth 3: what the descendants of parents there count. Reads
-- what the deeper levels came to.
-- The SQL is in macros/rules/contributions_at_level.sql.
{{ contributions_at_level(3) }}

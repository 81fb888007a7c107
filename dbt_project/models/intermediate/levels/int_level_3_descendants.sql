-- Section 6, step 7 at depth 3: what the descendants count by nationality on every day.
-- The SQL is in macros/rules/descendants_at_level.sql.
{{ descendants_at_level(3) }}

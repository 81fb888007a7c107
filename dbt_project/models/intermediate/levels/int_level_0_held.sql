-- Section 6, step 5 at depth 0: what the figures hold of their descendants, as changes by day.
-- The SQL is in macros/rules/held_at_level.sql.
{{ held_at_level(0) }}

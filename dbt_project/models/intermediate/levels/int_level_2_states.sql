-- Section 6, step 6 at depth 2: each figure on every day, and what remains of it.
-- The SQL is in macros/rules/states_at_level.sql.
{{ states_at_level(2) }}

-- Section 6, step 2 at depth 4: the figures of parents, and of campaigns by an earlier day.
-- The SQL is in macros/rules/figures_at_level.sql.
{{ figures_at_level(4) }}

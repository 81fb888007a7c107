-- Section 6, by an earlier day: figures of the campaigns at depth 3 that a running total asks for.
-- The SQL is in macros/rules/cut_figures_at_level.sql.
{{ cut_figures_at_level(3) }}

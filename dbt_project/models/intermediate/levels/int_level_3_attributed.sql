-- Sections 6 and 7, step 8 at depth 3: what is left to the parents by nationality, with bounds.
-- The SQL is in macros/rules/attributed_at_level.sql.
{{ attributed_at_level(3) }}

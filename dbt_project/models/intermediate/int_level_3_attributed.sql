-- Sections 6 and 7, second step at depth 3: what is left to the parents beyond their descendants.
-- Reads the first step of depth 3. The SQL is in macros/rules/attributed_at_level.sql.
{{ attributed_at_level(3) }}

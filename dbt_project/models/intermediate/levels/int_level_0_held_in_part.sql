-- Section 6, step 4 at depth 0: what ongoing campaigns had counted by a day.
-- The SQL is in macros/rules/held_in_part_at_level.sql.
{{ held_in_part_at_level(0) }}

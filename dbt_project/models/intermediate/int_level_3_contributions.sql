-- Section 6: what the descendants of parents at depth 3 count; the macro contains the rules.
{{ contributions_at_level(3) }}

-- Section 5 for campaigns at depth 4 by an earlier day; the macro contains the rules.
{{ cut_totals_at_level(4) }}

-- Section 5, the rows R of every event and group on every day, before the tree.
{{ own_rows(ref('int_figures_effective'), ref('int_event_totals')) }}

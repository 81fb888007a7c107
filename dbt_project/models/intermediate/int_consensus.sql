-- Section 3, steps 3 to 7: the consensus of the candidates of each breakdown, on every day.
{{ consensus_of(ref('int_records_classified'), ref('int_records_bounded')) }}

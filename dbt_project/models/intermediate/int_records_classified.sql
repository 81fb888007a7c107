-- Section 3, steps 1 to 4, for every breakdown on every day on which one of its members changes.
with

{{ records_classified(ref('int_breakdown_members'), ref('int_records_bounded')) }}

select * from classified

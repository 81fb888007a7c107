"""Read what people type: the value of the record beside the text as delivered.

The record is strict (`ingest.record`). A cell that breaks it, or a name in an unusual form, is read
here if it can mean only one thing: "1,000" as 1000, "Chinese" as CN, an empty event_end as the
event's start. Whatever is doubtful is left as it is and rejected with a hint. `--strict` leaves all
of it out. `normalised_rows` applies this to a delivered file.
"""

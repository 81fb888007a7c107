"""The raw incident record: its definition, and all that is derived from it."""

"""The raw incident record: its definition, and everything derived from it."""

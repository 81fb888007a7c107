"""The event of a figure: when, where, of which kind, and according to whom."""

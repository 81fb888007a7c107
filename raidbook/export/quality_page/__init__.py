"""The quality report: one page with the results of the last build's checks."""

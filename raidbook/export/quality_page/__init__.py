"""The quality report: one page that tells what the checks of the last build found."""

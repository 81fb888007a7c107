"""Questions to the live file: status, SQL, one event, any day, and what changed."""

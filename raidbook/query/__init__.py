"""Answer questions from the live file: status, SQL, one event, any day, and what changed."""

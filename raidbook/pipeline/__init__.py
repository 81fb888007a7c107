"""From landed files to the live file: build, check, publish, keep, roll back."""

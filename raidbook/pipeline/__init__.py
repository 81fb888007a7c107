"""From `raw.*` to the live file: build, check, publish, keep, roll back."""

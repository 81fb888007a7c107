"""What decides whether a build may leave: Great Expectations over figures measured in SQL."""

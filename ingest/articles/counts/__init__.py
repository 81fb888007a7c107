"""From numbers to figures: what each number counts."""

"""What figures are to each other: totals and their parts, running totals, repetitions."""

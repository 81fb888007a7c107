"""What a text holds: sentences, words, names, numbers and days, each with its place."""

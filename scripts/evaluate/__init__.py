"""Score the reader of articles on a corpus of paragraphs with their records: `make evaluate`."""

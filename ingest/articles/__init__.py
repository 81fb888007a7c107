"""Read an article and propose its records: text, words, numbers, figures, events.

`reader.read_article` is the entrance. The words of each language are data files in `lexicons/`.
"""

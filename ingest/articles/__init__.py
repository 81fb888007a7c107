"""Read an article and propose its records. `reader.read_article` is the entrance.

The rooms, each of which imports only those before it: `words` (what a text holds), `pages`,
`counts` (figures), `measures`, `totals`, `events`. `records` makes proposals
from figures. The words of each language are data files in `lexicons/`.
"""

"""From the outside world to `raw.*`: landing, reading, checking and loading of deliveries.

- `record/` defines the record once: its columns, checks, warnings, codebook and template.
- `readers/` turn a delivered file of any format into one text table.
- `names/` finds the countries, places, organisations and sites that names mean.
- `sources/` states where the files of a source are, and the facts about it; `records/` ships with
  the project.

Nothing here knows of marts, and nothing here imports `raidbook`.
"""
